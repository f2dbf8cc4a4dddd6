import type { Handling } from '../../domain/contact/handling.ts';
import type { ReplyTextFault, StopProblem } from '../../domain/problem/problem.ts';
import type { Advice, ProblemTexts } from '../advice.ts';
import { londonTime, printable } from '../format.ts';

/** Why the text of a reply cannot be sent. */
export function explainReplyText(fault: ReplyTextFault): Advice {
  switch (fault.kind) {
    case 'empty':
      return {
        message: 'The reply has no text. Nothing was sent.',
        fix: 'Write the text behind the number, in quotation marks.',
      };
    case 'broken_characters':
      return {
        message: 'The reply has characters that were lost on the way. Nothing was sent.',
        fix: 'Type the text anew.',
      };
    case 'hidden_mark':
      return {
        message: 'The reply has a mark that no screen shows, so you could not see what is sent.',
        fix: 'Type the text by hand, without pasting it.',
      };
    case 'formatting_mark':
      return {
        message: `WhatsApp reads ${fault.mark} as formatting, so the parent would see another text. Nothing was sent.`,
        fix: 'Leave that character out.',
      };
    case 'too_long':
      return {
        message: `The reply has ${fault.length} characters; ${fault.limit} is the most. Nothing was sent.`,
        fix: 'Shorten it, or ring them.',
      };
  }
}

/** Why an answer was not sent: somebody else was first. */
function explainHandledSince({ handling }: { readonly handling: Handling | null }): Advice {
  return {
    message: `${handledText(handling)} Nothing was sent.`,
    fix: 'Run "urmston-invite status" to see what they wrote, and answer again if something is left to say.',
  };
}

/** What somebody else did about a parent's message since it was shown. */
export function handledText(handling: Handling | null): string {
  switch (handling?.how) {
    case 'answering':
      return `${printable(handling.operator)} answered this parent on ${londonTime(handling.at)}.`;
    case 'done':
      return `${printable(handling.operator)} marked this message as done on ${londonTime(handling.at)}.`;
    case 'elsewhere':
      return `Somebody answered this parent outside this tool on ${londonTime(handling.at)}: “${printable(handling.text)}”.`;
    case undefined:
      return 'This message has changed in the ledger since it was shown.';
  }
}

/** Why an answer to a parent is not sent. */
export const REPLY_STOPS = {
  reply_text_unfit: ({ fault }) => explainReplyText(fault),
  reply_window_closed: ({ closedAt }) => ({
    message:
      closedAt === null
        ? 'This number has not written to the club as far as the ledger knows, and WhatsApp takes free text only within 24 hours of a message from them. Nothing was sent.'
        : `WhatsApp took free text for 24 hours after this parent's last message, until ${londonTime(closedAt)}. Nothing was sent.`,
    fix: 'Give them a call, or send an approved template; once they write again, you can reply.',
  }),
  reply_handled_since: explainHandledSince,
  number_opted_out: () => ({
    message: 'This number is among the people who must not be written to. Nothing was sent.',
    fix: 'Give them a call instead; if they want messages again, "urmston-invite opt-out remove" takes their number.',
  }),
} satisfies Partial<ProblemTexts<StopProblem>>;
