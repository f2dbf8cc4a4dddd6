import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aMessage, anApproved, anAttempt } from '../../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { runScript, type RunningScript } from '../../../support/terminal/run-script.ts';

/** For processes that start on a busy machine. */
const PATIENCE_MS = 60_000;

const CLAIM_KEYS = import.meta.resolve('../../../support/ledger/ledger-claim-keys.ts');
const CLAIM_AND_HANG = import.meta.resolve('../../../support/ledger/ledger-claim-and-hang.ts');
const OPEN_NEW_FILES = import.meta.resolve('../../../support/ledger/ledger-open-new-files.ts');

describe('the ledger between processes', () => {
  let files: LedgerFolder;
  let scripts: RunningScript[];
  beforeEach(() => {
    files = aLedgerFolder();
    scripts = [];
  });
  afterEach(async () => {
    await Promise.all(scripts.map((script) => script.kill('SIGKILL')));
    await files.remove();
  });

  function run(script: string, ...args: readonly string[]): RunningScript {
    const running = runScript(script, args);
    scripts.push(running);
    return running;
  }

  async function nextLines(): Promise<readonly string[]> {
    return await Promise.all(scripts.map((script) => script.nextLine()));
  }

  it(
    'gives each of 200 messages to exactly one of two processes',
    async () => {
      run(CLAIM_KEYS, files.file, '200');
      run(CLAIM_KEYS, files.file, '200');
      expect(await nextLines()).toEqual(['ready', 'ready']);
      for (const script of scripts) script.say('go');
      const won = (await nextLines()).flatMap((line): number[] => JSON.parse(line));
      expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, key) => key));
    },
    PATIENCE_MS,
  );

  it(
    'is created by one of four processes that find none, and opened by the others',
    async () => {
      while (scripts.length < 4) run(OPEN_NEW_FILES, files.folder);
      expect(await nextLines()).toEqual(['ready', 'ready', 'ready', 'ready']);
      for (const round of Array.from({ length: 25 }, (_, number) => `first-run-${number}`)) {
        for (const script of scripts) script.say(`${round}/ledger.db`);
        // oxlint-disable-next-line no-await-in-loop -- all four at once, one file after the other
        expect(await nextLines()).toEqual(['opened', 'opened', 'opened', 'opened']);
      }
    },
    PATIENCE_MS,
  );

  it(
    'has the claim of a process that was killed before the outcome, so that no other sends the message',
    async () => {
      const killed = run(CLAIM_AND_HANG, files.file);
      expect(await killed.nextLine()).toBe('claimed');
      await killed.kill('SIGKILL');
      expect(existsSync(`${files.file}-wal`)).toBe(true);

      const ledger = files.open();
      const attempt = anAttempt({
        id: expect.any(String) as never,
        state: 'sending',
        at: new Date('2026-07-15T18:42:00Z'),
      });
      const message = aMessage();
      expect((await ledger.view([message])).byKey).toEqual(new Map([[message.key, attempt]]));
      const later = new Date('2026-07-16T09:00:00Z');
      expect(await ledger.claim(anApproved(message), { file: 'players.csv' }, later, null)).toEqual(
        {
          kind: 'taken',
          attempt,
        },
      );
    },
    PATIENCE_MS,
  );
});
