import type { MissingNotice, NoticeWarning } from '../../domain/message/template-notices.ts';
import { LONGEST_BODY } from '../../domain/message/template.ts';
import type { SetUpAdvice, SetUpTexts } from '../advice.ts';

/** What a template may say in addition, on a line of its own. */
const SENTENCES: { readonly [code in MissingNotice]: string } = {
  sender_unnamed: 'This message is from Urmston Town.',
  stop_unexplained: 'Reply STOP to get no more messages from us.',
  privacy_notice_missing: 'Our privacy notice: ',
};

export const NOTICE_TEXTS: SetUpTexts<NoticeWarning> = {
  sender_unnamed: (detail) => ({
    message: 'It does not say who writes: the name of the club is not in it.',
    fix: fixFor(detail),
  }),
  stop_unexplained: (detail) => ({
    message: 'It does not say how to get no more messages.',
    fix: fixFor(detail),
  }),
  privacy_notice_missing: (detail) => ({
    message: 'It does not say where the privacy notice of the club is.',
    fix: fixFor(detail),
  }),
};

/** The sentence to add, and the length of the template with it. */
function fixFor({ code, length }: NoticeWarning): NonNullable<SetUpAdvice['fix']> {
  const sentence = SENTENCES[code];
  const isOpen = code === 'privacy_notice_missing';
  const withIt = length + '\n\n'.length + sentence.length;
  const what = `Add "${sentence.trimEnd()}"${isOpen ? ' with its address' : ''} in a corrected template.`;
  const left = LONGEST_BODY - withIt;
  const size = `It has ${withIt} characters then${isOpen ? ', and those of the address' : ''}`;
  return left < 0
    ? `${what} ${size}: shorten it to ${LONGEST_BODY} at most, with the values of a record filled in.`
    : `${what} ${size}, of ${LONGEST_BODY} at most with the values of a record filled in.`;
}
