import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Mode } from '../../../src/domain/set-up/mode.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openSqliteLedger } from './ledger-parts.ts';

/** A folder for one test, with a ledger that can be opened several times. */
export type LedgerFolder = {
  readonly folder: string;
  /** `ledger.db` in a folder that does not exist yet, as on the first run. */
  readonly file: string;
  /** Opens it with a connection of its own, as another process does. */
  readonly open: (mode?: Mode) => Ledger;
  /** Closes every ledger opened with `open`, and removes the folder. */
  readonly remove: () => Promise<void>;
};

export function aLedgerFolder(): LedgerFolder {
  const folder = temporaryFolder('urmston-ledger-');
  const file = join(folder, 'home', 'ledger.db');
  const opened: Ledger[] = [];
  return {
    folder,
    file,
    open: (mode = 'live') => {
      const ledger = openSqliteLedger(file, mode);
      let open = true;
      const closable: Ledger = {
        ...ledger,
        close: async () => {
          if (open) await ledger.close();
          open = false;
        },
      };
      opened.push(closable);
      return closable;
    },
    remove: async () => {
      await Promise.all(opened.map((ledger) => ledger.close()));
      rmSync(folder, { recursive: true });
    },
  };
}
