import type { SenderNotReady, OfflineReason } from '../../domain/problem/problem.ts';
import type { SetUpDetail } from '../../domain/set-up/set-up.ts';
import { good, type Advice, type SetUpTexts } from '../advice.ts';
import { count, listed, senderNumber } from '../format.ts';

/** Why a sender cannot send, with the reasons that Twilio gives, and what to do. */
export function explainSender({ sender, status, reasons = [] }: SenderNotReady): Advice {
  const texts = reasons.map(reasonText).filter((text) => text !== '');
  const twilioSays = texts.length === 0 ? '' : ` Twilio says: ${texts.join('; ')}.`;
  const [link] = reasons.flatMap(({ moreInfo }) =>
    moreInfo.startsWith('https://') ? moreInfo : [],
  );
  const more = link === undefined ? '' : `, and read ${link}`;
  return {
    message: `${senderNumber(sender)} is a WhatsApp sender of this account, but ${status}, so nothing can be sent from it.${twilioSays}`,
    fix: `Look under WhatsApp senders in the Twilio console${more}. Run the same line again when it is ONLINE.`,
  };
}

/** `The account was disabled (63112)`. */
function reasonText({ code, text }: OfflineReason): string {
  const sentence = text.trim().replace(/\.$/u, '');
  if (sentence === '') return code;
  return code === '' ? sentence : `${sentence} (${code})`;
}

const MOST_SENDERS = 5;
const SENDERS_PAGE = 'under WhatsApp senders in the Twilio console';

type SenderDetail = Extract<
  SetUpDetail,
  { readonly code: `sender${string}` | `quality${string}` | `limit${string}` }
>;

/** The texts for what `doctor` finds about the sender. */
export const SENDER_TEXTS: SetUpTexts<SenderDetail> = {
  sender_ready: ({ sender, status }) =>
    good(`${senderNumber(sender)} is a WhatsApp sender of this account, ${status}.`),
  sender_not_ready: explainSender,
  sender_unknown: ({ sender, senders }) => ({
    message: `${senderNumber(sender)} is no WhatsApp sender of this account, which has ${senders.length === 0 ? 'none' : listed(senders.slice(0, MOST_SENDERS).map(senderNumber))}${senders.length > MOST_SENDERS ? ' and more' : ''}.`,
    fix: 'Set TWILIO_PHONE_NUMBER to one of them, or check TWILIO_ACCOUNT_SID: it may be another account.',
  }),
  sender_sandbox: () => ({
    message: "This is Twilio's sandbox, which takes no templates of your own: it sends no invite.",
    fix: "Set TWILIO_PHONE_NUMBER to the club's own WhatsApp sender.",
  }),
  senders_hidden: ({ because }) =>
    because === 'permission'
      ? {
          message: 'The API key may not read the WhatsApp senders of this account.',
          fix: 'Give it the permission Senders (read) in the Twilio console, or look at the sender there.',
        }
      : {
          message: 'Twilio does not tell which WhatsApp senders this account has.',
          fix: `Check TWILIO_PHONE_NUMBER ${SENDERS_PAGE}.`,
        },
  quality_low: ({ rating }) => ({
    message: `WhatsApp rates this sender ${rating}: people block or report its messages, and WhatsApp may lower its limit or turn it off.`,
    fix: 'Write only to parents who expect it, a few at a time (--first 20), until the rating is better.',
  }),
  quality_not_low: ({ rating }) =>
    good(rating === null ? 'Twilio shows no rating.' : `WhatsApp rates it ${rating}.`),
  limit_smaller: ({ people, dailyLimit }) => ({
    message: `WhatsApp lets this sender write to ${count(people, 'person', 'people')} in 24 hours, fewer than DAILY_LIMIT (${dailyLimit}). The smaller number counts.`,
    fix: `Set DAILY_LIMIT to ${people}, so that the service keeps to it too.`,
  }),
  limit_not_smaller: ({ text, dailyLimit }) =>
    good(
      `${text === null ? 'Twilio shows no limit' : `WhatsApp's limit is "${text}"`}; DAILY_LIMIT counts, which is ${dailyLimit}.`,
    ),
  sender_webhook_right: ({ address }) => good(`Parents' replies go to ${address}.`),
  sender_webhook_missing: ({ expected }) => ({
    message: "The sender has no webhook, so parents' replies do not reach the service.",
    fix: `Set its webhook to ${expected} ${SENDERS_PAGE}.`,
  }),
  sender_webhook_differs: ({ found, expected }) => ({
    message: `Parents' replies go to ${found ?? 'another address'}, not to the service.`,
    fix: `Set the webhook of the sender to ${expected} ${SENDERS_PAGE}.`,
  }),
};
