import type { Message } from '../message/message.ts';
import type { Invite } from '../record/invite.ts';
import { nameKey } from '../record/names/name-key.ts';
import { sha256 } from '../sha256.ts';

/** One child that stands in a list with two parents' phones. */
export type TwoParents = {
  /** The same for this child and these phones, whatever list they are in. */
  readonly id: string;
  /** In the order of the list. */
  readonly messages: readonly [Message, Message];
};

/** Which parent is invited, in a word that says nothing of them: whose number is the lower one. */
export type ParentChoice = 'lower' | 'higher' | 'both';

/** Children with exactly two parents. Three are nobody's mistake of one kind, and are asked one by one. */
export function twoParentsIn(messages: readonly Message[]): readonly TwoParents[] {
  return [...Map.groupBy(messages, ({ invite }) => childOf(invite)).values()].flatMap((group) => {
    const [first, second] = group;
    if (first === undefined || second === undefined || group.length > 2) return [];
    return [{ id: idOf(first, second), messages: [first, second] }];
  });
}

/** The child as two rows have it: of one name in one team. */
function childOf({ player, team, ageGroup }: Invite): string {
  const names = [player.firstName, player.lastName, team].map(nameKey);
  return JSON.stringify([...names, ageGroup]);
}

/** Who is chosen by naming the first or the second of them. */
export function choiceOf({ messages }: TwoParents, place: 0 | 1): ParentChoice {
  return phoneOf(messages[place]) < phoneOf(messages[place === 0 ? 1 : 0]) ? 'lower' : 'higher';
}

/** The one who gets nothing by this choice, or nobody. */
export function leftOutBy(pair: TwoParents, choice: string | undefined): Message | null {
  if (choice !== 'lower' && choice !== 'higher') return null;
  return pair.messages[choiceOf(pair, 0) === choice ? 1 : 0];
}

function idOf(first: Message, second: Message): string {
  const { firstName, lastName } = first.invite.player;
  const child = nameKey(`${firstName} ${lastName}`);
  const phones = [phoneOf(first), phoneOf(second)].toSorted();
  return sha256(['two_parents', child, ...phones]);
}

function phoneOf({ invite }: Message): string {
  return invite.parent.phone;
}
