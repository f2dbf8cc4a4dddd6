import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aStoreFolder, type StoreFolder } from '../../../support/store/store-folder.ts';
import { all } from '../../../support/store/store-items.ts';
import { runScript, type RunningScript } from '../../../support/terminal/run-script.ts';

/** For processes that start on a busy machine. */
const PATIENCE_MS = 120_000;

const CLAIM_KEYS = import.meta.resolve('../../../support/store/store-claim-keys.ts');
const RUNS = 4;
const ROUNDS = 8;
const KEYS_OF_A_ROUND = 60;

type Message = {
  readonly key: string;
  readonly attempt: { readonly state: string; readonly operator: string };
};

describe('a file that four processes write at once', () => {
  let files: StoreFolder;
  let scripts: RunningScript[];
  beforeEach(() => {
    files = aStoreFolder();
    scripts = [];
  });
  afterEach(async () => {
    await Promise.all(scripts.map((script) => script.kill('SIGKILL')));
    await files.remove();
  });

  async function start(run: string): Promise<RunningScript> {
    const script = runScript(CLAIM_KEYS, [files.file, run]);
    scripts.push(script);
    expect(await script.nextLine()).toBe('ready');
    return script;
  }

  it(
    'gives each key to one process and loses none, although one is killed again and again',
    async () => {
      const winners = new Map<string, string[]>();
      const note = (run: string, won: readonly string[]): void => {
        for (const key of won) winners.set(key, [...(winners.get(key) ?? []), run]);
      };
      const survivors = await Promise.all(['1', '2', '3'].map(start));
      let killed = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const name = `0-${round}`;
        const victim = await start(name);
        for (const script of [victim, ...survivors]) script.say(`${round} ${KEYS_OF_A_ROUND}`);
        const ends = survivors.map(async (script, at) => note(String(at + 1), await wonBy(script)));
        const won = await wonBy(victim, 1 + (round % 4));
        if (won.length > 0) killed += 1;
        await victim.kill('SIGKILL');
        note(name, won);
        await Promise.all(ends);
      }

      const items = await all(files.open().scan('"attempt"'));
      const messages = items.map(({ doc }) => doc as Message);
      const keys = Array.from({ length: ROUNDS * KEYS_OF_A_ROUND }, (_, at) =>
        [Math.floor(at / KEYS_OF_A_ROUND), at % KEYS_OF_A_ROUND].join('-'),
      );
      expect(messages.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
      const owners = new Map(messages.map(({ key, attempt }) => [key, attempt]));
      for (const [key, runs] of winners) {
        expect([key, runs]).toEqual([key, [owners.get(key)?.operator]]);
        expect(owners.get(key)?.state).toBe('sending');
      }
      // A run that was killed may have claimed a key without having printed it.
      const unprinted = messages.filter(({ key }) => !winners.has(key));
      expect(unprinted.filter(({ attempt }) => !attempt.operator.startsWith('0-'))).toEqual([]);
      expect(killed).toBeGreaterThan(0);
      expect(new Set([...winners.values()].flat()).size).toBeGreaterThan(RUNS - 1);
    },
    PATIENCE_MS,
  );
});

/** The keys that a run prints as won, to the end of its round or up to `most`. */
async function wonBy(script: RunningScript, most = Infinity): Promise<readonly string[]> {
  const won: string[] = [];
  while (won.length < most) {
    const line = await script.nextLine();
    if (line === 'done') break;
    won.push(line.replace(/^won /u, ''));
  }
  return won;
}
