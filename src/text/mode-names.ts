import type { Mode } from '../domain/set-up/mode.ts';

export const MODE_NAMES: { readonly [mode in Mode]: string } = {
  live: 'LIVE',
  rehearsal: 'REHEARSAL',
  stand_in: 'STAND-IN',
};

/** The prefix of result lines: empty for a live run. */
export function wordFor(mode: Mode): string {
  return mode === 'live' ? '' : `${MODE_NAMES[mode]}  `;
}
