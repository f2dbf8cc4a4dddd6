import { LONGEST_BODY } from '../message/longest-body.ts';
import { hasBrokenCharacters } from '../record/cell/mojibake.ts';

export type ReplyTextFault =
  | { readonly kind: 'empty' | 'broken_characters' | 'hidden_mark' }
  | { readonly kind: 'formatting_mark'; readonly mark: string }
  | { readonly kind: 'too_long'; readonly length: number; readonly limit: number };

/** Marks that turn or hide what is shown, and control keys: the screen would show something else. */
const HIDDEN = /[[\p{Cc}--\n]\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/v;

/** A text to be sent as it is, or why it will not do. Spaces around it are no part of it. */
export function readReplyText(
  typed: string,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: ReplyTextFault } {
  const text = typed.replaceAll('\r\n', '\n').trim();
  const fault = faultOf(text);
  return fault === null ? { ok: true, text: text.normalize('NFC') } : { ok: false, fault };
}

function faultOf(text: string): ReplyTextFault | null {
  if (text === '') return { kind: 'empty' };
  if (!text.isWellFormed() || hasBrokenCharacters(text)) return { kind: 'broken_characters' };
  if (HIDDEN.test(text)) return { kind: 'hidden_mark' };
  const mark = /[*_~`]/u.exec(text)?.[0];
  if (mark !== undefined) return { kind: 'formatting_mark', mark };
  return text.length > LONGEST_BODY
    ? { kind: 'too_long', length: text.length, limit: LONGEST_BODY }
    : null;
}
