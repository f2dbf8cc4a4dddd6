import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Puts a file for its owner alone in the place of another, so that whenever the power goes there is
 * a whole one.
 *
 * @throws Error with the system's code when it cannot be written; the old file is as it was then
 */
export function replaceFile(file: string, content: Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  try {
    const opened = openSync(temporary, 'wx', 0o600);
    try {
      let written = 0;
      while (written < content.length) written += writeSync(opened, content, written);
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
