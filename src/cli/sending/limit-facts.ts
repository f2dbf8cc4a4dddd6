import { dailyRoom, isNewPerson } from '../../domain/daily-limit.ts';
import type { Plan } from '../../domain/plan.ts';
import { londonTime } from '../render.ts';
import type { Fact } from './header.ts';

/** From this part of the limit on, it is worth a line. */
const WORTH_TELLING = 0.8;

/** What the daily limit means for a list; nothing where it is far away. */
export function limitFacts(
  { toAsk }: Plan,
  sentBefore: ReadonlyMap<string, Date>,
  now: Date,
  dailyLimit: number,
): readonly Fact[] {
  const { limit, used, since, fits, nextFreeAt } = dailyRoom(sentBefore, now, dailyLimit);
  const numbers = new Set(toAsk.map(({ message }) => message.to));
  const more = [...numbers].filter((to) => isNewPerson(sentBefore, to, now)).length;
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
