/**
 * The fields of a form or query, or null where one is given twice: none of ours may be, and which of
 * the two Twilio would take is not documented.
 */
export function singleFields(parameters: URLSearchParams): Readonly<Record<string, string>> | null {
  const fields = Object.fromEntries(parameters);
  return Object.keys(fields).length === parameters.size ? fields : null;
}
