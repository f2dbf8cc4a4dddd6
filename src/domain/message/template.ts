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
