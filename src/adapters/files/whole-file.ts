import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
  constants,
  fstatSync,
  readFileSync,
} from 'node:fs';

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

/** Replaces a file, readable by its owner only. After a power cut it is the old file or the new one. */
export function replaceFile(file: string, content: Uint8Array): void {
  const { add, finish, discard } = beginFile(file);
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
export async function replaceFileWith(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const { add, finish, discard } = beginFile(file);
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

function beginFile(file: string): NewFile {
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
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
      renameSync(temporary, file);
    },
    discard: () => {
      close();
      rmSync(temporary, { force: true });
    },
  };
}
