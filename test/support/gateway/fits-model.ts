/** The words of JSON Schema that the stack's models use; another one is a fault in the test gateway. */
const KNOWN = new Set([
  '$schema',
  'title',
  'description',
  'type',
  'properties',
  'additionalProperties',
]);

/** Whether a body is as the model of a method wants it. */
export function fitsModel(
  schema: { readonly [word: string]: unknown },
  body: string | null,
): boolean {
  const unknown = Object.keys(schema).filter((word) => !KNOWN.has(word));
  if (unknown.length > 0) throw new Error(`The test gateway does not know ${unknown.join(', ')}.`);
  const value = parsed(body);
  if (schema['type'] !== 'object') return value !== undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const known = Object.keys(schema['properties'] ?? {});
  return (
    schema['additionalProperties'] !== false ||
    Object.keys(value).every((name) => known.includes(name))
  );
}

function parsed(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
