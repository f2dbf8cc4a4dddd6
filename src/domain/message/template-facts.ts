import { InviteError } from '../problem/problem.ts';
import { checkedTemplate, type Template, type TemplateSid } from './template.ts';

/** One of the forms a Content template has: plain text, a card, quick replies. */
export type TemplateType = {
  /** As Twilio calls it, such as `twilio/quick-reply`. */
  readonly type: string;
  /** Null where the form has no text of its own. */
  readonly body: string | null;
  /** What can be pressed, as the parent would read it. */
  readonly buttons: readonly string[];
};

/** A template as Twilio has it, whether or not it can be sent. */
export type TemplateFacts = {
  readonly sid: TemplateSid;
  readonly name: string;
  readonly types: readonly TemplateType[];
  /** The variables a send is held against, whatever the text says. */
  readonly declared: readonly string[];
  /** In small letters; `unsubmitted` where WhatsApp was never asked. */
  readonly approvalState: string;
  /** UTILITY, MARKETING or AUTHENTICATION; null where nobody says. */
  readonly category: string | null;
  /** The form that WhatsApp was asked about; null where nobody says. */
  readonly approvedType: string | null;
};

const TEXT = 'twilio/text';

/** The text of a template that is plain text and nothing else: of several forms the richest goes out. */
export function plainTextOf({ types, approvedType }: TemplateFacts): string | null {
  const [only, ...others] = types;
  const isText = only?.type === TEXT && others.length === 0;
  return isText && (approvedType ?? TEXT) === TEXT ? only.body : null;
}

/** Every form there is, with the one that WhatsApp was asked about. */
export function formsOf({ types, approvedType }: TemplateFacts): readonly TemplateType[] {
  return approvedType === null || types.some(({ type }) => type === approvedType)
    ? types
    : [...types, { type: approvedType, body: null, buttons: [] }];
}

/**
 * The template, if it can be sent.
 *
 * @throws InviteError `template_not_text`, `template_variables_differ`, `template_not_approved`
 */
export function sendableTemplate(facts: TemplateFacts): Template {
  const { sid, name, approvalState, category } = facts;
  const body = plainTextOf(facts);
  if (body === null) {
    throw new InviteError({ code: 'template_not_text', sid, types: formsOf(facts) });
  }
  const template: Template = { sid, name, body, source: 'twilio', approvalState, category };
  const checked = checkedTemplate(template, facts.declared);
  // Outside WhatsApp's 24-hour window nothing but an approved template is delivered, and a state
  // that is not known must not be taken for one that is.
  if (approvalState !== 'approved') {
    throw new InviteError({ code: 'template_not_approved', sid, state: approvalState });
  }
  return checked;
}
