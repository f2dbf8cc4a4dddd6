import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

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
