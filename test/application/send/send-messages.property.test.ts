import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Attempt, Outcome } from '../../../src/domain/delivery/outcome.ts';
import { MOST_TRIES } from '../../../src/domain/policy/retry.ts';
import { attemptedEarlier } from '../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway } from '../../support/sending/fake-gateway.ts';
import { runSending, statesIn } from '../../support/sending/run-sending.ts';
import { scriptedOperator, type Word } from '../../support/sending/scripted-operator.ts';

const OUTCOMES: readonly Outcome[] = [
  ACCEPTED,
  { kind: 'refused', twilioCode: 21_610, twilioText: 'Unsubscribed', retryAfterSeconds: null },
  { kind: 'refused', twilioCode: 63_007, twilioText: 'No such channel', retryAfterSeconds: null },
  { kind: 'unreachable' },
  { kind: 'unknown', doubt: 'connection_lost' },
  { kind: 'refused', twilioCode: 21_656, twilioText: 'Bad values', retryAfterSeconds: null },
];

const TOO_MANY: Outcome = {
  kind: 'refused',
  twilioCode: 20_429,
  twilioText: 'Too many requests',
  retryAfterSeconds: null,
};

/** One message: its outcome in an earlier run, and its outcome at Twilio now. */
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
  /** How often Twilio returns 429 before that. */
  tooMany: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
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
  /** Whether the operator continues, pause by pause. */
  continues: fc.array(fc.boolean(), { maxLength: 3 }),
  /** The question at which Ctrl-C is pressed. */
  stopAt: fc.option(fc.integer({ min: 0, max: 8 }), { nil: null, freq: 3 }),
});

/** The states that the ledger may have at the end, by the outcome reported for the message. */
const STATES_BY_FATE: Readonly<Record<string, readonly (Attempt['state'] | undefined)[]>> = {
  accepted: ['accepted'],
  refused: ['refused'],
  unreachable: ['unreachable'],
  unknown: ['unknown'],
  already_sent: ['accepted'],
  still_unknown: ['sending', 'unknown'],
  skipped: [undefined, 'refused', 'unreachable', 'lapsed'],
  left: [undefined, 'refused', 'unreachable', 'lapsed'],
};

const NO_CASE = { now: ACCEPTED, tooMany: 0 };

function letters(number: number): string {
  return String(number).replace(/\d/gu, (digit) => 'ABCDEFGHIJ'.charAt(Number(digit)));
}

describe('whatever is answered, and whatever the outcomes are,', () => {
  let files: LedgerFolder;
  let ledger: Ledger;
  beforeAll(() => {
    files = aLedgerFolder();
    ledger = files.open();
  });
  afterAll(() => files.remove());

  /** One file for all: each run has a child of its own, and no name contains a digit. */
  let runs = 0;
  it('each message has one outcome, none is sent without an approval, and none is sent twice', async () => {
    await fc.assert(
      fc.asyncProperty(aRun, async ({ cases, script, continues, stopAt }) => {
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
        const pauses = [...continues];
        let sentAtStop: number | null = null;
        const operator: typeof scripted = {
          ...scripted,
          confirmContinue: async () => {
            const answer = pauses.shift() ?? true;
            if (!answer) sentAtStop = gateway.sent.length;
            return answer;
          },
          ask: async (question, withdrawn) => {
            if (scripted.asked.length === stopAt) stop.abort();
            const answer = await scripted.ask(question, withdrawn);
            if (answer.kind === 'yes') yes.add(question.planned.message.key);
            return answer;
          },
        };
        const answers = new Map<string, Outcome[]>();
        const gateway = fakeGateway(({ key }) => {
          const { now, tooMany } = cases[messages.findIndex((one) => one.key === key)] ?? NO_CASE;
          const before = answers.get(key) ?? [];
          const answer = before.length < tooMany ? TOO_MANY : now;
          answers.set(key, [...before, answer]);
          return answer;
        });
        const { report, fates } = await runSending(messages, {
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
        expect(gateway.sent).toHaveLength(sentAtStop ?? gateway.sent.length);
        const states = await statesIn(ledger, messages);
        for (const [at, { before }] of cases.entries()) {
          const fate = fates[at] ?? 'none';
          expect(STATES_BY_FATE[fate]).toContain(states[at]);
          const key = messages[at]?.key;
          const wasSent = sent.some((each) => each === key);
          // Only requests that Twilio did not process are retried, and a limited number of times.
          const all = answers.get(key ?? '') ?? [];
          expect(all.slice(0, -1).every((answer) => answer === TOO_MANY)).toBe(true);
          expect(all.length).toBeLessThanOrEqual(MOST_TRIES);
          const last = all.at(-1);
          const isCutShort = last === TOO_MANY && fate === 'left' && stopAt !== null;
          if (last !== undefined && !isCutShort) expect(fate).toBe(last.kind);
          // A message that was or may have been sent is never sent again.
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
