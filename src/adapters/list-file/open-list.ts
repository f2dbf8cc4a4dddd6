import { createReadStream, statSync, type Stats } from 'node:fs';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';

/**
 * The bytes of a list are kept in memory while its rows are read. Forty teams take 0.2 MB and the most
 * records about 30 MB, so a larger file was chosen by mistake.
 */
export const LARGEST_LIST_BYTES = 64 * 1024 * 1024;

/** Large, because each piece costs a turn of the event loop. */
const PIECE_BYTES = 1024 * 1024;

export type OpenedList = {
  readonly bytes: Uint8Array;
  /** What the list is called in problems. */
  readonly name: string;
  /** When the file was last modified; null for standard input. */
  readonly changedAt: Date | null;
};

export type StandardInput = AsyncIterable<Uint8Array | string>;

/** In place of standard input, which is opened only where the list is read from it. */
const NOTHING: StandardInput = {
  async *[Symbol.asyncIterator]() {},
};

/**
 * Reads all bytes of a list.
 *
 * @param path as the operator typed it; `-` is standard input
 * @throws InviteError `file_not_found`, `is_a_folder`, `file_unreadable`, `file_empty` or `file_too_large`
 */
export async function openList(
  path: string,
  standardInput: StandardInput = NOTHING,
): Promise<OpenedList> {
  if (path === '-') {
    const name = 'standard input';
    return { bytes: await readAll(standardInput, name), name, changedAt: null };
  }
  const found = statOf(path);
  if (found.size > LARGEST_LIST_BYTES) throw tooLarge(path, found.size);
  return {
    bytes: await readAll(createReadStream(path, { highWaterMark: PIECE_BYTES }), path),
    name: path,
    changedAt: found.mtime,
  };
}

/** Synchronous: `node:fs/promises` takes far longer to load than the call takes. */
function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw new InviteError(faultOf(error, path));
  }
}

/** Counts the bytes as they arrive, since a pipe or a device has no size. */
async function readAll(stream: StandardInput, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      chunks.push(bytes);
      size += bytes.length;
      if (size > LARGEST_LIST_BYTES) throw tooLarge(file, size);
    }
  } catch (error) {
    throw error instanceof InviteError ? error : new InviteError(faultOf(error, file));
  }
  if (size === 0) throw new InviteError({ code: 'file_empty', file });
  return Buffer.concat(chunks);
}

function tooLarge(file: string, bytes: number): InviteError {
  return new InviteError({ code: 'file_too_large', file, bytes, limit: LARGEST_LIST_BYTES });
}

function faultOf(error: unknown, file: string): StopProblem {
  const code = systemCode(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'file_not_found', file };
    case 'EISDIR':
      return { code: 'is_a_folder', file };
    default:
      return { code: 'file_unreadable', file, reason: code };
  }
}

function systemCode(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code) : 'unknown';
}
