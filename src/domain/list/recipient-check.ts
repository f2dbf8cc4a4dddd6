import type { Message } from '../message/message.ts';
import { NOWHERE, type Finding, type RecipientSign } from '../problem/finding.ts';
import type { Invite } from '../record/invite.ts';
import { fullName } from '../record/names/full-name.ts';
import { nameKey, partsOfLastName } from '../record/names/name-key.ts';
import { yearsOf } from '../record/values/age-group.ts';
import { sha256 } from '../sha256.ts';
import { readHeading } from './headings/read-heading.ts';

/** Up to this age group, no message goes to a player. */
const OLDEST_CHILD = 16;
/** Up to this one, a person decides. Older players are adults. */
const OLDEST_YOUTH = 18;

export type RecipientCheck = {
  /** @param phoneHeading the heading of the parent's number; null where there is none */
  readonly add: (invite: Invite, phoneHeading: string | null) => void;
  readonly finish: () => readonly Finding[];
};

/** Checks for each row of a list whether its message may go to a player. */
export function startRecipientCheck(nameKeyOf: typeof nameKey = nameKey): RecipientCheck {
  const findings: Finding[] = [];
  const familyOf = startFamilyCheck(nameKeyOf);
  const isOwnPhone = lastAnswer(isPlayersPhone);
  const report = (about: About, detail: RecipientDetail): void => {
    const found = findingOf(about, detail);
    if (found !== null) findings.push(found);
  };
  return {
    add: (invite, phoneHeading) => {
      const { row, player, parent } = invite;
      const about = { row, years: yearsOf(invite.ageGroup), phone: parent.phone };
      if (about.years > OLDEST_YOUTH) {
        findings.push({ severity: 'warning', row, ...NOWHERE, detail: { code: 'adult_player' } });
        return;
      }
      if (isSamePerson(player, parent, nameKeyOf)) {
        report(about, { sign: 'same_name', name: fullName(parent) });
      }
      if (phoneHeading !== null && isOwnPhone(phoneHeading)) report(about, { sign: 'own_phone' });
      const other = familyOf(invite, about);
      if (other === null) return;
      report(about, { sign: 'shared_number', otherRow: other.row });
      if (other.isReported) return;
      other.isReported = true;
      report(other, { sign: 'shared_number', otherRow: row });
    },
    finish: () => findings,
  };
}

type About = { readonly row: number; readonly years: number; readonly phone: string };

type RecipientDetail =
  | { readonly sign: Extract<RecipientSign, 'same_name'>; readonly name: string }
  | { readonly sign: Extract<RecipientSign, 'own_phone'> }
  | { readonly sign: Extract<RecipientSign, 'shared_number'>; readonly otherRow: number };

function findingOf({ row, years, phone }: About, found: RecipientDetail): Finding | null {
  if (years > OLDEST_YOUTH) return null;
  const mayBeAgreed = years > OLDEST_CHILD;
  const isName = found.sign === 'same_name';
  return {
    severity: mayBeAgreed ? 'warning' : 'error',
    row,
    ...NOWHERE,
    field: isName ? 'parent_first_name' : 'parent_tel',
    value: isName ? found.name : phone,
    detail: {
      code: 'recipient_is_player',
      sign: found.sign,
      otherRow: found.sign === 'shared_number' ? found.otherRow : null,
      mayBeAgreed,
    },
  };
}

/** A last name that a record leaves out may be the other's. */
function isSamePerson(
  player: Invite['player'],
  parent: Pick<Invite['parent'], 'firstName' | 'lastName'>,
  nameKeyOf: typeof nameKey,
): boolean {
  if (nameKeyOf(player.firstName) !== nameKeyOf(parent.firstName)) return false;
  if (player.lastName === '' || parent.lastName === '') return true;
  return nameKeyOf(player.lastName) === nameKeyOf(parent.lastName);
}

function isPlayersPhone(heading: string): boolean {
  return readHeading(heading).holds === 'child_phone';
}

/** Almost all rows of a list have the same headings. */
function lastAnswer(ask: (text: string) => boolean): (text: string) => boolean {
  let last: { readonly text: string; readonly answer: boolean } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, answer: ask(text) };
    return last.answer;
  };
}

type Family = About & {
  /** Of player and parent; empty where a record has none. */
  readonly lastNames: readonly string[];
  isReported: boolean;
};

/**
 * Looks for an earlier row with the same number, of another player with another parent. Relatives may
 * share a phone, so the two families must have no last name in common.
 */
function startFamilyCheck(
  nameKeyOf: typeof nameKey,
): (invite: Invite, about: About) => Family | null {
  const firsts = new Map<string, Family>();
  const partsOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => partsOfLastName(name, nameKeyOf));
  return ({ player, parent }, about) => {
    const lastNames = [player.lastName, parent.lastName];
    const first = firsts.get(parent.phone);
    if (first === undefined) {
      firsts.set(parent.phone, { ...about, lastNames, isReported: false });
      return null;
    }
    if (first.lastNames.includes('') || lastNames.includes('')) return null;
    // Most families write their name in one way, which needs no reading of its parts.
    if (lastNames.some((name) => first.lastNames.includes(name))) return null;
    const others = new Set(partsOf(first.lastNames));
    return partsOf(lastNames).some((name) => others.has(name)) ? null : first;
  };
}

/** A message that may go to a player of an age at which a person decides. */
export type RecipientDoubt = {
  /** Equal for the same player and number in any list. */
  readonly id: string;
  readonly message: Message;
  readonly because: Finding;
};

/** The messages among these that a person has to decide about, each once. */
export function recipientDoubts(
  messages: readonly Message[],
  findings: readonly Finding[],
): readonly RecipientDoubt[] {
  const byRow = new Map(
    findings.flatMap((finding) =>
      finding.detail.code === 'recipient_is_player' ? [[finding.row, finding] as const] : [],
    ),
  );
  return messages.flatMap((message) => {
    const because = byRow.get(message.invite.row);
    return because === undefined ? [] : [{ id: idOf(message), message, because }];
  });
}

function idOf({ invite: { player, parent } }: Message): string {
  return sha256(['recipient_is_player', nameKey(fullName(player)), parent.phone]);
}
