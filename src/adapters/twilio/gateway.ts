import type { MessageGateway } from '../../application/ports/gateway.ts';
import type { ReplyGateway } from '../../application/replies/send-reply.ts';
import { approvalOf } from '../../domain/approval/approval.ts';
import { replyApprovalOf } from '../../domain/contact/free-reply.ts';
import { asMessageSid, type AttemptId } from '../../domain/delivery/ids.ts';
import type { Outcome } from '../../domain/delivery/outcome.ts';
import { callTwilio, type TwilioConnection } from './client.ts';

/**
 * Sends template messages and free-form replies through Twilio's Messages resource. Nothing else in the
 * project does, and both accept only what was approved.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 * @param callbackFor the address for delivery states of an attempt's message; null for none
 */
export function twilioGateway(
  connection: TwilioConnection,
  sender: string,
  callbackFor: ((attempt: AttemptId) => string) | null = null,
): MessageGateway & ReplyGateway {
  const post = async (content: Content): Promise<Outcome> => {
    const { to, ...others } = content;
    const result = await callTwilio(
      connection,
      async ({ messages }) => await messages.create({ to, from: sender, ...others }),
    );
    switch (result.kind) {
      case 'ok': {
        const messageSid = asMessageSid(result.value.sid);
        return messageSid === null
          ? { kind: 'unknown', doubt: 'answer_unreadable' }
          : { kind: 'accepted', messageSid };
      }
      case 'refused': {
        const { kind, twilioCode, twilioText, retryAfterSeconds } = result;
        return { kind, twilioCode, twilioText, retryAfterSeconds };
      }
      case 'unreachable':
        return result;
      case 'unknown':
        return { kind: 'unknown', doubt: result.doubt };
    }
  };
  return {
    send: async (message, validityPeriod, attempt) => {
      approvalOf(message);
      const { to, contentSid, contentVariables } = message;
      const callback =
        callbackFor === null || attempt === undefined
          ? {}
          : { statusCallback: callbackFor(attempt) };
      const values = JSON.stringify(contentVariables);
      return await post({ to, contentSid, contentVariables: values, validityPeriod, ...callback });
    },
    reply: async (reply, validityPeriod) => {
      replyApprovalOf(reply);
      return await post({ to: reply.to, body: reply.body, validityPeriod });
    },
  };
}

/** A template or text: WhatsApp treats a template with text beside it as free text (63016). */
type Content = {
  readonly to: string;
  /** In seconds. */
  readonly validityPeriod: number;
} & (
  | {
      readonly contentSid: string;
      readonly contentVariables: string;
      readonly statusCallback?: string;
    }
  | { readonly body: string }
);
