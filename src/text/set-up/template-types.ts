import { listed } from '../format.ts';

type ShownType = { readonly type: string; readonly buttons: readonly string[] };

/** The forms of a template with all that a parent could press. */
export function typesInWords(types: readonly ShownType[]): string {
  if (types.length === 0) return 'of no type at all';
  return listed(
    types.map(({ type, buttons }) => {
      const named = buttons.map((button) => `"${button}"`);
      return named.length === 0
        ? type
        : `${type} with the ${named.length === 1 ? 'button' : 'buttons'} ${listed(named)}`;
    }),
  );
}
