import type { JsonFault } from '../../../domain/problem/problem.ts';
import { matchHeading } from '../columns/headings.ts';

/** A fault that has a name of its own: by its offset in a text that stops being JSON there. */
export function faultAt(text: string, at: number): JsonFault | null {
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'comment';
  const isClosing = text[at] === '}' || text[at] === ']';
  return isClosing && text.slice(0, at).trimEnd().endsWith(',') ? 'trailing_comma' : null;
}

/** Whether a text is meant as JSON, also where comments stand before it. */
export function looksLikeJson(start: string): boolean {
  let rest = start.trimStart();
  for (;;) {
    if (rest.startsWith('{') || rest.startsWith('[')) return true;
    const end = rest.startsWith('//') ? '\n' : rest.startsWith('/*') ? '*/' : null;
    const found = end === null ? -1 : rest.indexOf(end);
    if (end === null || found === -1) return false;
    rest = rest.slice(found + end.length).trimStart();
  }
}

/** How far down a list is looked for, and under how many keys: `{"response": {"data": [...]}}`. */
const DEEPEST = 3;
const MOST_KEYS = 50;

type JsonObject = { readonly [name: string]: unknown };

/**
 * The keys that lead to a list of objects in an object that is no record, joined by dots; null where
 * there is none. An object with the name of any field is a record.
 */
export function keyOfList(object: JsonObject): string | null {
  if (Object.keys(object).some(isFieldName)) return null;
  let level: readonly (readonly [path: string, object: JsonObject])[] = [['', object]];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const inside = level.flatMap(([path, one]) =>
      Object.entries(one)
        .slice(0, MOST_KEYS)
        .map(([name, value]) => [`${path}${name}`, value] as const),
    );
    const list = inside.find(([, value]) => Array.isArray(value) && value.some(isObject));
    if (list !== undefined) return list[0];
    level = inside
      .slice(0, MOST_KEYS)
      .flatMap(([path, value]) => (isObject(value) ? [[`${path}.`, value] as const] : []));
  }
  return null;
}

function isFieldName(name: string): boolean {
  const match = matchHeading(name);
  return match !== null && match.how !== 'alias';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
