import { senderNumber } from '../format.ts';
import type { SenderNotReady, OfflineReason } from '../../domain/problem/problem.ts';
import type { Advice } from '../advice.ts';

/** Why a sender cannot send, with what Twilio says of it, and what to do. */
export function explainSender({ sender, status, reasons = [] }: SenderNotReady): Advice {
  const told = reasons.map(inWords).filter((text) => text !== '');
  const said = told.length === 0 ? '' : ` Twilio says: ${told.join('; ')}.`;
  const [link] = reasons.flatMap(({ moreInfo }) =>
    moreInfo.startsWith('https://') ? moreInfo : [],
  );
  const more = link === undefined ? '' : `, and read ${link}`;
  return {
    message: `${senderNumber(sender)} is a WhatsApp sender of this account, but ${status}, so nothing can be sent from it.${said}`,
    fix: `Look under WhatsApp senders in the Twilio console${more}. Run the same line again when it is ONLINE.`,
  };
}

/** `The account was disabled (63112)`. */
function inWords({ code, text }: OfflineReason): string {
  const words = text.trim().replace(/\.$/u, '');
  if (words === '') return code;
  return code === '' ? words : `${words} (${code})`;
}
