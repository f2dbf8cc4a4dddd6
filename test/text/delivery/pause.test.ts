import { describe, expect, it } from '@jest/globals';
import type { PauseReason } from '../../../src/domain/policy/next-step.ts';
import { explainPause } from '../../../src/text/delivery/pause.ts';

const refused = (
  twilioCode: number,
  retryAfterSeconds: number | null = null,
  twilioText = 'Something new',
): PauseReason => ({ kind: 'refused', twilioCode, twilioText, retryAfterSeconds });

describe('why a run pauses', () => {
  it.each([
    {
      reason: refused(63_018),
      message:
        'WhatsApp limits how many messages you may send, and the limit was reached. Twilio says: “Something new”.',
      means: 'The next one may be refused for the same reason.',
      fix: 'Wait up to a day before you go on.',
    },
    {
      reason: refused(99_999),
      message: 'Twilio refused with code 99999: Something new.',
      means: 'Whether the next one would be refused too is not known.',
      fix: 'Look it up at https://www.twilio.com/docs/errors/99999.',
    },
    {
      reason: refused(20_429),
      message:
        'Too many requests reached Twilio at once, so this one was not taken. Twilio says: “Something new”.',
      means: 'It was tried several times; the next one may be refused likewise.',
      fix: 'Wait a minute before you go on, or stop here and run the same line again later.',
    },
    {
      reason: refused(20_429, 601),
      message:
        'Too many requests reached Twilio at once, so this one was not taken. Twilio says: “Something new”.',
      means: 'Twilio asks to wait 11 minutes before the next one.',
      fix: 'Wait that long before you go on, or stop here and run the same line again later.',
    },
    {
      reason: { kind: 'faults_in_a_row', count: 3, doubt: 'no_answer_in_time' } as const,
      message:
        '3 messages in a row had no clear answer from Twilio; of the last: Twilio did not answer in time.',
      means: 'Nobody knows whether they went, and the next one may end the same way.',
      fix: 'Look at https://status.twilio.com, and wait until the fault is over.',
    },
    {
      reason: { kind: 'not_delivered', count: 3, twilioCode: 63_018 } as const,
      message:
        '3 messages in a row were not delivered. WhatsApp limits how many messages you may send, and the limit was reached.',
      means: 'Twilio accepts the next one as well, and it may fail in the same way.',
      fix: 'Wait up to a day before you go on.',
    },
    {
      reason: { kind: 'not_delivered', count: 1, twilioCode: 99_999 } as const,
      message: 'A message was not delivered. Twilio reports it as failed with code 99999.',
      means: 'Twilio accepts the next one as well, and it may fail in the same way.',
      fix: 'Look it up at https://www.twilio.com/docs/errors/99999 before you send more.',
    },
    {
      reason: { kind: 'not_delivered', count: 3, twilioCode: null } as const,
      message: '3 messages in a row were not delivered. WhatsApp gave no reason.',
      means: 'Twilio accepts the next one as well, and it may fail in the same way.',
      fix: 'Look at the messages in the Twilio console, under Monitor and Messaging.',
    },
  ])('is told: $message', ({ reason, ...words }) => {
    expect(explainPause(reason)).toEqual(words);
  });

  it('lets no text of Twilio move the cursor', () => {
    expect(explainPause(refused(99_999, null, 'a\u001B[2Jb')).message).not.toContain('\u001B');
  });
});
