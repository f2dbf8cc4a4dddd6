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

/** The file itself where a link stands for it; null where there is none. */
export function existingFile(file: string): string | null {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a file for its owner alone. Whenever the power goes, the old one is there or the new one. */
export function replaceFile(file: string, content: Uint8Array): void {
  const { add, finish, giveUp } = beginFile(file);
  try {
    add(content);
    finish();
  } catch (error) {
    giveUp();
    throw error;
  }
}

/** As much as is written at once. */
const ENOUGH = 64 * 1024;

/** The same with a long text, as it comes. */
export async function replaceFileWith(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const { add, finish, giveUp } = beginFile(file);
  try {
    let text = '';
    for await (const piece of pieces) {
      text += piece;
      if (text.length < ENOUGH) continue;
      add(Buffer.from(text));
      text = '';
    }
    add(Buffer.from(text));
    finish();
  } catch (error) {
    giveUp();
    throw error;
  }
}

/** A file under another name, which takes that of the file when it is whole. */
type Begun = {
  readonly add: (content: Uint8Array) => void;
  readonly finish: () => void;
  readonly giveUp: () => void;
};

function beginFile(file: string): Begun {
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
    giveUp: () => {
      close();
      rmSync(temporary, { force: true });
    },
  };
}

/**
 * All bytes of a file that people or the tool have written, and nothing that only looks like one: a pipe
 * without a writer never ends, and a device may have no end.
 *
 * @throws Error with the system's code, or `not_a_file` or `too_large`
 */
export function readWholeFile(file: string, mostBytes: number): Buffer {
  const opened = openAtOnce(file);
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

/** Does not wait for the other end of a pipe; Windows has no such flag. */
function openAtOnce(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK || 0));
  } catch (error) {
    // A socket cannot be opened at all.
    throw (error as NodeJS.ErrnoException).code === 'ENXIO' ? withCode('not_a_file') : error;
  }
}

function withCode(code: 'EISDIR' | 'not_a_file' | 'too_large'): Error {
  return Object.assign(new Error(code), { code });
}
