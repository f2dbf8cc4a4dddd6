import { closeSync, openSync, readSync, statSync } from 'node:fs';

/**
 * The first bytes of a file, as far as there are so many; null for what is no file. Throws for a folder.
 */
export function startOf(file: string, length: number): Buffer | null {
  const found = statSync(file);
  if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  // A device or a pipe is asked for nothing: it might never answer.
  if (!found.isFile()) return null;
  const start = Buffer.alloc(length);
  const opened = openSync(file, 'r');
  try {
    return start.subarray(0, readSync(opened, start));
  } finally {
    closeSync(opened);
  }
}

export function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
