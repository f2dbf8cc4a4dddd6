import type { SenderNotReady, OfflineReason } from '../../domain/problem/problem.ts';
import type { Advice } from '../advice.ts';
import { senderNumber } from '../format.ts';

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
