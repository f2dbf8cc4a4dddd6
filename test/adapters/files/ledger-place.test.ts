import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unsafeLedgerPlace } from '../../../src/adapters/files/ledger-place.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';

const HERE = { env: {} };

function mountsOf(folder: string, line: string): string {
  const file = join(folder, 'mounts');
  writeFileSync(file, line);
  return file;
}

describe('the place of a ledger', () => {
  it('is judged before its folder is made', () => {
    const folder = realpathSync(aFolder());
    const mounts = mountsOf(folder, `server:/x ${folder}/share nfs4 rw 0 0\n`);
    expect(unsafeLedgerPlace(join(folder, 'share', 'home', 'ledger.db'), HERE, mounts)).toBe(
      'network_folder',
    );
    expect(unsafeLedgerPlace(join(folder, 'home', 'ledger.db'), HERE, mounts)).toBeNull();
  });

  it('is that to which a link leads, of a folder or of the file', () => {
    const folder = aFolder();
    mkdirSync(join(folder, 'Dropbox'));
    symlinkSync(join(folder, 'Dropbox'), join(folder, 'home'));
    expect(unsafeLedgerPlace(join(folder, 'home', 'ledger.db'), HERE)).toBe('synchronised_folder');
    writeFileSync(join(folder, 'Dropbox', 'kept.db'), '');
    symlinkSync(join(folder, 'Dropbox', 'kept.db'), join(folder, 'ledger.db'));
    expect(unsafeLedgerPlace(join(folder, 'ledger.db'), HERE)).toBe('synchronised_folder');
  });

  it('is judged without a list of file systems where there is none', () => {
    const folder = aFolder();
    const none = join(folder, 'none');
    expect(unsafeLedgerPlace(join(folder, 'ledger.db'), HERE, none)).toBeNull();
    const env = { OneDriveCommercial: folder };
    expect(unsafeLedgerPlace(join(folder, 'ledger.db'), { env }, none)).toBe('synchronised_folder');
  });
});
