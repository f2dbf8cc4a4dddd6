import type { MessageGateway } from '../../application/ports.ts';
import { approvalOf } from '../../domain/approval.ts';
import { asMessageSid, type AttemptId, type Outcome } from '../../domain/outcome.ts';
import { connectToTwilio, type TwilioConnection } from './client.ts';
import { failureOf } from './failure.ts';
import { retryAfterSecondsOf } from './retry-after.ts';

/**
 * The road to Twilio's Messages resource, and the only one.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 * @param callbackFor where Twilio is to tell of the message that an attempt becomes; null for nowhere
 */
export function twilioGateway(
  connection: TwilioConnection,
  sender: string,
  callbackFor: ((attempt: AttemptId) => string) | null = null,
): MessageGateway {
  return {
    send: async (message, attempt): Promise<Outcome> => {
      approvalOf(message);
      // The service has several messages on their way at once: each hears the headers of its own answer.
      let retryAfterSeconds: number | null = null;
      const { messages } = await connectToTwilio(connection, (headers) => {
        retryAfterSeconds = retryAfterSecondsOf(headers);
      });
      try {
        const answer = await messages.create({
          to: message.to,
          from: sender,
          contentSid: message.contentSid,
          contentVariables: JSON.stringify(message.contentVariables),
          ...(callbackFor === null || attempt === undefined
            ? {}
            : { statusCallback: callbackFor(attempt) }),
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
