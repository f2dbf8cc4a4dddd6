import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mountsIn, unsafePlace, type UnsafePlace } from '../../domain/set-up/ledger-place.ts';

type Environment = { readonly env: { readonly [name: string]: string | undefined } };

/** OneDrive sets these on Windows, wherever its folders are. */
const ONE_DRIVE = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'] as const;

/**
 * Whether the ledger's file is, or would be, in a folder that is synchronised or on another computer. Null
 * where nothing speaks against the place.
 *
 * @param mountsFile Linux's list of file systems; other systems have none
 */
export function unsafeLedgerPlace(
  file: string,
  { env }: Environment,
  mountsFile = '/proc/mounts',
): UnsafePlace | null {
  const facts = {
    mounts: mountsIn(textIn(mountsFile)),
    oneDriveFolders: ONE_DRIVE.flatMap((name) => env[name] || []),
  };
  // The name alone may say it as well: a link can lead from a synchronised folder to another one.
  return unsafePlace(file, facts) ?? unsafePlace(resolved(file), facts);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The path with links resolved, as far as it exists. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(resolved(parent), path.slice(parent.length));
  }
}
