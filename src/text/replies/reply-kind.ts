import type { ReplyKind } from '../../domain/contact/kinds/reply-kind.ts';

/** What stands beside a reply of a kind; null where the reply says it itself, or where no rule knows it. */
const KIND_WORDS: { readonly [kind in ReplyKind]: string | null } = {
  court_order: 'court order or no contact',
  bereavement: 'a death in the family',
  child: 'perhaps a child’s phone',
  erasure_request: 'asks for deletion',
  access_request: 'asks for their data',
  objection: 'objects',
  wrong_number: 'wrong number',
  complaint: 'complaint',
  stop: 'stop',
  perhaps_stop: 'perhaps stop',
  question: 'question',
  ready: 'ready',
  thanks: 'thanks',
  no_text: null,
  other: null,
};

/** What a reply seems to be, in few words; null where there is nothing to say. */
export function replyKindWords(kind: ReplyKind): string | null {
  return KIND_WORDS[kind];
}

let dayFormat: Intl.DateTimeFormat | null = null;

/** `Data request: answer by 30 Dec`. @param day `YYYY-MM-DD` */
export function answerByText(day: string): string {
  dayFormat ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
  });
  return `Data request: answer by ${dayFormat.format(new Date(`${day}T00:00:00Z`))}`;
}
