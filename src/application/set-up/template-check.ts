import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import { differingLines } from '../../domain/message/differing-lines.ts';
import { lintTemplate } from '../../domain/message/template-lint.ts';
import { missingNotices } from '../../domain/message/template-notices.ts';
import {
  formsOf,
  plainTextOf,
  type TemplateFacts,
  checkedTemplate,
  isMarketing,
  VARIABLE_NUMBERS,
  type TemplateSid,
} from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { SetUpDetail } from '../../domain/set-up/set-up.ts';
import type { TwilioAnswer } from '../ports/account-source.ts';

/** All findings about a template: its type, text, variables and WhatsApp's approval. */
export function checkTemplate(facts: TemplateFacts, now: Date): readonly SetUpDetail[] {
  const { sid, name, types, approvalState } = facts;
  const text = plainTextOf(facts);
  const body = text ?? types.find((type) => type.body !== null)?.body ?? '';
  return [
    text === null
      ? { code: 'template_not_text', sid, types: formsOf(facts) }
      : { code: 'template_found', name, sid },
    ...checkText(body, now),
    checkVariables(facts, body),
    approvalState === 'approved'
      ? { code: 'approved' }
      : { code: 'not_approved', state: approvalState },
    checkCategory(facts),
  ];
}

/** The finding for a template that Twilio does not return: the account has none, or does not show it. */
export function missingTemplate(answer: TwilioAnswer<unknown>, sid: TemplateSid): SetUpDetail {
  if (answer.kind !== 'refused' || answer.httpStatus === 404) {
    return { code: 'template_not_found', sid };
  }
  const { twilioCode, twilioText } = answer;
  return { code: 'template_hidden', twilioCode, twilioText };
}

function checkText(body: string, now: Date): readonly SetUpDetail[] {
  const lines = differingLines(builtInTemplate().body, body);
  const same: SetUpDetail = { code: 'text_as_registered' };
  const words = lines.length === 0 ? same : ({ code: 'text_differs', lines } as const);
  const missing = missingNotices(body);
  const given: SetUpDetail = { code: 'notices_given' };
  return [words, ...lintTemplate(body, now), ...(missing.length === 0 ? [given] : missing)];
}

function checkVariables(
  { sid, name, declared, category }: TemplateFacts,
  body: string,
): SetUpDetail {
  // Twilio lists the variables of the samples. Without any, it refuses every value as unknown (21656).
  const lacksSamples = declared.length === 0;
  const template = { sid, name, body, source: 'twilio', approvalState: '', category } as const;
  try {
    checkedTemplate(template, lacksSamples ? VARIABLE_NUMBERS : declared);
    return { code: lacksSamples ? 'samples_missing' : 'variables_exact' };
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    if (problem?.code !== 'template_variables_differ') throw error;
    return { code: 'variables_differ', found: problem.found };
  }
}

function checkCategory({ category }: TemplateFacts): SetUpDetail {
  if (category === 'UTILITY') return { code: 'category_utility' };
  if (isMarketing({ category })) return { code: 'category_marketing' };
  return { code: 'category_odd', category };
}
