import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { sha256 } from '../../domain/sha256.ts';
import {
  MOST_REMEMBERED,
  VALUE_HASH_LENGTH,
  type ShownList,
} from '../../domain/list/shown-list.ts';
import { readWholeFile, replaceFile } from './whole-file.ts';

/** Files of which is known what a person was last shown. */
const MOST_FILES = 20;

/** Some 130 bytes for each message that is remembered, and room to spare. */
const LARGEST_KEPT_BYTES = 16 * 1024 * 1024;

const KEPT = z.object({
  lists: z.array(
    z.object({
      file: z.string(),
      at: z.iso.datetime(),
      by: z.enum(['preview', 'send']),
      text: z.string(),
      // Row, who, and the hashes of the values one after the other.
      messages: z.array(z.tuple([z.number(), z.string(), z.string()])),
    }),
  ),
});

type KeptList = z.infer<typeof KEPT>['lists'][number];

export type ShownLists = {
  /** What was last shown of the file at this absolute path; null where nobody knows. */
  readonly last: (path: string) => ShownList | null;
  /** Makes this the last one. Whatever keeps it from being written keeps nobody from working. */
  readonly keep: (path: string, shown: ShownList) => void;
};

/** What a person was shown of the last files, for its owner's eyes alone, and none of it in words. */
export function shownLists(home: string): ShownLists {
  const file = fileIn(home);
  return {
    last: (path) => {
      const found = listsIn(file).find((one) => one.file === nameOf(path));
      return found === undefined ? null : shownIn(found);
    },
    keep: (path, shown) => {
      const others = listsIn(file).filter((one) => one.file !== nameOf(path));
      const lists = newest([keptOf(path, shown), ...others]);
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        replaceFile(file, Buffer.from(`${JSON.stringify({ lists })}\n`));
      } catch {
        // The comparison is a help; every message is asked about all the same.
      }
    },
  };
}

/** A short value can be guessed by its hash: who is to be forgotten goes with all that was shown. */
export function forgetShownLists(home: string): void {
  rmSync(fileIn(home), { force: true });
}

function fileIn(home: string): string {
  return join(home, 'cache', 'shown-lists.json');
}

/** A folder may be called after a person. */
function nameOf(path: string): string {
  return sha256(['shown file', path]);
}

function keptOf(path: string, { at, by, text, messages }: ShownList): KeptList {
  return {
    file: nameOf(path),
    at: at.toISOString(),
    by,
    text,
    messages: messages.map(({ row, who, values }) => [row, who, values.join('')]),
  };
}

function shownIn({ at, by, text, messages }: KeptList): ShownList {
  return {
    at: new Date(at),
    by,
    text,
    messages: messages.map(([row, who, values]) => ({
      row,
      who,
      values: values.match(HASHES) ?? [],
    })),
  };
}

const HASHES = new RegExp(`.{${VALUE_HASH_LENGTH}}`, 'gu');

/** The first ones, which were shown last. */
function newest(lists: readonly KeptList[]): readonly KeptList[] {
  let messages = 0;
  return lists.slice(0, MOST_FILES).filter((list) => {
    messages += list.messages.length;
    return messages <= MOST_REMEMBERED;
  });
}

function listsIn(file: string): readonly KeptList[] {
  try {
    const kept = KEPT.safeParse(JSON.parse(readWholeFile(file, LARGEST_KEPT_BYTES).toString()));
    return kept.success ? kept.data.lists : [];
  } catch {
    return [];
  }
}
