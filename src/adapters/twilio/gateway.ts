import type { MessageGateway } from '../../application/ports/ports.ts';
import type { ReplyGateway } from '../../application/replies/send-reply.ts';
import { approvalOf } from '../../domain/approval/approval.ts';
import { replyApprovalOf } from '../../domain/contact/free-reply.ts';
import type { Outcome } from '../../domain/delivery/outcome.ts';
import { asMessageSid, type AttemptId } from '../../domain/delivery/ids.ts';
import { callTwilio, type TwilioConnection } from './client.ts';

/**
 * The roads to Twilio's Messages resource, and the only ones: a message as the template has it, and a
 * free-form answer. Each takes nothing but what was approved.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 * @param callbackFor where Twilio is to tell of the message that an attempt becomes; null for nowhere
 */
export function twilioGateway(
  connection: TwilioConnection,
  sender: string,
  callbackFor: ((attempt: AttemptId) => string) | null = null,
): MessageGateway & ReplyGateway {
  const post = async (content: Content): Promise<Outcome> => {
    const { to, ...others } = content;
    const called = await callTwilio(
      connection,
      async ({ messages }) => await messages.create({ to, from: sender, ...others }),
    );
    switch (called.kind) {
      case 'told': {
        const messageSid = asMessageSid(called.value.sid);
        return messageSid === null
          ? { kind: 'unknown', doubt: 'answer_unreadable' }
          : { kind: 'accepted', messageSid };
      }
      case 'refused': {
        const { kind, twilioCode, twilioText, retryAfterSeconds } = called;
        return { kind, twilioCode, twilioText, retryAfterSeconds };
      }
      case 'unreachable':
        return called;
      case 'unknown':
        return { kind: 'unknown', doubt: called.doubt };
    }
  };
  return {
    send: async (message, attempt) => {
      approvalOf(message);
      const { to, contentSid, contentVariables } = message;
      const callback =
        callbackFor === null || attempt === undefined
          ? {}
          : { statusCallback: callbackFor(attempt) };
      const values = JSON.stringify(contentVariables);
      return await post({ to, contentSid, contentVariables: values, ...callback });
    },
    reply: async (reply) => {
      replyApprovalOf(reply);
      return await post({ to: reply.to, body: reply.body });
    },
  };
}

/** Text beside a template would make the whole free text to WhatsApp (63016). */
type Content = { readonly to: string } & (
  | {
      readonly contentSid: string;
      readonly contentVariables: string;
      readonly statusCallback?: string;
    }
  | { readonly body: string }
);
