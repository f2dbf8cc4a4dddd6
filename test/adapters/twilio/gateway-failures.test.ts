import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FAILURES } from '../../../src/adapters/simulator/faults/failures.ts';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import type { ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../../support/sending/run-simulated-twilio.ts';

/** The time limit for requests without a response. All others are faster. */
const SHORT_TIMEOUT_MS = 1000;

const SID = expect.stringMatching(/^MM[0-9a-f]{32}$/u);
const WORDS = expect.stringMatching(/\w/u);

const refused = (twilioCode: number): object => ({
  kind: 'refused',
  twilioCode,
  twilioText: WORDS,
  retryAfterSeconds: null,
});
const unknown = (doubt: Extract<Outcome, { kind: 'unknown' }>['doubt']): object => ({
  kind: 'unknown',
  doubt,
});
const ACCEPTED = { kind: 'accepted', messageSid: SID };

/** The number, what happens, the gateway's outcome, and the number of messages accepted. */
const ROWS: readonly (readonly [string, string, object, 0 | 1])[] = [
  ['900211', 'refused with a code: nothing went', refused(21211), 0],
  ['900610', 'refused with a code: nothing went', refused(21610), 0],
  ['900612', 'refused with a code: nothing went', refused(21612), 0],
  ['900614', 'refused with a code: nothing went', refused(21614), 0],
  ['900656', 'refused with a code: nothing went', refused(21656), 0],
  ['900307', 'refused with a code: nothing went', refused(63007), 0],
  ['900401', 'refused with a code: nothing went', refused(20003), 0],
  ['900429', '429, which Twilio documents as not processed', refused(20429), 0],
  ['900430', '429, which is for the caller to try again', refused(20429), 0],
  ['900500', '500, and it did not go: nobody can know', unknown('server_fault'), 0],
  ['900501', '500, and it went: nobody can know', unknown('server_fault'), 1],
  ['900502', '502 with a page of HTML: nobody can know', unknown('server_fault'), 0],
  ['900503', '503: nobody can know', unknown('server_fault'), 0],
  ['900801', 'the connection drops, and it went', unknown('connection_lost'), 1],
  ['900802', 'the connection drops, and it did not go', unknown('connection_lost'), 0],
  ['900803', 'no answer ever', unknown('no_answer_in_time'), 0],
  ['900804', 'half an answer, and it went', unknown('answer_unreadable'), 1],
  ['900805', 'the answer comes late, and it went', unknown('no_answer_in_time'), 1],
  ...FAILURES.filter(({ failure }) => failure.kind === 'accepted').map(
    ({ lastSix, happens }) => [lastSix, happens, ACCEPTED, 1] as const,
  ),
];

describe('a message to a number that misbehaves', () => {
  let twilio: SimulatedTwilio;
  beforeEach(async () => {
    twilio = await simulatedTwilio({ lateByMs: 60_000 });
  });
  afterEach(() => twilio.close());

  it('is tried for every number of the simulator', () => {
    expect(ROWS.map(([lastSix]) => lastSix)).toEqual(FAILURES.map(({ lastSix }) => lastSix));
  });

  it.each(ROWS)('%s: %s', async (lastSix, _happens, outcome, sent) => {
    const isUnanswered = lastSix === '900803' || lastSix === '900805';
    const connection = isUnanswered
      ? { ...twilio.connection, timeoutMs: SHORT_TIMEOUT_MS }
      : twilio.connection;
    const told = await twilioGateway(connection, SENDER).send(messageTo(lastSix));
    expect(told).toEqual(outcome);
    expect(twilio.sent()).toHaveLength(sent);
  });

  it.each(FAILURES.filter(({ failure }) => failure.kind !== 'accepted'))(
    'leaves no secret, number or name in the outcome: $lastSix',
    async ({ lastSix }) => {
      const connection = { ...twilio.connection, timeoutMs: SHORT_TIMEOUT_MS };
      const told = await twilioGateway(connection, SENDER).send(messageTo(lastSix));
      const text = JSON.stringify(told);
      const secrets = [AUTH_TOKEN, ACCOUNT_SID, basic(), `7700${lastSix}`, 'Jane', 'John'];
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    },
  );

  it('is accepted when the late answer comes in time', async () => {
    await twilio.close();
    twilio = await simulatedTwilio({ lateByMs: 1 });
    const told = await twilioGateway(twilio.connection, SENDER).send(messageTo('900805'));
    expect(told).toEqual({ kind: 'accepted', messageSid: twilio.sent()[0]?.sid });
  });

  it('does not keep the next one from being sent', async () => {
    const gateway = twilioGateway(twilio.connection, SENDER);
    const outcomes = [];
    for (const lastSix of ['900801', '900502', '900804', '900610', '900101']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a run sends
      outcomes.push((await gateway.send(messageTo(lastSix))).kind);
    }
    expect(outcomes).toEqual(['unknown', 'unknown', 'unknown', 'refused', 'accepted']);
  });
});

function messageTo(lastSix: string): ApprovedMessage {
  return anApproved(aMessage({ parent_tel: `+447700${lastSix}` }));
}

function basic(): string {
  return Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');
}
