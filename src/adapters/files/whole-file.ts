import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  writeSync,
  constants,
  fstatSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { FILE_CALLS, whenFree, type FileCalls } from './when-free.ts';

/**
 * All bytes of a regular file. Refuses pipes and devices, which may never end.
 *
 * @throws Error with the system's code, or `not_a_file` or `too_large`
 */
export function readWholeFile(file: string, mostBytes: number): Buffer {
  const opened = openWithoutWaiting(file);
  try {
    const stats = fstatSync(opened);
    if (stats.isDirectory()) throw withCode('EISDIR');
    if (!stats.isFile()) throw withCode('not_a_file');
    if (stats.size > mostBytes) throw withCode('too_large');
    return readFileSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Does not wait for the other end of a pipe. Windows has no such flag. */
function openWithoutWaiting(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK || 0));
  } catch (error) {
    // A socket cannot be opened at all.
    throw systemCode(error) === 'ENXIO' ? withCode('not_a_file') : error;
  }
}

function withCode(code: 'EISDIR' | 'not_a_file' | 'too_large'): Error {
  return Object.assign(new Error(code), { code });
}

/** The system's code of an error, such as `ENOENT`; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** The path of a file with links resolved; null where there is no file. */
export function existingFile(file: string): string | null {
  try {
    return realpathSync(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether both paths lead to one file. Names in other capitals do where the file system takes no account of them. */
export function isSameFile(one: string, other: string): boolean {
  // Windows has identifiers that a `number` cannot hold.
  const [first, second] = [one, other].map((file) =>
    statSync(file, { bigint: true, throwIfNoEntry: false }),
  );
  return (
    first !== undefined &&
    second !== undefined &&
    first.dev === second.dev &&
    first.ino === second.ino
  );
}

/**
 * Deletes a file, if there is one. Tries again for about three seconds while another program has it open.
 *
 * @throws Error with the system's code, or `held`
 */
export function deleteFile(file: string, calls: FileCalls = FILE_CALLS): void {
  whenFree(() => calls.remove(file), calls);
}

/**
 * Renames a file. Tries again for about three seconds while another program has it open.
 *
 * @throws Error with the system's code, or `held`
 */
export function renameFile(from: string, to: string, calls: FileCalls = FILE_CALLS): void {
  whenFree(() => calls.rename(from, to), calls);
}

/**
 * Replaces a file, readable by its owner only. After a power cut it is the old file or the new one. Tries
 * again for about three seconds while another program has the old file open.
 *
 * @throws Error with the system's code, or `held`
 */
export function replaceFile(
  file: string,
  content: Uint8Array,
  calls: FileCalls = FILE_CALLS,
): void {
  const { add, finish, discard } = beginFile(file, calls);
  try {
    add(content);
    finish();
  } catch (error) {
    discard();
    throw error;
  }
}

/** The number of characters to collect before a write. */
const PIECE_LENGTH = 64 * 1024;

/** Like `replaceFile`, with the text in pieces. */
export async function replaceFileWith(
  file: string,
  pieces: AsyncIterable<string>,
  calls: FileCalls = FILE_CALLS,
): Promise<void> {
  const { add, finish, discard } = beginFile(file, calls);
  try {
    let text = '';
    for await (const piece of pieces) {
      text += piece;
      if (text.length < PIECE_LENGTH) continue;
      add(Buffer.from(text));
      text = '';
    }
    add(Buffer.from(text));
    finish();
  } catch (error) {
    discard();
    throw error;
  }
}

/** A temporary file that is renamed once it is complete. */
type NewFile = {
  readonly add: (content: Uint8Array) => void;
  readonly finish: () => void;
  readonly discard: () => void;
};

function beginFile(file: string, calls: FileCalls): NewFile {
  const temporary = `${file}.${process.pid}.tmp`;
  deleteFile(temporary, calls);
  const opened = openSync(temporary, 'wx', 0o600);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(opened);
  };
  return {
    add: (content) => {
      let written = 0;
      while (written < content.length) written += writeSync(opened, content, written);
    },
    finish: () => {
      fsyncSync(opened);
      close();
      renameFile(temporary, file, calls);
    },
    discard: () => {
      close();
      try {
        deleteFile(temporary, calls);
      } catch {
        // The error that led here says more, and is thrown.
      }
    },
  };
}
