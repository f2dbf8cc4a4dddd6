import type { FormParameters } from '../adapters/twilio/signature.ts';

/** A form as it came: nothing is trimmed, and what comes several times is kept so. */
export function parametersIn(text: string): FormParameters {
  const given = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = [...given.getAll(name)];
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** One value of a form; the first of several, and null where there is none or an empty one. */
export function valueOf(parameters: FormParameters, name: string): string | null {
  if (!Object.hasOwn(parameters, name)) return null;
  const value = parameters[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === undefined || first === '' ? null : first;
}
