import type { ReplyTextFault } from '../../domain/problem/problem.ts';
import type { Advice } from '../advice.ts';

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
