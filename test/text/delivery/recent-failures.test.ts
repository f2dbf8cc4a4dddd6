import { describe, expect, it } from '@jest/globals';
import { explainRecentFailures } from '../../../src/text/delivery/recent-failures.ts';

describe('what a send says of the last messages', () => {
  it.each([
    [
      { failed: 6, of: 8, twilioCode: 63_051 },
      "6 of your last 8 messages failed: WhatsApp has locked the club's business account (63051).",
      'Ask Twilio support to appeal for you.',
    ],
    [
      { failed: 1, of: 1, twilioCode: 63_041 },
      'Your last message failed: WhatsApp has paused the template because people complained about it (63041).',
      'Wait until WhatsApp lifts the pause, or choose another approved template.',
    ],
    [
      { failed: 3, of: 3, twilioCode: 99_999 },
      '3 of your last 3 messages failed: Twilio reports it as failed with code 99999.',
      'Look it up at https://www.twilio.com/docs/errors/99999 before you send more.',
    ],
    [
      { failed: 3, of: 5, twilioCode: null },
      '3 of your last 5 messages failed: WhatsApp gave no reason.',
      'Look at the messages in the Twilio console, under Monitor and Messaging.',
    ],
  ])('%j', (failures, message, fix) => {
    expect(explainRecentFailures(failures)).toEqual({ message, fix });
  });
});
