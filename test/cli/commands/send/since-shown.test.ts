import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fakeShell } from '../../../support/terminal/fake-shell.ts';
import { aCsv, run, runIn, type Ran, type RowParts } from '../../run.ts';

const NAMES = ['Ava', 'Ben', 'Cara', 'Dan'];
const FOUR: readonly RowParts[] = NAMES.map((player_first_name, index) => ({
  player_first_name,
  parent_first_name: `Parent of ${player_first_name}`,
  parent_tel: `07700 90010${index}`,
}));
const EVE: RowParts = { player_first_name: 'Eve', parent_tel: '07700 900109' };

/** The parent who replaces the one in Ben's row. */
const BEN_ELSEWHERE: RowParts = { ...FOUR[1], parent_tel: '07700 900108' };

const at = (index: number, parts: RowParts): readonly RowParts[] =>
  FOUR.map((row, place) => (place === index ? { ...row, ...parts } : row));

/** Previews four rows in a home of their own, then changes them. */
async function previewed(...flags: readonly string[]): Promise<{ file: string; home: string }> {
  const file = aCsv(FOUR);
  const { home } = await run(['preview', file, ...flags], { now: '2026-11-22T18:42:00Z' });
  return { file, home };
}

function rewrite(file: string, rows: readonly RowParts[]): void {
  copyFileSync(aCsv(rows), file);
}

async function rehearse(
  { file, home }: { readonly file: string; readonly home: string },
  { stdin = '', now = '2026-11-22T18:50:00Z' } = {},
): Promise<Ran> {
  return await run(['send', file, '--rehearse'], { home, stdin, now });
}

const SINCE = 'since the preview of 22 Nov 2026, 18:42: ';

describe('a list that was changed after its preview', () => {
  it.each<readonly [string, readonly RowParts[], string]>([
    ['a value', at(2, { membership_fee_amount: '45' }), '1 row changed (row 4: membership fee)'],
    [
      'the same value of several rows',
      FOUR.map((row) => ({ ...row, subscription_fee_amount: '27' })),
      '4 rows changed (rows 2, 3, 4 and 5: monthly subscription)',
    ],
    [
      'different values of two rows',
      at(0, { team_name: 'Lions' }).with(2, { ...FOUR[2], parent_first_name: 'Carol' }),
      "2 rows changed (row 2: team; row 4: parent's first name)",
    ],
    ['a row that was added', [...FOUR, EVE], '1 added (row 6)'],
    ['a row that was removed', FOUR.slice(0, 3), '1 removed (row 5)'],
    [
      'a number',
      FOUR.with(1, BEN_ELSEWHERE),
      '1 row with another player, number or season (row 3)',
    ],
    [
      'several things',
      [...at(2, { membership_fee_amount: '45' }).slice(0, 3), { ...EVE, player_first_name: 'Fay' }],
      '1 row changed (row 4: membership fee), 1 row with another player, number or season (row 5)',
    ],
  ])('says so before the first question: %s', async (_what, rows, words) => {
    const list = await previewed();
    rewrite(list.file, rows);
    const { stderr } = await rehearse(list);
    expect(stderr).toContain(`${SINCE}${words}\n`);
    expect(stderr.indexOf(SINCE)).toBeLessThan(stderr.indexOf('Send this to'));
  });

  it('says it on the card of each message that changed, and on no other', async () => {
    const list = await previewed();
    rewrite(list.file, at(1, { membership_fee_amount: '45', team_name: 'Lions' }));
    const { stderr } = await rehearse(list, { stdin: 'n\nn\nn\nn\n' });
    const cards = stderr.split(/^\d of 4 /mu).slice(1);
    expect(cards.map((card) => /Changed since .*/u.exec(card)?.[0])).toEqual([
      undefined,
      'Changed since you saw it on 22 Nov 2026, 18:42: the team and membership fee.',
      undefined,
      undefined,
    ]);
  });

  it('says on the card that the number is another one', async () => {
    const list = await previewed();
    rewrite(list.file, FOUR.with(0, { ...BEN_ELSEWHERE, player_first_name: 'Ava' }));
    expect((await rehearse(list)).stderr).toContain(
      'Changed since you saw this row on 22 Nov 2026, 18:42: the player, the number or the season.',
    );
  });

  it('says nothing of a row that has a fault now, which is reported as such', async () => {
    const list = await previewed();
    rewrite(list.file, at(3, { parent_tel: '07700' }));
    const { stderr } = await rehearse(list);
    expect(stderr).toContain('1 row with faults');
    expect(stderr).not.toContain('since the preview');
  });
});

describe('a list that was not changed after its preview', () => {
  it.each([[[]], [['--json']]])('says nothing of it', async (flags) => {
    const list = await previewed(...flags);
    const { stderr } = await rehearse(list, { stdin: 'n\nn\nn\nn\n' });
    expect(stderr).not.toMatch(/since/iu);
  });

  it('says nothing where the rows were sorted', async () => {
    const list = await previewed();
    rewrite(list.file, FOUR.toReversed());
    expect((await rehearse(list)).stderr).not.toMatch(/since/iu);
  });

  it('says nothing where no record of what was shown is left', async () => {
    const list = await previewed();
    rewrite(list.file, at(0, { team_name: 'Lions' }));
    writeFileSync(`${list.home}/cache/shown-lists.json`, '{"lists":[');
    const ran = await rehearse(list, { stdin: 'n\nn\nn\nn\n' });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stderr).not.toMatch(/since/iu);
  });
});

describe('a list that was changed between two runs', () => {
  const NEXT_DAY = { now: '2026-11-23T09:00:00Z' };

  it('is compared with what the first of them showed, and each change is reported once', async () => {
    const list = await previewed();
    await rehearse(list, { stdin: 'q\n' });
    rewrite(list.file, [...at(2, { membership_fee_amount: '45' }), EVE]);
    expect((await rehearse(list, NEXT_DAY)).stderr).toContain(
      'since the run of 22 Nov 2026, 18:50: 1 row changed (row 4: membership fee), 1 added (row 6)\n',
    );
    expect((await rehearse(list, NEXT_DAY)).stderr).not.toContain('since the run');
  });

  it('reports who came and went by the list that was sent last, where that is the same one', async () => {
    const list = await previewed();
    await rehearse(list, { stdin: 'y\nq\n' });
    rewrite(list.file, [...at(2, { membership_fee_amount: '45' }).slice(0, 3), EVE]);
    const { stderr } = await rehearse(list, NEXT_DAY);
    expect(stderr).toContain(
      'since the run of 22 Nov 2026, 18:50: 1 row changed (row 4: membership fee)\n',
    );
    expect(stderr).toContain('22 Nov 2026: 1 new, 1 gone (Dan Smith)');
  });

  it('says of a message that was sent with another text that it is not sent again', async () => {
    const list = await previewed();
    await rehearse(list, { stdin: 'y\nq\n' });
    rewrite(list.file, at(0, { membership_fee_amount: '45' }));
    const { stderr } = await rehearse(list, { ...NEXT_DAY, stdin: 'y\ny\ny\n' });
    expect(stderr).toContain(
      'row 2 was sent on 22 Nov 2026, 18:50 with another text; it is not sent again\n',
    );
    expect(stderr).not.toContain('Send this to Parent of Ava');
  });

  it('says of many in one line that they were sent with another text', async () => {
    const list = await previewed();
    await rehearse(list, { stdin: 'y\ny\ny\ny\n' });
    rewrite(
      list.file,
      FOUR.map((row) => ({ ...row, membership_fee_amount: '45' })),
    );
    expect((await rehearse(list, NEXT_DAY)).stderr).toContain(
      'rows 2, 3, 4 and 5 were sent with another text; they are not sent again\n',
    );
  });
});

describe('a list that is changed while a run asks about it', () => {
  it('is asked about as it was read, even if the file changes meanwhile', async () => {
    const file = aCsv(FOUR);
    const heading = readFileSync(file, 'utf8').replace('parent_tel', 'Mobile');
    writeFileSync(file, heading);
    const shell = fakeShell({ terminals: ['stdin', 'stderr'], env: { TERM: 'dumb' } });
    const exitCode = runIn(['send', file, '--rehearse'], shell);
    await shell.stderr.shows(/Which column is the parent's mobile\? \(1\/0\/q\/\?\) $/u);
    writeFileSync(file, heading.replaceAll('07700 90010', '07700 90011'));
    shell.keys.type('1');
    await shell.stderr.shows(/Name \(Enter alone: do not keep them\): $/u);
    shell.keys.type('\r');
    await shell.stderr.shows(/Send this to .*\? \(.*\) $/u);
    expect(shell.stderr.text()).toContain('Parent of Ava Smith, +44 7700 900100?');
    shell.keys.type('q');
    expect(await exitCode).toBe(0);
  });
});
