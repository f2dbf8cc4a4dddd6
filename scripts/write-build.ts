import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

/** A file of a build: its path below the build's folder and its contents. */
export type BuiltFile = { readonly path: string; readonly text: string };

/**
 * Makes the folder hold exactly these files while programs may be started from it: every file is replaced by
 * a rename, and in the given order, so that a file can follow those that it imports. Files of an earlier
 * build go last. Unchanged files are not touched. A file that starts with `#!` is made executable.
 *
 * @throws Error of `node:fs` if a file cannot be written
 */
export async function writeBuild(folder: string, files: readonly BuiltFile[]): Promise<void> {
  for (const { path, text } of files) {
    const target = join(folder, path);
    // One after the other: the order is the point.
    // oxlint-disable-next-line no-await-in-loop
    await replaceFile(target, text);
  }
  const wanted = new Set(files.map(({ path }) => join(folder, path)));
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const stale = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !wanted.has(path));
  await Promise.all(stale.map((path) => rm(path, { force: true })));
}

async function replaceFile(target: string, text: string): Promise<void> {
  const present = await readFile(target, 'utf8').catch(() => undefined);
  if (present === text) return;
  await mkdir(dirname(target), { recursive: true });
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
  await writeFile(beside, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  await rename(beside, target);
}
