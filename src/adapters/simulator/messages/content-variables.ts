import * as z from 'zod';

/** WhatsApp's rules for a value: not blank, no line break or tab, no run of more than four spaces. */
const VALUE = z
  .string()
  .refine((value) => value.trim() !== '' && !/[\n\r\t\u2028\u2029]| {5,}/u.test(value));

const VALUES = z.record(z.string(), VALUE);

/**
 * The values of a send, or null where Twilio answers 21656.
 *
 * Stricter than Twilio in one point. A variable that is left out, or all of them, Twilio silently
 * fills with the template's sample, so that a parent reads "Hi Customer_Name". Here that is refused,
 * because no caller of ours may ever count on it.
 *
 * @param text the `ContentVariables` field as it came, if it came
 * @param declared the variables of the template
 */
export function readContentVariables(
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
