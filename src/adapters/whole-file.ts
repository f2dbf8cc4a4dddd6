import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
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
