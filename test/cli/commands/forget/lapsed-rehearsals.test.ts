import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { withoutIds } from '../../../support/normalised-text.ts';
import { aFolder, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, run, type Ran, type RowParts } from '../../run.ts';

const AVA: RowParts = {
  player_first_name: 'Ava',
  player_last_name: 'Hartley',
  parent_first_name: 'Petra',
  parent_tel: '07700 900701',
};
const BEN: RowParts = { ...AVA, player_first_name: 'Ben', parent_tel: '07700 900124' };
const OF_AVA = /Ava|900701|Yes please/u;

let home: string;
const at = async (words: readonly string[], scene: Scene = {}): Promise<Ran> =>
  await run([...words, '--rehearse'], { ...scene, home });
const kept = (): string =>
  ['rehearsal.db', 'rehearsal.db-wal']
    .map((name) => readFileSync(join(home, name), { encoding: 'latin1', flag: 'a+' }))
    .join('');

/** A rehearsal on 1 June whose parent wrote back, and one on 20 June. */
beforeEach(async () => {
  home = aFolder();
  await at(['send', aCsv([AVA])], { stdin: 'y\n', now: '2026-06-01T10:00:00Z' });
  await at(['status'], { now: '2026-06-01T11:00:00Z' });
  await at(['send', aCsv([BEN])], { stdin: 'y\n', now: '2026-06-20T10:00:00Z' });
});

describe('a rehearsal', () => {
  it('is kept for 30 days', async () => {
    const { stderr } = await at(['status'], { now: '2026-07-01T10:00:00Z' });
    expect(stderr).not.toContain('Rehearsals are kept');
    expect(withoutIds(kept())).toMatch(OF_AVA);
  });

  it('is erased by the first command after that, which says so in one line', async () => {
    const { stderr } = await at(['status'], { now: '2026-07-02T10:00:00Z' });
    expect(stderr).toContain(
      'Rehearsals are kept for 30 days: 1 message and 1 reply from before 2 Jun 2026 were erased.\n',
    );
    expect(withoutIds(kept())).not.toMatch(OF_AVA);
    expect(withoutIds(kept())).toContain('900124');
    const again = await at(['status'], { now: '2026-07-02T11:00:00Z' });
    expect(again.stderr).not.toContain('Rehearsals are kept');
  });

  it('leaves what is newer as it is', async () => {
    await at(['status'], { now: '2026-07-02T10:00:00Z' });
    const { events } = documentIn(await at(['history', '--json'])) as {
      readonly events: readonly { readonly erased: boolean; readonly player: string | null }[];
    };
    const players = new Set(events.flatMap(({ player }) => player ?? []));
    expect([...players]).toEqual(['Ben Hartley']);
  });

  it('leaves nothing of several months', async () => {
    await at(['opt-out', 'add', '07700 900124'], { now: '2026-06-20T11:00:00Z' });
    await at(['status'], { now: '2026-09-01T10:00:00Z' });
    expect(withoutIds(kept())).not.toMatch(/Ava|Ben|Hartley|Petra|9007\d\d|900124/u);
  });
});
