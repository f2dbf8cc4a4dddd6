import type { Mode } from '../domain/set-up/mode.ts';

export const MODE_NAMES: { readonly [mode in Mode]: string } = {
  live: 'LIVE',
  rehearsal: 'REHEARSAL',
  stand_in: 'STAND-IN',
};

/** What stands before each line of a result that is not real. */
export function wordFor(mode: Mode): string {
  return mode === 'live' ? '' : `${MODE_NAMES[mode]}  `;
}
