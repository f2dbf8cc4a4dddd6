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
} from '../../support/sending/simulated-twilio.ts';

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

/** The number, what happens, the gateway’s outcome, and the number of messages accepted. */
const ROWS: readonly (readonly [string, string, object, 0 | 1])[] = [
  ['900211', 'refused with a code, not accepted', refused(21211), 0],
  ['900610', 'refused with a code, not accepted', refused(21610), 0],
  ['900612', 'refused with a code, not accepted', refused(21612), 0],
  ['900614', 'refused with a code, not accepted', refused(21614), 0],
  ['900656', 'refused with a code, not accepted', refused(21656), 0],
  ['900307', 'refused with a code, not accepted', refused(63007), 0],
  ['900401', 'refused with a code, not accepted', refused(20003), 0],
  ['900429', '429, which Twilio documents as not processed', refused(20429), 0],
  ['900430', '429, which the caller may retry', refused(20429), 0],
  ['900500', '500, not accepted: outcome unknown', unknown('server_fault'), 0],
  ['900501', '500, accepted: outcome unknown', unknown('server_fault'), 1],
  ['900502', '502 with an HTML page: outcome unknown', unknown('server_fault'), 0],
  ['900503', '503: outcome unknown', unknown('server_fault'), 0],
  ['900801', 'the connection drops, accepted', unknown('connection_lost'), 1],
  ['900802', 'the connection drops, not accepted', unknown('connection_lost'), 0],
  ['900803', 'no response', unknown('no_answer_in_time'), 0],
  ['900804', 'half a response, accepted', unknown('answer_unreadable'), 1],
  ['900805', 'a late response, accepted', unknown('no_answer_in_time'), 1],
  ...FAILURES.filter(({ failure }) => failure.kind === 'accepted').map(
    ({ lastSix, happens }) => [lastSix, happens, ACCEPTED, 1] as const,
  ),
];

describe('a message to a number with a simulated failure', () => {
  let twilio: SimulatedTwilio;
  beforeEach(async () => {
    twilio = await simulatedTwilio({ lateByMs: 60_000 });
  });
  afterEach(() => twilio.close());

  it('is tested for every such number', () => {
    expect(ROWS.map(([lastSix]) => lastSix)).toEqual(FAILURES.map(({ lastSix }) => lastSix));
  });

  it.each(ROWS)('%s: %s', async (lastSix, _happens, outcome, sent) => {
    const isUnanswered = lastSix === '900803' || lastSix === '900805';
    const connection = isUnanswered
      ? { ...twilio.connection, timeoutMs: SHORT_TIMEOUT_MS }
      : twilio.connection;
    const result = await twilioGateway(connection, SENDER).send(messageTo(lastSix), 60);
    expect(result).toEqual(outcome);
    expect(twilio.sent()).toHaveLength(sent);
  });

  it.each(FAILURES.filter(({ failure }) => failure.kind !== 'accepted'))(
    'leaves no secret, number or name in the outcome: $lastSix',
    async ({ lastSix }) => {
      const connection = { ...twilio.connection, timeoutMs: SHORT_TIMEOUT_MS };
      const result = await twilioGateway(connection, SENDER).send(messageTo(lastSix), 60);
      const text = JSON.stringify(result);
      const secrets = [AUTH_TOKEN, ACCOUNT_SID, basic(), `7700${lastSix}`, 'Jane', 'John'];
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    },
  );

  it('is accepted when the late response arrives in time', async () => {
    await twilio.close();
    twilio = await simulatedTwilio({ lateByMs: 1 });
    const result = await twilioGateway(twilio.connection, SENDER).send(messageTo('900805'), 60);
    expect(result).toEqual({ kind: 'accepted', messageSid: twilio.sent()[0]?.sid });
  });

  it('does not affect the next message', async () => {
    const gateway = twilioGateway(twilio.connection, SENDER);
    const outcomes = [];
    for (const lastSix of ['900801', '900502', '900804', '900610', '900101']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as in a run
      outcomes.push((await gateway.send(messageTo(lastSix), 60)).kind);
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
