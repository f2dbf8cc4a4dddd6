import type { MessageState } from '../../../domain/delivery/delivery-status.ts';
import { STATE_WORDS } from '../../../text/delivery/delivery-status.ts';

const WIDEST_BAR = 40;
/** A shorter bar shows nothing that its number does not. */
const SHORTEST_BAR = 5;

/**
 * How many messages are in each state: a word, a bar and a number on each line.
 *
 * @param columns characters in a line; null where there is no terminal
 */
export function barLines(
  counts: ReadonlyMap<MessageState, number>,
  columns: number | null,
): readonly string[] {
  const words = Math.max(...[...counts.keys()].map((state) => STATE_WORDS[state].length), 0);
  const most = Math.max(...counts.values(), 0);
  const digits = String(most).length;
  const room = columns === null ? WIDEST_BAR : columns - words - digits - '    '.length;
  const longest = Math.min(room, WIDEST_BAR);
  return [...counts].map(([state, count]) => {
    const word = STATE_WORDS[state].padEnd(words);
    const number = String(count).padStart(digits);
    if (longest < SHORTEST_BAR) return `${word} ${number}`;
    // What there is one of can be seen, however many there are of others.
    const length = Math.max(1, Math.round((count / most) * longest));
    return `${word}  ${number}  ${'█'.repeat(length)}`;
  });
}
