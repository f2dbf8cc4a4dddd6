import { NOWHERE, type Finding } from '../problem/problem.ts';
import type { Invite } from '../record/invite.ts';
import { nameKey } from '../record/names/name-key.ts';

/** Families with two names are common, a list full of them is not: fewer rows tell nothing. */
const FEWEST_ROWS = 5;
const SHARE = 0.8;

export type SurnameCheck = {
  readonly add: (invite: Invite) => void;
  readonly finish: () => readonly Finding[];
};

/** The sign of a column that was sorted without the others: hardly a child has its parent's name. */
export function startSurnameCheck(): SurnameCheck {
  let of = 0;
  let differing = 0;
  return {
    add: ({ parent, player }) => {
      of += 1;
      if (!haveNameInCommon(parent.lastName, player.lastName)) differing += 1;
    },
    finish: () => {
      if (of < FEWEST_ROWS || differing < of * SHARE) return [];
      const detail = { code: 'surnames_differ', differing, of } as const;
      return [{ severity: 'warning', row: null, ...NOWHERE, detail }];
    },
  };
}

/** `Smith-Jones` is the name of a Smith and of a Jones. */
function haveNameInCommon(one: string, other: string): boolean {
  if (one === other) return true;
  const parts = new Set(partsOf(other));
  return nameKey(one) === nameKey(other) || partsOf(one).some((part) => parts.has(part));
}

function partsOf(name: string): readonly string[] {
  return name
    .split(/\p{Dash_Punctuation}/u)
    .filter((part) => part.trim() !== '')
    .map(nameKey);
}
