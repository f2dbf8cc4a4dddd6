import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { PackedFile } from './launchers.ts';

/** The mode of an executable, which the Finder keeps from the archive. */
const EXECUTABLE = 0o100_755;
const PLAIN = 0o100_644;

/**
 * Writes files as a ZIP archive, below a folder. The same files and date give the same bytes.
 *
 * @param mtime the date that every file has in the archive
 */
export async function writeZip(
  archive: string,
  folder: string,
  files: readonly PackedFile[],
  mtime: Date,
): Promise<void> {
  const zip = new ZipFile();
  for (const { path, content, isExecutable = false } of files) {
    const options = { mtime, mode: isExecutable ? EXECUTABLE : PLAIN };
    const name = `${folder}/${path}`;
    if (typeof content === 'string') zip.addBuffer(Buffer.from(content), name, options);
    else zip.addFile(content.from, name, options);
  }
  // A file that cannot be read is an event of the archive, and would leave its stream open.
  zip.on('error', (error: Error) => zip.outputStream.emit('error', error));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(archive));
}
