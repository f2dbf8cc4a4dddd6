import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import {
  sendChecks,
  type SendBlock,
  watchTemplate,
} from '../../../src/application/send/send-checks.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';

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
  it('is detected before the first message after an hour, which is not sent', async () => {
    const time = virtualTime(NOW);
    const watch = watchTemplate(SHOWN, NOW, {
      templates: { fetch: async () => CHANGED },
      clock: time.clock,
    });
    const gateway = fakeGateway(() => {
      time.pass(HOUR_MS);
      return ACCEPTED;
    });
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = await runSending(THREE, {
      ledger,
      operator,
      gateway,
      clock: time.clock,
      ...sendChecks(watch, open),
    });
    expect(run.fates).toEqual(['accepted', 'left', 'left']);
    expect(run.halt).toEqual({
      kind: 'template',
      change: { kind: 'text_changed', from: SHOWN, to: CHANGED },
    });
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', 'lapsed']);
  });

  it('is detected before the first question after an hour, which is not asked', async () => {
    const time = virtualTime(NOW);
    const fetched: Date[] = [];
    const fetch = async (): Promise<typeof SHOWN> => {
      fetched.push(time.clock.now());
      return fetched.length === 1 ? SHOWN : CHANGED;
    };
    const watch = watchTemplate(SHOWN, NOW, { templates: { fetch }, clock: time.clock });
    const operator = scriptedOperator(['no', 'no', 'yes']);
    const { ask } = operator;
    const gateway = fakeGateway();
    const run = await runSending(THREE, {
      ledger,
      operator: {
        ...operator,
        ask: async (...question) => {
          time.pass(HOUR_MS);
          return await ask(...question);
        },
      },
      gateway,
      clock: time.clock,
      ...sendChecks(watch, open),
    });
    const hours = fetched.map((at) => (at.getTime() - NOW.getTime()) / HOUR_MS);
    expect(hours).toEqual([1, 2]);
    expect(operator.asked).toEqual(['1 of 3', '2 of 3, back']);
    expect(run.fates).toEqual(['skipped', 'skipped', 'left']);
    expect(run.halt).toMatchObject({ kind: 'template', change: { kind: 'text_changed' } });
    expect(gateway.sent).toEqual([]);
  });

  it('withdraws the open question', async () => {
    const time = virtualTime(NOW);
    const watch = watchTemplate(SHOWN, NOW, {
      templates: { fetch: async () => CHANGED },
      clock: time.clock,
    });
    const operator = manualOperator();
    const gateway = fakeGateway();
    // The question was asked before the template changed.
    const look = { ...sendChecks(watch, open), checkBeforeQuestion: async () => null };
    const run = runSending(THREE, { ledger, operator, gateway, clock: time.clock, ...look });
    await operator.question();
    time.pass(HOUR_MS);
    await operator.says('yes');
    expect((await run).fates).toEqual(['left', 'left', 'left']);
    expect(operator.wasWithdrawn()).toBe(true);
    expect(gateway.sent).toEqual([]);
  });
});

describe('send hours that end between an approval and its message', () => {
  it('keep the message from being sent', async () => {
    const opensAt = new Date('2026-07-16T07:00:00Z');
    const watch = { check: async () => null };
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const gateway = fakeGateway();
    let lookedAt = 0;
    const hours = { closedUntil: async () => (++lookedAt > 1 ? opensAt : null) };
    const look = sendChecks(watch, hours);
    const run = await runSending(THREE, { ledger, operator, gateway, ...look });
    expect(run.fates).toEqual(['accepted', 'left', 'left']);
    expect(run.halt).toEqual({ kind: 'hours_over', opensAt });
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', 'lapsed']);
  });
});

describe('a slow check before a send', () => {
  it('does not keep the operator from stopping', async () => {
    const stop = new AbortController();
    const looking = Promise.withResolvers<void>();
    const look = async (): Promise<SendBlock | null> => {
      looking.resolve();
      return await new Promise<null>(() => {});
    };
    const operator = manualOperator();
    const gateway = fakeGateway();
    const run = runSending(THREE, {
      ledger,
      operator,
      gateway,
      checkBeforeSend: look,
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
