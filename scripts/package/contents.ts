import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PackedFile } from './launchers.ts';

/** The folders that the tool reads at run time, with the licences of what it contains. */
const FOLDERS = ['dist', 'samples'] as const;

/** The files of the tool itself, by their paths in the project. */
export function toolFiles(): readonly PackedFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => ({ path: path.replaceAll('\\', '/'), content: { from: path } })),
  );
}

/**
 * What every download has beside the tool.
 *
 * @param guide the guide as a page
 * @param nodeLicence the file with Node's licence
 */
export function papers(guide: string, nodeLicence: string): readonly PackedFile[] {
  return [
    { path: 'Guide.html', content: guide },
    { path: 'LICENSE.txt', content: { from: 'LICENSE' } },
    { path: 'Licence of Node.txt', content: { from: nodeLicence } },
    { path: 'Licences of libraries.txt', content: { from: 'dist/third-party-licences.txt' } },
  ];
}
