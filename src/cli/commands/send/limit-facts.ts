import type { Plan } from '../../../domain/message/plan.ts';
import {
  dailyRoom,
  isNewPerson,
  type PeopleCounted,
} from '../../../domain/policy/people-counted.ts';
import { londonTime } from '../../../text/format.ts';
import type { Fact } from '../../sending/header.ts';

/** From this part of the limit on, it is worth a line. */
const WORTH_TELLING = 0.8;

/** Who was written to, as the ledger has it. */
type Written = {
  readonly people: PeopleCounted;
  /** Of the numbers of the list, those that were. */
  readonly lastWrittenTo: ReadonlyMap<string, Date>;
};

/** What the daily limit means for a list; nothing where it is far away. */
export function limitFacts(
  { toAsk }: Plan,
  { people, lastWrittenTo }: Written,
  now: Date,
  dailyLimit: number,
): readonly Fact[] {
  const { limit, used, since, fits, nextFreeAt } = dailyRoom(people, now, dailyLimit);
  const numbers = new Set(toAsk.map(({ message }) => message.to));
  const more = [...numbers].filter((to) => isNewPerson(lastWrittenTo.get(to) ?? null, now)).length;
  if (more === 0 || used + more <= WORTH_TELLING * limit) return [];
  const written = since === null ? 'none' : `${used} since ${londonTime(since)}`;
  const wait = more - fits;
  const room =
    wait <= 0
      ? 'all fit'
      : `${fits === 0 ? 'none fits' : `${fits} ${fits === 1 ? 'fits' : 'fit'}`}, ${wait} ${wait === 1 ? 'waits' : 'wait'} until ${londonTime(nextFreeAt)}`;
  return [
    ['limit', `${limit} people in 24 hours; written to: ${written}`],
    ['', `this list asks for ${more}${used === 0 ? '' : ' more'}: ${room}`],
  ];
}
