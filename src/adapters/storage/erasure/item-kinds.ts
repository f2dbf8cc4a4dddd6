import type { Mode } from '../../../domain/set-up/mode.ts';
import { MODES } from '../layout.ts';
import type { Key } from '../port/store.ts';

/**
 * What erasure does with an item of each kind. `layout.ts` lists the kinds, and a kind that is not in this table
 * has no name for `kindOf`.
 *
 * - `deleted`: the whole item goes.
 * - `redacted`: names, numbers and texts go. What stays is keyed, or says when something happened.
 * - `keyed`: it has nothing but keyed hashes, Twilio's ids, times and operators, and stays.
 */
export const TREATMENTS = {
  message: 'redacted',
  written: 'redacted',
  'opt-outs': 'redacted',
  findings: 'redacted',
  reply: 'deleted',
  user: 'deleted',
  alias: 'deleted',
  answering: 'deleted',
  players: 'deleted',
  early: 'deleted',
  answer: 'keyed',
  invitee: 'keyed',
  sid: 'keyed',
  told: 'keyed',
  attempt: 'keyed',

  runs: 'keyed',
  meta: 'keyed',
} as const satisfies { readonly [kind: string]: 'deleted' | 'redacted' | 'keyed' };

export type ItemKind = keyof typeof TREATMENTS;

/**
 * The kind of an item, in all modes.
 *
 * @throws Error for a kind that `TREATMENTS` does not have: erasure would miss it without a word
 */
export function kindOf({ pk, sk }: Key): ItemKind {
  const [, second = '', within] = pk.split('#');
  const kind = pk === 'ledger' ? sk : second === 'answers' ? (within ?? '') : second;
  if (!isKind(kind)) throw new Error(`Erasure does not know items of the kind ${kind}.`);
  return kind;
}

function isKind(kind: string): kind is ItemKind {
  return Object.hasOwn(TREATMENTS, kind);
}

/** The mode that an item belongs to. */
export function modeOf({ pk }: Key): Mode {
  return MODES.find((one) => pk.startsWith(`${one}#`)) ?? 'live';
}
