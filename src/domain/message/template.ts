import { InviteError } from '../problem/problem.ts';
import type { Field } from '../record/field.ts';

declare const templateSid: unique symbol;
/** Twilio's id of a Content template: `HX` and 32 hex digits. */
export type TemplateSid = string & { readonly [templateSid]: true };

/**
 * Twilio writes its ids in lower case. Normalised, so that two spellings do not count as two templates.
 */
export function asTemplateSid(text: string): TemplateSid | null {
  return /^HX[0-9a-f]{32}$/iu.test(text)
    ? (`HX${text.slice(2).toLowerCase()}` as TemplateSid)
    : null;
}

/**
 * The mapping from the template's variables to the fields of a record. Nothing else in the code has it.
 */
export const TEMPLATE_VARIABLES = {
  '1': 'parent_first_name',
  '2': 'player_first_name',
  '3': 'team_name',
  '4': 'age_group',
  '5': 'current_registration_season',
  '6': 'membership_fee_amount',
  '7': 'subscription_fee_amount',
  '8': 'team_manager_1_full_name',
  '9': 'team_manager_1_tel',
} as const satisfies Record<string, Field>;

export type VariableNumber = keyof typeof TEMPLATE_VARIABLES;
export type TemplateField = (typeof TEMPLATE_VARIABLES)[VariableNumber];

export const VARIABLE_NUMBERS = Object.keys(TEMPLATE_VARIABLES) as readonly VariableNumber[];

/**
 * The values of one message by variable. All are required: WhatsApp fills a missing one with the sample
 * value.
 */
export type ContentVariables = { readonly [variable in VariableNumber]: string };

/** WhatsApp's approval status; `built_in` for the built-in template. */
type ApprovalState = 'built_in' | (string & {});

export type Template = {
  readonly sid: TemplateSid;
  readonly name: string;
  readonly body: string;
  readonly source: 'twilio' | 'cache' | 'built_in';
  readonly approvalState: ApprovalState;
  /** WhatsApp's category, UTILITY or MARKETING; null if not known. */
  readonly category: string | null;
};

/** Whether Meta counts a template as marketing. It does so by itself, also after the approval. */
export function isMarketing({ category }: Pick<Template, 'category'>): boolean {
  return category === 'MARKETING';
}

/**
 * WhatsApp's limit for the rendered body of a template message, in characters. Source: Meta's template
 * documentation. Twilio accepts 1,600.
 */
export const LONGEST_BODY = 1024;

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/gu;

/**
 * Checks that a template has exactly the variables of a record.
 *
 * @param declared the variables that Twilio lists for the template, and requires in a request to send
 * @throws InviteError `template_variables_differ` if a variable is missing, unknown or has a name
 */
export function checkedTemplate(template: Template, declared: readonly string[]): Template {
  const inBody = [...template.body.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  for (const found of [inBody, declared]) {
    const same =
      VARIABLE_NUMBERS.every((number) => found.includes(number)) &&
      found.every((name) => Object.hasOwn(TEMPLATE_VARIABLES, name));
    if (!same) {
      throw new InviteError({
        code: 'template_variables_differ',
        sid: template.sid,
        found: [...new Set(found)].toSorted(),
      });
    }
  }
  return template;
}

/**
 * The text as the parent will read it. Replaced in one pass, so a value such as `{{2}}` is not replaced
 * again.
 */
export function renderBody(body: string, variables: ContentVariables): string {
  return body.replace(PLACEHOLDER, (placeholder, name: string) =>
    Object.hasOwn(variables, name) ? variables[name as VariableNumber] : placeholder,
  );
}

/** The parts of the length of a rendered text. */
type MeasuredBody = {
  /** The length without variables. */
  readonly fixedLength: number;
  /** Each as often as the text has it. */
  readonly variables: readonly VariableNumber[];
};

export function measuredBody(body: string): MeasuredBody {
  const placeholders = [...body.matchAll(PLACEHOLDER)].filter(([, name = '']) =>
    Object.hasOwn(TEMPLATE_VARIABLES, name),
  );
  return {
    fixedLength: placeholders.reduce((rest, [text]) => rest - text.length, body.length),
    variables: placeholders.map(([, name]) => name as VariableNumber),
  };
}

/** A content type of a template, such as plain text, a card or quick replies. */
export type TemplateType = {
  /** In Twilio's notation, such as `twilio/quick-reply`. */
  readonly type: string;
  /** Null if a content type has no text of its own. */
  readonly body: string | null;
  /** The labels of the buttons. */
  readonly buttons: readonly string[];
};

/** A template as Twilio returns it, whether or not it can be sent. */
export type TemplateFacts = {
  readonly sid: TemplateSid;
  readonly name: string;
  readonly types: readonly TemplateType[];
  /** The variables that a request to send must have, which can differ from those in the text. */
  readonly declared: readonly string[];
  /** In lower case; `unsubmitted` if the template was never submitted to WhatsApp. */
  readonly approvalState: string;
  /** UTILITY, MARKETING or AUTHENTICATION; null if not known. */
  readonly category: string | null;
  /** The content type that was submitted to WhatsApp; null if not known. */
  readonly approvedType: string | null;
};

const TEXT = 'twilio/text';

/**
 * The text of a template that is plain text only; null for all others. Of several content types, Twilio
 * sends the richest that the channel supports.
 */
export function plainTextOf({ types, approvedType }: TemplateFacts): string | null {
  const [only, ...others] = types;
  const isText = only?.type === TEXT && others.length === 0;
  return isText && (approvedType ?? TEXT) === TEXT ? only.body : null;
}

/** All content types, including the one that was submitted to WhatsApp. */
export function formsOf({ types, approvedType }: TemplateFacts): readonly TemplateType[] {
  return approvedType === null || types.some(({ type }) => type === approvedType)
    ? types
    : [...types, { type: approvedType, body: null, buttons: [] }];
}

/**
 * Returns the template if it can be sent.
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
  // Outside WhatsApp's 24-hour window only approved templates are delivered. An unknown status counts as
  // not approved.
  if (approvalState !== 'approved') {
    throw new InviteError({ code: 'template_not_approved', sid, state: approvalState });
  }
  return checked;
}
