import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastLook, type NotNow } from '../../src/application/last-look.ts';
import type { Ledger } from '../../src/application/ports.ts';
import { watchTemplate } from '../../src/application/template-watch.ts';
import { builtInTemplate } from '../../src/domain/built-in-template.ts';
import { familyMessages } from '../support/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../support/ledger-folder.ts';
import { ACCEPTED, answeringGateway } from '../support/run-gateway.ts';
import { patientOperator, scriptedOperator } from '../support/run-operator.ts';
import { NOW, runThrough, statesIn } from '../support/run-sending.ts';
import { virtualTime } from '../support/virtual-time.ts';

const THREE = familyMessages(3);
const HOUR_MS = 3_600_000;
const SHOWN = { ...builtInTemplate(), category: 'UTILITY' };
const CHANGED = { ...SHOWN, body: `${SHOWN.body}!` };

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

const open = { closedUntil: async () => null };

describe('a template that changes during a run', () => {
  it('is found before the first message after an hour, which does not leave', async () => {
    const time = virtualTime(NOW);
    const watch = watchTemplate(SHOWN, NOW, {
      templates: { fetch: async () => CHANGED },
      clock: time.clock,
    });
    const gateway = answeringGateway(() => {
      time.pass(HOUR_MS);
      return ACCEPTED;
    });
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = await runThrough(THREE, {
      ledger,
      operator,
      gateway,
      clock: time.clock,
      lastLook: lastLook(watch, open),
    });
    expect(run.fates).toEqual(['accepted', 'left', 'left']);
    expect(run.halt).toEqual({
      kind: 'template',
      change: { kind: 'text_changed', from: SHOWN, to: CHANGED },
    });
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', 'lapsed']);
  });

  it('takes the open question back', async () => {
    const time = virtualTime(NOW);
    const watch = watchTemplate(SHOWN, NOW, {
      templates: { fetch: async () => CHANGED },
      clock: time.clock,
    });
    const operator = patientOperator();
    const gateway = answeringGateway();
    const look = lastLook(watch, open);
    const run = runThrough(THREE, { ledger, operator, gateway, clock: time.clock, lastLook: look });
    await operator.question();
    time.pass(HOUR_MS);
    await operator.says('yes');
    expect((await run).fates).toEqual(['left', 'left', 'left']);
    expect(operator.wasWithdrawn()).toBe(true);
    expect(gateway.sent).toEqual([]);
  });
});

describe('hours that end between a yes and its message', () => {
  it('keep it from leaving', async () => {
    const opensAt = new Date('2026-07-16T07:00:00Z');
    const watch = { check: async () => null };
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const gateway = answeringGateway();
    let looks = 0;
    const hours = { closedUntil: async () => (++looks > 1 ? opensAt : null) };
    const look = lastLook(watch, hours);
    const run = await runThrough(THREE, { ledger, operator, gateway, lastLook: look });
    expect(run.fates).toEqual(['accepted', 'left', 'left']);
    expect(run.halt).toEqual({ kind: 'hours_over', opensAt });
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', 'lapsed']);
  });
});

describe('a last look that takes its time', () => {
  it('does not keep the operator from stopping', async () => {
    const stop = new AbortController();
    const looking = Promise.withResolvers<void>();
    const look = async (): Promise<NotNow | null> => {
      looking.resolve();
      return await new Promise<null>(() => {});
    };
    const operator = patientOperator();
    const gateway = answeringGateway();
    const run = runThrough(THREE, {
      ledger,
      operator,
      gateway,
      lastLook: look,
      stop: stop.signal,
    });
    await operator.says('yes');
    await looking.promise;
    stop.abort();
    expect(await run).toMatchObject({
      fates: ['left', 'left', 'left'],
      halt: { kind: 'interrupted' },
    });
    expect(gateway.sent).toEqual([]);
  });
});
