import { setTimeout as pause } from 'node:timers/promises';
import type { Key } from '../store.ts';

/** What a throttled batch leaves over is asked for again, at most so often. */
const MOST_ROUNDS = 8;
const FIRST_PAUSE_MS = 50;

/**
 * Does a batch until nothing of it is left over, waiting longer each time.
 *
 * @throws Error `ThrottlingException` when something is left over to the end
 */
export async function inRounds<T>(
  all: readonly T[],
  work: (left: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = all;
  for (let round = 0; left.length > 0; round += 1) {
    if (round === MOST_ROUNDS) {
      throw Object.assign(new Error('A batch was never taken whole.'), {
        name: 'ThrottlingException',
      });
    }
    // oxlint-disable-next-line no-await-in-loop -- what is left over waits a little
    if (round > 0) await pause(FIRST_PAUSE_MS * 2 ** (round - 1));
    // oxlint-disable-next-line no-await-in-loop -- what is left over is known afterwards
    left = await work(left);
  }
}

export function distinct(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [textOfKey(key), key])).values()];
}

/** Another text for each key, whatever is in it. */
export function textOfKey({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}

export function inParts<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  );
}

type Page<T> = {
  readonly Items?: readonly T[] | undefined;
  readonly LastEvaluatedKey?: T | undefined;
};

/** What comes in pages, to the last of them: each says where the next one begins. */
export async function allPages<T>(
  read: (from: T | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let from: T | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const page = await read(from);
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
