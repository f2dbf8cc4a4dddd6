import { setTimeout as pause } from 'node:timers/promises';
import type { Key } from '../port/store.ts';

/** So often a batch is asked for again of which nothing is taken, waiting twice as long each time. */
const MOST_ROUNDS = 8;
const FIRST_PAUSE_MS = 50;

/**
 * Does a batch until nothing of it is left over. What is left over, because of its size or because
 * AWS throttles, is asked for again after a pause.
 *
 * @param wait for tests; else the time is waited
 * @throws Error `ThrottlingException` where nothing is taken any more
 */
export async function retryUnprocessed<T>(
  all: readonly T[],
  work: (left: readonly T[]) => Promise<readonly T[]>,
  wait: (milliseconds: number) => Promise<unknown> = pause,
): Promise<void> {
  let left = all;
  let inVain = 0;
  while (left.length > 0) {
    // oxlint-disable-next-line no-await-in-loop -- what is left over is known afterwards
    const over = await work(left);
    inVain = over.length < left.length ? 0 : inVain + 1;
    if (inVain === MOST_ROUNDS) {
      throw Object.assign(new Error('AWS takes nothing of a batch.'), {
        name: 'ThrottlingException',
      });
    }
    // oxlint-disable-next-line no-await-in-loop -- what is left over waits a little
    if (over.length > 0) await wait(FIRST_PAUSE_MS * 2 ** Math.max(0, inVain - 1));
    left = over;
  }
}

export function distinct(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [textOfKey(key), key])).values()];
}

/** Another text for each key, whatever is in it. */
export function textOfKey({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}

export function chunks<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  );
}
