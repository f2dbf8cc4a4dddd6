import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, statesIn } from '../../support/sending/run-sending.ts';
import { scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const ONE = familyMessages(1) as readonly [Message];
const NIGHT_MS = 13 * 3_600_000;

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(async () => await files.remove());

async function attemptOf([message]: readonly [Message]): Promise<AttemptId> {
  const attempt = (await ledger.view([message])).byKey.get(message.key);
  if (attempt === undefined) throw new Error('There is no attempt yet.');
  return attempt.id;
}

describe('a run beside others on one ledger', () => {
  it('sends nothing with an approval that another run has let lapse, and asks again', async () => {
    const gateway = fakeGateway();
    const { fates, events } = await runSending(ONE, {
      ledger,
      gateway,
      operator: scriptedOperator(['yes']),
      checkBeforeSend: async () => {
        await ledger.advance(await attemptOf(ONE), { kind: 'lapsed' }, NOW);
        return null;
      },
    });
    expect(gateway.sent).toEqual([]);
    expect(fates).toEqual(['left']);
    expect(events).toContain('too old 1: left');
  });

  it('reports the outcome that another run recorded first', async () => {
    const gateway = fakeGateway();
    const { fates } = await runSending(ONE, {
      ledger,
      gateway,
      operator: scriptedOperator(['yes']),
      checkBeforeSend: async () => {
        const id = await attemptOf(ONE);
        await ledger.advance(id, { kind: 'sending' }, NOW);
        await ledger.advance(id, ACCEPTED, NOW);
        return null;
      },
    });
    expect(gateway.sent).toEqual([]);
    expect(fates).toEqual(['already_sent']);
  });

  it.each([
    ['the same outcome', ACCEPTED, 'accepted'],
    ['an unknown outcome', { kind: 'unknown', doubt: 'cut_off' } as const, 'unknown'],
  ])('continues when another run has recorded %s before it', async (_what, outcome, state) => {
    const answering = fakeGateway();
    const refused = {
      kind: 'refused',
      twilioCode: 63_024,
      twilioText: '',
      retryAfterSeconds: null,
    } as const;
    const own = state === 'accepted' ? ACCEPTED : refused;
    const { fates, halt } = await runSending(ONE, {
      ledger,
      gateway: {
        send: async (...about) => {
          await answering.send(...about);
          await ledger.advance(await attemptOf(ONE), outcome, NOW);
          return own;
        },
      },
      operator: scriptedOperator(['yes']),
    });
    expect([fates, halt]).toEqual([[own.kind], null]);
    expect(await statesIn(ledger, ONE)).toEqual([state]);
  });
});

describe('an operator who does not wait for Twilio’s response', () => {
  it('sends nothing if they stop while the start of the send is recorded', async () => {
    const stop = new AbortController();
    const gateway = fakeGateway();
    const { fates, halt } = await runSending(ONE, {
      gateway,
      operator: scriptedOperator(['yes']),
      stop: stop.signal,
      stopNow: stop.signal,
      ledger: {
        ...ledger,
        startSending: async (...about) => {
          const result = await ledger.startSending(...about);
          stop.abort();
          return result;
        },
      },
    });
    expect(gateway.sent).toEqual([]);
    expect([fates, halt]).toEqual([['left'], { kind: 'interrupted' }]);
    expect(await statesIn(ledger, ONE)).toEqual(['unreachable']);
  });
});

describe('a computer that sleeps for a night right before a send', () => {
  it.each([
    ['during the check of opt-outs', 'opt-outs', 'lapsed'],
    ['while the start of the send is recorded', 'step', 'unreachable'],
  ])('sends nothing: %s', async (_what, where, state) => {
    const time = virtualTime(NOW);
    const gateway = fakeGateway();
    const { fates, events } = await runSending(ONE, {
      ...time,
      gateway,
      operator: scriptedOperator(['yes']),
      optOuts: {
        ...memoryOptOuts(),
        blocked: async () => {
          if (where === 'opt-outs') time.pass(NIGHT_MS);
          return new Set();
        },
      },
      ledger: {
        ...ledger,
        startSending: async (...about) => {
          const result = await ledger.startSending(...about);
          if (where === 'step') time.pass(NIGHT_MS);
          return result;
        },
      },
    });
    expect(gateway.sent).toEqual([]);
    expect(fates).toEqual(['left']);
    expect(events).toContain('too old 1: left');
    expect(await statesIn(ledger, ONE)).toEqual([state]);
  });
});
