import type { Field } from '../record/field.ts';
import { InviteError } from '../problem/problem.ts';

declare const templateSid: unique symbol;
/** Twilio's id of a Content template: `HX` and 32 hex digits. */
export type TemplateSid = string & { readonly [templateSid]: true };

/** Twilio writes its ids in small letters; another spelling must not become another template. */
export function asTemplateSid(text: string): TemplateSid | null {
  return /^HX[0-9a-f]{32}$/iu.test(text)
    ? (`HX${text.slice(2).toLowerCase()}` as TemplateSid)
    : null;
}

/** The one place that knows which field fills which variable of the template. */
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

/** The values of one message, by the template's numbers. Never one fewer: WhatsApp fills a gap with a sample. */
export type ContentVariables = { readonly [variable in VariableNumber]: string };

/** What WhatsApp says of the template; `built_in` where nobody was asked. */
type ApprovalState = 'built_in' | (string & {});

export type Template = {
  readonly sid: TemplateSid;
  readonly name: string;
  readonly body: string;
  readonly source: 'twilio' | 'cache' | 'built_in';
  readonly approvalState: ApprovalState;
  /** What WhatsApp counts it as, UTILITY or MARKETING; null where nobody was asked or nobody says. */
  readonly category: string | null;
};

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/gu;

/**
 * A template that takes exactly this record's variables.
 *
 * @param declared the numbers Twilio lists for the template, which it holds a send against
 * @throws InviteError `template_variables_differ` when a variable is missing, extra or named
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

/** The text a parent will read. One pass, so a value that looks like `{{2}}` stays as it is. */
export function renderBody(body: string, variables: ContentVariables): string {
  return body.replace(PLACEHOLDER, (placeholder, name: string) =>
    Object.hasOwn(variables, name) ? variables[name as VariableNumber] : placeholder,
  );
}

/** What makes up the length of what `renderBody` makes of a text. */
type MeasuredBody = {
  /** Of all that is no variable's. */
  readonly fixedLength: number;
  /** Each as often as it stands there. */
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

/**
 * WhatsApp's limit for the body of a template message once it is filled in.
 * Source: Meta's template documentation; Twilio itself would take 1,600.
 */
export const LONGEST_BODY = 1024;

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
