import type { FormParameters } from '../../adapters/twilio/signature.ts';

type Pair = readonly [name: string, value: string];

/**
 * A form as it came: nothing is trimmed, and what comes several times is kept so. Null where it has more
 * than `most` parameters; what follows them is not looked at.
 */
export function parametersIn(text: string, most: number): FormParameters | null {
  return parametersOf(pairsIn(text), most);
}

/** In one pass: each pair is taken once, and none after the first that is too many. */
export function parametersOf(pairs: Iterable<Pair>, most: number): FormParameters | null {
  // A map, since a parameter may be called `__proto__`.
  const valuesByName = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > most) return null;
    const values = valuesByName.get(name);
    if (values === undefined) valuesByName.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(
    [...valuesByName].map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  );
}

/** One after the other as they are asked for: `URLSearchParams` would decode a whole form at once. */
export function* pairsIn(text: string): Generator<Pair> {
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf('&', start);
    const end = next === -1 ? text.length : next;
    // With an ampersand before it, since a question mark at the very start would be left out.
    if (end > start) yield* new URLSearchParams(`&${text.slice(start, end)}`);
    start = end + 1;
  }
}

/** One value of a form; the first of several, and null where there is none or an empty one. */
export function valueOf(parameters: FormParameters, name: string): string | null {
  if (!Object.hasOwn(parameters, name)) return null;
  const value = parameters[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === undefined || first === '' ? null : first;
}
