import { copyFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aCsv, documentIn, run, sample, type RowParts } from '../run.ts';

type Sent = {
  readonly results: readonly { readonly row: number; readonly outcome: string }[];
  readonly summary: { readonly [part: string]: number };
};

const REHEARSE = ['send', sample('players.csv'), '--rehearse'];

async function sent(
  flags: readonly string[],
  stdin: string,
  home?: string,
): Promise<Sent & { readonly home: string; readonly stderr: string; readonly exitCode: number }> {
  const ran = await run([...REHEARSE, '--json', ...flags], {
    stdin,
    ...(home === undefined ? {} : { home }),
  });
  return { ...(documentIn(ran) as Sent), ...ran };
}

const rowsWith = ({ results }: Sent, outcome: string): readonly number[] =>
  results.filter((one) => one.outcome === outcome).map(({ row }) => row);

describe('a send of a part of a list', () => {
  it('asks about one team, and counts all other rows as left, also those with faults', async () => {
    const ran = await sent(['--team', 'bears'], 'y\ny\ny\n');
    expect(rowsWith(ran, 'accepted')).toEqual([5, 8, 12]);
    expect(ran.summary).toEqual({
      total: 14,
      accepted: 3,
      already_sent: 0,
      skipped: 0,
      held_back: 0,
      refused: 0,
      unknown: 0,
      left: 11,
    });
    expect(ran.stderr).toContain('            left for later: 11, by --team bears\n');
    expect(ran.stderr).toContain('  left out  nothing\n');
    expect(ran.stderr).toContain(
      `To go on with the rest of the list (11): urmston-invite send ${sample('players.csv')} --rehearse\n`,
    );
    expect(ran.exitCode).toBe(0);
  });

  it('takes the first ones that were not sent yet, each time the same line is run', async () => {
    const first = await sent(['--first', '2'], 'y\ny\n');
    const second = await sent(['--first', '2'], 'y\ny\n', first.home);
    expect([rowsWith(first, 'accepted'), rowsWith(second, 'accepted')]).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect(second.summary).toMatchObject({ total: 14, already_sent: 2, held_back: 1, left: 9 });
    expect(second.stderr).toContain('left for later: 9, by --first 2\n');
    expect(second.stderr).toContain(
      `To go on with what waits (9): urmston-invite send ${sample('players.csv')} --first 2 --rehearse\n`,
    );
  });

  it('does not count what was sent before as left for later', async () => {
    const { home } = await sent(['--team', 'Bears'], 'y\ny\ny\n');
    const ran = await sent(['--row', '2'], 'y\n', home);
    expect(ran.stderr).toContain('left for later: 10, by --row 2\n');
    expect(ran.summary).toMatchObject({ total: 14, accepted: 1, already_sent: 3, left: 10 });
  });

  it('goes on with the same line while something of the team waits', async () => {
    const { stderr } = await sent(['--team', 'Bears'], 'y\nn\nq\n');
    expect(stderr).toContain(
      `To go on with what waits (2): urmston-invite send ${sample('players.csv')} --team Bears --rehearse\n`,
    );
  });

  it('says what is wrong with the row that was chosen', async () => {
    const ran = await sent(['--row', '14'], '');
    expect(ran.stderr).toContain('  row 14, column G (Parent Mobile): 07700 90012\n');
    expect(ran.stderr).toContain(
      'Nothing to ask by --row 14: the rows with faults are told above.',
    );
    expect([ran.exitCode, ran.summary]).toMatchObject([3, { held_back: 1, left: 13 }]);
  });

  it.each([
    { flags: ['--team', 'Beers'], error: { code: 'team_not_found', fix: /Bears u7s/u } },
    { flags: ['--player', 'Oliwer'], error: { code: 'player_not_found', fix: /Oliver Hartley/u } },
    { flags: ['--row', '99'], error: { code: 'row_not_found', fix: /spreadsheet/u } },
  ])('stops at $flags, which the list does not have', async ({ flags, error }) => {
    const ran = await run([...REHEARSE, '--json', ...flags]);
    expect(documentIn(ran)).toMatchObject({
      error: { code: error.code, fix: expect.stringMatching(error.fix) },
    });
    expect(ran.exitCode).toBe(2);
  });
});

describe('a list of which a part was sent', () => {
  const NAMES = ['Ava', 'Ben', 'Cara', 'Dan'];
  const rows: readonly RowParts[] = NAMES.map((player_first_name, at) => ({
    player_first_name,
    parent_tel: `07700 90010${at}`,
    team_name: at < 2 ? 'Lions' : 'Bears',
  }));

  it('is remembered whole: the next run reports no one as gone or new', async () => {
    const file = aCsv(rows);
    const { home } = await run(['send', file, '--rehearse', '--team', 'Lions'], { stdin: 'y\n' });
    const next = await run(['send', file, '--rehearse', '--team', 'Bears'], { home });
    expect(next.stderr).toMatch(/ {2}since {5}\d+ \w+ \d{4}: the same\n/u);
  });

  it('is compared with the last time all of it was shown', async () => {
    const file = aCsv(rows);
    const { home } = await run(['preview', file]);
    await run(['send', file, '--rehearse', '--first', '1'], { home });
    copyFileSync(aCsv(rows.with(3, { ...rows[3], membership_fee_amount: '41' })), file);
    const next = await run(['send', file, '--rehearse', '--team', 'Bears'], { home });
    expect(next.stderr).toContain('1 row changed (row 5: membership fee)');
  });
});

describe('check and preview of a part of a list', () => {
  it('show the faults and the messages of that part, and repeat the options', async () => {
    const file = sample('players.csv');
    const checked = await run(['check', file, '--team', 'Tigers u13']);
    expect(checked.stdout).toContain('14 records: 2 ready, 1 refused\n');
    expect(checked.stdout).toContain('Left for later: 11, by --team "Tigers u13".\n');
    expect(checked.stderr).toContain(`Next: urmston-invite preview ${file} --team "Tigers u13"\n`);
    const shown = await run(['preview', file, '--team', 'bears', '--first', '2']);
    expect(shown.stdout.match(/^Row \d+/gmu)).toEqual(['Row 5', 'Row 8']);
    expect(shown.stderr).toContain('\nLeft for later: 12, by --team bears --first 2.\n');
    expect(shown.stderr).toContain(
      `Next: urmston-invite send ${file} --team bears --first 2 --rehearse\n`,
    );
  });

  it('count the same records in check', async () => {
    const ran = await run(['check', sample('players.csv'), '--json', '--player', 'Taylor']);
    expect(documentIn(ran)).toMatchObject({
      summary: { records: 14, ready: 2, refused: 0, repeated: 0, left_out: 0, left: 12 },
      problems: [],
    });
  });

  it('refuse a list without a column for teams by that, and not by the team', async () => {
    const { team_name: _, ...others } = { team_name: 'Lions', player_first_name: 'Ava' };
    const ran = await run([
      'check',
      '--json',
      aCsv([others]),
      '--team',
      'Lions',
      '--map',
      'team_name=Squad',
    ]);
    expect(documentIn(ran)).not.toMatchObject({ error: { code: 'team_not_found' } });
  });
});

describe('a test of a part of a list', () => {
  it('goes on to a send of the whole list', async () => {
    const file = sample('players.csv');
    const ran = await run(['test', file, '--rehearse', '--team', 'Bears', '--first', '1'], {
      stdin: 'y\ny\n',
    });
    expect(ran.stderr).toContain('1 record that can be tried');
    expect(ran.stderr).toContain(`When all reads right: urmston-invite send ${file} --rehearse\n`);
  });
});

describe('commands that are about all of a list', () => {
  it.each([
    ['report', 'players.csv', '--team', 'Bears'],
    ['status', 'players.csv', '--first', '3'],
    ['opt-out', 'import', 'players.csv', '--row', '3'],
  ])('%s %s refuses %s', async (...argv) => {
    const ran = await run(argv);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('is an option of check, preview, send and test.');
  });
});
