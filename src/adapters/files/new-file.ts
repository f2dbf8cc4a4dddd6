import { writeFileSync } from 'node:fs';
import { systemCode } from './whole-file.ts';

/**
 * Writes a file that is not there yet, readable by its owner only.
 *
 * @returns null when it is written; else the system's code, which is `EEXIST` where there is such a file
 */
export function writeNewFile(file: string, text: string): string | null {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return null;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code;
  }
}
