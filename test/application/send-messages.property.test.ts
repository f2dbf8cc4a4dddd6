import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Ledger } from '../../src/application/ports.ts';
import type { Attempt, Outcome } from '../../src/domain/outcome.ts';
import { attemptedEarlier } from '../support/ledger-earlier.ts';
import { familyMessages } from '../support/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../support/ledger-folder.ts';
import { ACCEPTED, answeringGateway } from '../support/run-gateway.ts';
import { scriptedOperator, type Word } from '../support/run-operator.ts';
import { runThrough, statesIn } from '../support/run-sending.ts';

const OUTCOMES: readonly Outcome[] = [
  ACCEPTED,
  { kind: 'refused', twilioCode: 21_610, twilioText: 'Unsubscribed', retryAfterSeconds: null },
  { kind: 'refused', twilioCode: 63_007, twilioText: 'No such channel', retryAfterSeconds: null },
  { kind: 'unreachable' },
  { kind: 'unknown', doubt: 'connection_lost' },
];

/** One message: what an earlier run made of it, and what Twilio makes of it now. */
const aCase = fc.record({
  before: fc.constantFrom<Outcome | 'sending' | 'nothing'>(
    'nothing',
    'nothing',
    'sending',
    ...OUTCOMES,
  ),
  now: fc.oneof(
    { weight: 3, arbitrary: fc.constant(ACCEPTED) },
    { weight: 2, arbitrary: fc.constantFrom(...OUTCOMES) },
  ),
});

const aRun = fc.record({
  cases: fc.array(aCase, { maxLength: 6 }),
  script: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<Word>('yes') },
      { weight: 6, arbitrary: fc.constantFrom<Word>('no', 'no', 'back', 'back', 'quit') },
    ),
    { maxLength: 20 },
  ),
  /** The question at which Ctrl-C is pressed. */
  stopAt: fc.option(fc.integer({ min: 0, max: 8 }), { nil: null, freq: 3 }),
});

/** What the ledger may hold at the end, by the fate a message was reported to have. */
const STATES_BY_FATE: Readonly<Record<string, readonly (Attempt['state'] | undefined)[]>> = {
  accepted: ['accepted'],
  refused: ['refused'],
  unreachable: ['unreachable'],
  unknown: ['unknown'],
  already_sent: ['accepted'],
  still_unknown: ['sending', 'unknown'],
  skipped: [undefined, 'refused', 'unreachable'],
  left: [undefined, 'refused', 'unreachable'],
};

function letters(number: number): string {
  return String(number).replace(/\d/gu, (digit) => 'ABCDEFGHIJ'.charAt(Number(digit)));
}

describe('whatever is answered, and whatever comes of it,', () => {
  let files: LedgerFolder;
  let ledger: Ledger;
  beforeAll(() => {
    files = aLedgerFolder();
    ledger = files.open();
  });
  afterAll(() => files.remove());

  /** One file for all: each run has a child of its own, and no name holds a digit. */
  let runs = 0;
  it('each message has one fate, nothing goes without a yes, and nothing goes twice', async () => {
    await fc.assert(
      fc.asyncProperty(aRun, async ({ cases, script, stopAt }) => {
        runs += 1;
        const messages = familyMessages(cases.length, `Jo ${letters(runs)}`);
        await Promise.all(
          messages.map(async (message, at) => {
            const before = cases[at]?.before ?? 'nothing';
            if (before === 'nothing') return;
            await attemptedEarlier(ledger, message, before === 'sending' ? null : before);
          }),
        );

        const stop = new AbortController();
        const yes = new Set<string>();
        const scripted = scriptedOperator(script, 'quit');
        const operator: typeof scripted = {
          ...scripted,
          ask: async (question, withdrawn) => {
            if (scripted.asked.length === stopAt) stop.abort();
            const answer = await scripted.ask(question, withdrawn);
            if (answer.kind === 'yes') yes.add(question.planned.message.key);
            return answer;
          },
        };
        const gateway = answeringGateway(
          ({ key }) => cases[messages.findIndex((message) => message.key === key)]?.now ?? ACCEPTED,
        );
        const { report, fates } = await runThrough(messages, {
          ledger,
          operator,
          gateway,
          stop: stop.signal,
        });

        expect([...report.fates.keys()].toSorted()).toEqual(
          messages.map(({ key }) => key as string).toSorted(),
        );
        const sent = gateway.sent.map(({ key }) => key);
        expect(sent.filter((key) => !yes.has(key))).toEqual([]);
        expect(new Set(sent).size).toBe(sent.length);
        const states = await statesIn(ledger, messages);
        for (const [at, { before, now }] of cases.entries()) {
          const fate = fates[at] ?? 'none';
          expect(STATES_BY_FATE[fate]).toContain(states[at]);
          const key = messages[at]?.key;
          const wasSent = sent.some((each) => each === key);
          if (wasSent) expect(fate).toBe(now.kind);
          // What is out, or may be, never goes again.
          const mayBeOut =
            before === 'sending' ||
            (before !== 'nothing' && ['accepted', 'unknown'].includes(before.kind));
          if (mayBeOut) expect(wasSent).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
