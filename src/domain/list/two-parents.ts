import type { Message } from '../message/message.ts';
import type { Invite } from '../record/invite.ts';
import { fullName } from '../record/names/full-name.ts';
import { nameKey } from '../record/names/name-key.ts';
import { sha256 } from '../sha256.ts';

/** A child that the list has twice, with two parents' phones. */
export type TwoParents = {
  /** Equal for the same child and phones in any list. */
  readonly id: string;
  /** In the order of the list. */
  readonly messages: readonly [Message, Message];
};

/**
 * Which parent is invited: the one with the lower or the higher number. The choice is stored without
 * identifying the parent.
 */
export type ParentChoice = 'lower' | 'higher' | 'both';

/**
 * Children with exactly two parents. With three or more, each message is asked about on its own, and so
 * is a child without a last name: two of one first name in a team may be two children.
 */
export function twoParentsIn(messages: readonly Message[]): readonly TwoParents[] {
  const inOneRow = [...Map.groupBy(messages, ({ invite }) => invite.row).values()].flatMap(pairIn);
  const known = new Set(inOneRow.flatMap((pair) => pair.messages));
  const others = messages.filter(
    (message) => message.invite.player.lastName !== '' && !known.has(message),
  );
  const byChild = Map.groupBy(others, ({ invite }) => childOf(invite));
  return [...inOneRow, ...[...byChild.values()].flatMap(pairIn)];
}

function pairIn(group: readonly Message[]): readonly TwoParents[] {
  const [first, second] = group;
  if (first === undefined || second === undefined || group.length > 2) return [];
  return [{ id: idOf(first, second), messages: [first, second] }];
}

/** Whether one row of the list has both parents. */
export function isInOneRow({ messages: [first, second] }: TwoParents): boolean {
  return first.invite.row === second.invite.row;
}

/** Two rows are the same child if name and team are equal. */
function childOf({ player, team, ageGroup }: Invite): string {
  const names = [player.firstName, player.lastName, team].map(nameKey);
  return JSON.stringify([...names, ageGroup]);
}

/** The choice of the first or the second parent. */
export function choiceOf({ messages }: TwoParents, place: 0 | 1): ParentChoice {
  return phoneOf(messages[place]) < phoneOf(messages[place === 0 ? 1 : 0]) ? 'lower' : 'higher';
}

/** The message that the choice leaves out; null if none. */
export function leftOutBy(pair: TwoParents, choice: string | undefined): Message | null {
  if (choice !== 'lower' && choice !== 'higher') return null;
  return pair.messages[choiceOf(pair, 0) === choice ? 1 : 0];
}

function idOf(first: Message, second: Message): string {
  const child = nameKey(fullName(first.invite.player));
  const phones = [phoneOf(first), phoneOf(second)].toSorted();
  return sha256(['two_parents', child, ...phones]);
}

function phoneOf({ invite }: Message): string {
  return invite.parent.phone;
}
