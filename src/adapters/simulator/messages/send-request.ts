import * as z from 'zod';
import { uniqueFields } from '../api/http.ts';
import type { RefusalCode } from '../faults/twilio-codes.ts';
import { renderTemplate, type SimulatedTemplate } from '../simulated-template.ts';

/** A valid request to send a message. */
export type SendRequest = {
  readonly to: string;
  readonly from: string;
  /** The rendered text. */
  readonly body: string;
  readonly template: SimulatedTemplate | null;
  readonly contentVariables: Readonly<Record<string, string>> | null;
  /**
   * Whether it counts as free text, which WhatsApp accepts only within 24 hours of a parent's message.
   * A `Body` beside a `ContentSid` is free text: Twilio's advice on 63016 is to remove the Body.
   */
  readonly isFreeText: boolean;
  /** How long the message may stay in the queue. */
  readonly validitySeconds: number;
};

export type ReadSendRequest =
  | { readonly ok: true; readonly request: SendRequest }
  | { readonly ok: false; readonly code: RefusalCode };

const LONGEST_BODY = 1600;
const LONGEST_VALIDITY_SECONDS = 36_000;

/** 7 to 15 digits; for the UK exactly ten after +44. */
const WHATSAPP_ADDRESS = /^whatsapp:\+(?:44\d{10}|(?!44)[1-9]\d{6,14})$/u;

/** Twilio treats an empty field as missing. */
const filled = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/**
 * Other fields of Twilio's are not used here, so they are refused like misspelt ones.
 */
const FORM = z.strictObject({
  To: filled(z.string().regex(WHATSAPP_ADDRESS)),
  From: filled(z.string()),
  Body: filled(z.string().max(LONGEST_BODY).optional()),
  ContentSid: filled(
    z
      .string()
      .regex(/^HX[0-9a-fA-F]{32}$/u)
      .optional(),
  ),
  ContentVariables: filled(z.string().optional()),
  StatusCallback: filled(z.string().refine(isCallbackUrl).optional()),
  ValidityPeriod: filled(
    z
      .string()
      .regex(/^\d+$/u)
      .refine((seconds) => Number(seconds) >= 1 && Number(seconds) <= LONGEST_VALIDITY_SECONDS)
      .optional(),
  ),
});

type Form = z.infer<typeof FORM>;

const CODE_WHEN_MISSING: ReadonlyMap<unknown, RefusalCode> = new Map([
  ['To', 21604],
  ['From', 21603],
]);

const CODE_WHEN_MALFORMED: ReadonlyMap<unknown, RefusalCode> = new Map([
  ['To', 21211],
  ['Body', 21617],
  ['ContentSid', 21655],
  ['StatusCallback', 21609],
  ['ValidityPeriod', 21624],
]);

/** Parses the form of a create request, or returns the code with which Twilio refuses it. */
export function readSendRequest(
  parameters: URLSearchParams,
  account: {
    readonly senders: readonly string[];
    readonly templates: readonly SimulatedTemplate[];
  },
): ReadSendRequest {
  const form = FORM.safeParse(uniqueFields(parameters));
  if (!form.success) return { ok: false, code: codeOfIssues(form.error.issues) };
  const { To: to, From: from, ValidityPeriod = LONGEST_VALIDITY_SECONDS } = form.data;
  if (!account.senders.includes(from)) return { ok: false, code: 63007 };
  if (from === to) return { ok: false, code: 63031 };
  const content = readContent(form.data, account.templates);
  return typeof content === 'number'
    ? { ok: false, code: content }
    : { ok: true, request: { to, from, ...content, validitySeconds: Number(ValidityPeriod) } };
}

function readContent(
  { Body, ContentSid, ContentVariables }: Form,
  templates: readonly SimulatedTemplate[],
): Omit<SendRequest, 'to' | 'from' | 'validitySeconds'> | RefusalCode {
  if (ContentSid === undefined) {
    if (ContentVariables !== undefined) return 21654;
    if (Body === undefined) return 21619;
    return { body: Body, template: null, contentVariables: null, isFreeText: true };
  }
  const template = templates.find(({ sid }) => sid === ContentSid);
  if (template === undefined) return 20404;
  const values = readContentVariables(ContentVariables, Object.keys(template.variables));
  if (values === null) return 21656;
  const body = Body ?? renderTemplate(template, values);
  if (body.length > LONGEST_BODY) return 21617;
  return { body, template, contentVariables: values, isFreeText: Body !== undefined };
}

function codeOfIssues(issues: readonly z.core.$ZodIssue[]): RefusalCode {
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const codes = first?.code === 'invalid_type' ? CODE_WHEN_MISSING : CODE_WHEN_MALFORMED;
  return codes.get(first?.path[0]) ?? 20001;
}

/** Twilio does not call hosts with an underscore. */
function isCallbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/u.test(url.protocol) && !url.hostname.includes('_');
}

/** WhatsApp's rules for a value: not blank, no line break or tab, no run of more than four spaces. */
const VALUE = z
  .string()
  .refine((value) => value.trim() !== '' && !/[\n\r\t\u2028\u2029]| {5,}/u.test(value));

const VALUES = z.record(z.string(), VALUE);

/**
 * The variables of a message; null where Twilio returns 21656.
 *
 * Stricter than Twilio, which fills a missing variable with the template's sample ("Hi Customer_Name").
 * Here a missing variable is refused.
 *
 * @param text the field `ContentVariables`, if there is one
 * @param declared the variables of the template
 */
function readContentVariables(
  text: string | undefined,
  declared: readonly string[],
): Readonly<Record<string, string>> | null {
  const values = VALUES.safeParse(parseJson(text ?? '{}'));
  if (!values.success) return null;
  const given = Object.keys(values.data);
  const same =
    given.length === declared.length && declared.every((name) => Object.hasOwn(values.data, name));
  return same ? values.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
