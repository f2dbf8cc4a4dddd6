import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteLedger } from '../../../support/ledger/ledger-parts.ts';
import { aFolder, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, rowsFor, run, type Ran } from '../../run.ts';

/** The operator's test phone, and the parent on the list. */
const OWN = '+447700900001';
const PARENT = '+447700900101';

/** A home in which an invite was sent after a test of it. */
async function tried() {
  const home = aFolder();
  const list = aCsv(rowsFor(['101']));
  let now = Date.parse('2026-11-23T10:00:00Z');
  const broken = { clock: { now: () => new Date((now += 500)) } };
  const at = async (words: readonly string[], scene: Scene = {}): Promise<Ran> =>
    await run([...words, '--rehearse'], { broken, ...scene, home });
  await at(['test', list], {
    stdin: 'y\ny\nn\n',
    env: { TEST_NUMBERS: OWN },
  });
  const asTried = await at(['status', '--json']);
  const ledger = openSqliteLedger(join(home, 'rehearsal.db'), 'rehearsal');
  const playersAsTried = await ledger.knownPlayers();
  await ledger.close();
  await at(['send', list], { stdin: 'y\n' });
  return { home, list, at, asTried, playersAsTried };
}

type Doc = { readonly [name: string]: readonly { readonly [name: string]: unknown }[] };
const inIt = (ran: Ran): Doc => documentIn(ran) as Doc;

// Asked often enough for both messages to be read.
async function readByNow({ at }: Pick<Awaited<ReturnType<typeof tried>>, 'at'>): Promise<void> {
  const { stdout } = await at(['status']);
  if (!stdout.includes('1 message: 1 read')) await readByNow({ at });
}

describe('a test message', () => {
  let computer: Awaited<ReturnType<typeof tried>>;
  beforeEach(async () => {
    computer = await tried();
  });

  it('is none of the messages of status', async () => {
    expect(inIt(computer.asTried)).toMatchObject({ messages: [], summary: {} });
    const document = inIt(await computer.at(['status', '--json']));
    expect(document).toMatchObject({ messages: [{ to: `whatsapp:${PARENT}` }] });
    const { stdout } = await computer.at(['status']);
    // How far it has come depends on how often the clock was asked.
    expect(stdout).toMatch(/^REHEARSAL {2}1 message: 1 (?:delivered|read)$/mu);
  });

  it('is no row of a report, with a list or without', async () => {
    for (const words of [['report'], ['report', computer.list]]) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const document = inIt(await computer.at([...words, '--json']));
      expect(document).toMatchObject({
        rows: [{ to: `whatsapp:${PARENT}` }],
        summary: { total: 1 },
      });
    }
  });

  it("is not on the committee's page", async () => {
    const page = join(aFolder(), 'page.html');
    await computer.at(['report', '--html', page]);
    expect(readFileSync(page, 'utf8')).toContain('1 message to 1 family.');
  });

  it('is marked in the history, and none of its messages', async () => {
    await readByNow(computer);
    const { stdout } = await computer.at(['history', OWN]);
    // The invite gives the number as the team manager's.
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual([
      ...Array.from({ length: 6 }, () => expect.stringContaining('  TEST  Ava Smith')),
      expect.stringContaining('named'),
    ]);
    const own = inIt(await computer.at(['history', OWN, '--json']));
    expect(own).toMatchObject({
      events: [{ purpose: 'test' }, {}, {}, {}, {}, {}, { kind: 'mention' }],
      summary: { messages: 0 },
    });
    expect((await computer.at(['history', PARENT])).stdout).not.toContain('TEST');
  });

  it('is no list that the next one is compared with', () => {
    expect(computer.playersAsTried).toEqual([]);
  });
});
