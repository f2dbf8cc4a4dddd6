import { setTimeout as pause } from 'node:timers/promises';
import type { Key } from '../port/store.ts';

/**
 * The limit of consecutive requests in which nothing of a batch is processed. The pause doubles
 * each time.
 */
const MOST_VAIN_REQUESTS = 8;
const FIRST_PAUSE_MS = 50;

/**
 * Repeats a batch request for its unprocessed entries, which DynamoDB returns if the response would
 * be too large or the request is throttled. Pauses before each repetition.
 *
 * @param work sends one request and returns the unprocessed entries
 * @param wait for tests; by default a timer
 * @throws Error with the name `ThrottlingException` after 8 requests in a row without progress
 */
export async function retryUnprocessed<T>(
  all: readonly T[],
  work: (left: readonly T[]) => Promise<readonly T[]>,
  wait: (milliseconds: number) => Promise<unknown> = pause,
): Promise<void> {
  let left = all;
  let vain = 0;
  while (left.length > 0) {
    // oxlint-disable-next-line no-await-in-loop -- each request is for what the one before left
    const over = await work(left);
    vain = over.length < left.length ? 0 : vain + 1;
    if (vain === MOST_VAIN_REQUESTS) {
      throw Object.assign(new Error('DynamoDB processes nothing of a batch.'), {
        name: 'ThrottlingException',
      });
    }
    // oxlint-disable-next-line no-await-in-loop -- the pause is before the next request
    if (over.length > 0) await wait(FIRST_PAUSE_MS * 2 ** Math.max(0, vain - 1));
    left = over;
  }
}

export function distinct(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [textOfKey(key), key])).values()];
}

/** A text that is different for every key. */
export function textOfKey({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}

export function chunks<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  );
}
