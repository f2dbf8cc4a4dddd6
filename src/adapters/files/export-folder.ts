import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InviteError } from '../../domain/problem/problem.ts';
import { systemCode } from './whole-file.ts';

export type ExportFile = { readonly name: string; readonly text: string };

/**
 * Makes a folder with these files, readable by its owner only: all of them, or none and no folder. Overwrites
 * nothing.
 *
 * @throws InviteError `export_exists`, `export_unwritable`
 */
export function writeExportFolder(folder: string, files: readonly ExportFile[]): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    if (reason === 'EEXIST') throw new InviteError({ code: 'export_exists', folder });
    throw new InviteError({ code: 'export_unwritable', folder, reason });
  }
  try {
    for (const { name, text } of files) writeNewFile(join(folder, name), text);
  } catch (error) {
    // The folder is new, so nothing in it is anybody else's.
    rmSync(folder, { recursive: true, force: true });
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'export_unwritable', folder, reason });
  }
}

function writeNewFile(file: string, text: string): void {
  const opened = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
