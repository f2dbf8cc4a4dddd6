import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import {
  MOST_REMEMBERED,
  VALUE_HASH_LENGTH,
  type ShownList,
} from '../../domain/list/shown-list.ts';
import { sha256 } from '../../domain/sha256.ts';
import { makeFolder } from './make-folder.ts';
import { deleteFile, readWholeFile, replaceFile } from './whole-file.ts';

/** The number of files to keep an entry for. */
const MOST_FILES = 20;

/** Each message takes about 130 bytes. */
const LARGEST_KEPT_BYTES = 16 * 1024 * 1024;

const KEPT = z.object({
  lists: z.array(
    z.object({
      file: z.string(),
      at: z.iso.datetime(),
      by: z.enum(['preview', 'send']),
      text: z.string(),
      // The row, the key of the recipient, and the concatenated hashes of the values.
      messages: z.array(z.tuple([z.number(), z.string(), z.string()])),
    }),
  ),
});

type KeptList = z.infer<typeof KEPT>['lists'][number];

export type ShownLists = {
  /** What was last shown of the file at this absolute path; null where there is no entry. */
  readonly last: (path: string) => ShownList | null;
  /** Replaces the entry of the file. Errors are ignored. */
  readonly keep: (path: string, shown: ShownList) => void;
};

/** What was last shown of each file. Kept as hashes, readable by the owner only. */
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
        makeFolder(dirname(file));
        replaceFile(file, Buffer.from(`${JSON.stringify({ lists })}\n`));
      } catch {
        // Only the comparison with the last time is lost. Every message is still asked about.
      }
    },
  };
}

/** Deletes all entries, since short values could be guessed from their hashes. */
export function forgetShownLists(home: string): void {
  deleteFile(fileIn(home));
}

function fileIn(home: string): string {
  return join(home, 'cache', 'shown-lists.json');
}

/** A hash, since the path may hold a person's name. */
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

/** The first lists, which are the newest, up to the limits on files and messages. */
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
