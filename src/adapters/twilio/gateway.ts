import type { MessageGateway } from '../../application/ports.ts';
import { approvalOf } from '../../domain/approval.ts';
import { asMessageSid, type Outcome } from '../../domain/outcome.ts';
import { connectToTwilio, type TwilioClient, type TwilioConnection } from './client.ts';
import { failureOf } from './failure.ts';
import { retryAfterSecondsOf } from './retry-after.ts';

/**
 * The road to Twilio's Messages resource, and the only one.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 */
export function twilioGateway(connection: TwilioConnection, sender: string): MessageGateway {
  let client: Promise<TwilioClient> | null = null;
  // One message is on its way at a time, so the last answer is the answer to it.
  let retryAfterSeconds: number | null = null;
  return {
    send: async (message): Promise<Outcome> => {
      approvalOf(message);
      client ??= connectToTwilio(connection, (headers) => {
        retryAfterSeconds = retryAfterSecondsOf(headers);
      });
      const { messages } = await client;
      try {
        const answer = await messages.create({
          to: message.to,
          from: sender,
          contentSid: message.contentSid,
          contentVariables: JSON.stringify(message.contentVariables),
        });
        const messageSid = asMessageSid(answer.sid);
        return messageSid === null
          ? { kind: 'unknown', doubt: 'answer_unreadable' }
          : { kind: 'accepted', messageSid };
      } catch (error) {
        const failure = failureOf(error);
        switch (failure.kind) {
          case 'refused': {
            const { kind, twilioCode, twilioText } = failure;
            return { kind, twilioCode, twilioText, retryAfterSeconds };
          }
          case 'unreachable':
            return failure;
          case 'unknown':
            return { kind: 'unknown', doubt: failure.doubt };
        }
      }
    },
  };
}
