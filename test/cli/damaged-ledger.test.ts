import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from '@jest/globals';
import { anApproved } from '../support/builders.ts';
import { familyMessages } from '../support/ledger/ledger-families.ts';
import { openSqliteLedger } from '../support/ledger/ledger-parts.ts';
import { aFolder } from '../support/terminal/fake-shell.ts';
import { documentIn, run } from './run.ts';

const NOW = new Date('2026-11-22T18:42:00Z');

let home: string;
let file: string;
beforeEach(async () => {
  home = join(aFolder(), 'home');
  file = join(home, 'ledger.db');
  const ledger = openSqliteLedger(file, 'live');
  for (const message of familyMessages(20)) {
    // oxlint-disable-next-line no-await-in-loop -- enough for several pages
    await ledger.claim(anApproved(message), { file: 'players.csv' }, NOW, null);
  }
  await ledger.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xab, bytes.length - 5 * 4096));
});

/* None of these commands looks through the file first: they meet the damage, as a run does in a large file. */

it.each([['history'], ['report']])(
  '%s tells damage that it meets in one sentence',
  async (command) => {
    const ran = await run([command], { home });
    expect(ran.exitCode).toBe(4);
    expect(ran.stderr).toBe(
      `The ledger ${file} cannot be used: it is damaged. Nothing more is sent without it.\n` +
        'Keep the file, and put back the last good copy. What went after that copy is not in it: look in the Twilio console before you say yes to anybody.\n',
    );
  },
);

it('gives scripts its code', async () => {
  const ran = await run(['history', '--json'], { home });
  expect(ran.exitCode).toBe(4);
  expect(documentIn(ran)).toMatchObject({ error: { code: 'ledger_unavailable' } });
});
