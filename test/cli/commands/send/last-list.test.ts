import { describe, expect, it } from '@jest/globals';
import { fakeShell, type FakeShell } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, run, runIn, type RowParts } from '../../run.ts';

const NAMES = ['Ava', 'Ben', 'Cara', 'Dan', 'Eve', 'Finn'];
const NUMBERS = ['106', '104', '105', '101', '103', '102'];

function rowsWith(numbers: readonly string[]): readonly RowParts[] {
  return NAMES.map((player_first_name, index) => ({
    player_first_name,
    parent_tel: `07700 900${numbers[index]}`,
  }));
}

const LIST = aCsv(rowsWith(NUMBERS));
const SORTED = aCsv(rowsWith(NUMBERS.toSorted()));

/** A home in which the list was rehearsed eleven days before and one of its messages sent. */
async function homeOfAnEarlierRun(): Promise<string> {
  const scene = { stdin: 'y\n', now: '2026-11-12T18:00:00Z' };
  return (await run(['send', LIST, '--rehearse'], scene)).home;
}

type Session = { readonly shell: FakeShell; readonly exitCode: Promise<number> };

function atATerminal(list: string, home?: string): Session {
  const shell = fakeShell({
    terminals: ['stdin', 'stderr'],
    env: { TERM: 'dumb' },
    ...(home === undefined ? {} : { home, env: { TERM: 'dumb', URMSTON_INVITE_HOME: home } }),
  });
  return { shell, exitCode: runIn(['send', list, '--rehearse'], shell) };
}

async function press({ shell }: Session, question: RegExp, key: string): Promise<void> {
  await shell.stderr.shows(question);
  shell.keys.type(key);
}

describe('a list whose phone column was sorted alone', () => {
  it('stops without a keyboard: nothing is sent, and each row says why', async () => {
    const home = await homeOfAnEarlierRun();
    const ran = await run(['send', SORTED, '--rehearse', '--json'], {
      stdin: 'y\n'.repeat(6),
      home,
    });
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).not.toContain('Send this to');
    expect(ran.stderr).toContain(
      '6 of 6 players have another mobile than in the list of 12 Nov 2026',
    );
    expect(documentIn(ran)).toMatchObject({
      results: NAMES.map((_, index) => ({
        row: index + 2,
        outcome: 'held_back',
        error: { code: 'numbers_changed' },
      })),
      summary: { total: 6, held_back: 6 },
    });
  });

  it('stops again the next time: what was refused is not the last list', async () => {
    const home = await homeOfAnEarlierRun();
    const scene = { stdin: 'y\n', home };
    await run(['send', SORTED, '--rehearse'], scene);
    expect((await run(['send', SORTED, '--rehearse'], scene)).exitCode).toBe(3);
    expect((await run(['send', LIST, '--rehearse'], { home })).stderr).toContain(
      '12 Nov 2026: the same',
    );
  });

  it('asks at a terminal, once, and goes on by y', async () => {
    const session = atATerminal(SORTED, await homeOfAnEarlierRun());
    await press(
      session,
      /6 of 6 players have another mobile than on 12 Nov 2026\. Go on all the same\? \(y\/n\) $/u,
      'y',
    );
    await press(session, /1 of 6 [^]*\(y\/n\/b\/q\/\?\) $/u, 'q');
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stdout.text()).toBe('REHEARSAL  6 records: 6 left for next time\n');
  });

  it('stops at a terminal by n', async () => {
    const session = atATerminal(SORTED, await homeOfAnEarlierRun());
    await press(session, /Go on all the same\? \(y\/n\) $/u, 'n');
    expect(await session.exitCode).toBe(3);
    expect(session.shell.stdout.text()).toBe('REHEARSAL  6 records: 6 held back\n');
  });

  it('is left at Ctrl-C, with nothing sent', async () => {
    const session = atATerminal(SORTED, await homeOfAnEarlierRun());
    await press(session, /Go on all the same\? \(y\/n\) $/u, '\u0003');
    expect(await session.exitCode).toBe(130);
    expect(session.shell.stdout.text()).toBe('REHEARSAL  6 records: 6 left for next time\n');
  });
});

describe('the header of a list that is another than the last', () => {
  it('counts new, gone and changed players, and shows the rows below', async () => {
    const home = await homeOfAnEarlierRun();
    const [, ben = {}, cara = {}, ...others] = rowsWith(NUMBERS);
    const now = aCsv([
      { ...ben, team_name: 'Lions' },
      { ...cara, parent_tel: '07700 900199' },
      ...others,
      { player_first_name: 'Gus', parent_tel: '07700 900107' },
    ]);
    const { stderr } = await run(['send', now, '--rehearse'], { home });
    expect(stderr).toContain(
      'since     12 Nov 2026: 1 new, 1 gone (Ava Smith), 1 other team, 1 other number\n',
    );
    expect(stderr).toMatch(/was in Panthers u11s in the list of 12 Nov 2026\.\n {2}row 2\n/u);
    expect(stderr).toMatch(/another mobile in the list of 12 Nov 2026\.\n {2}row 3\n/u);
  });

  it('says nothing of a list before where there is none', async () => {
    expect((await run(['send', LIST, '--rehearse'])).stderr).not.toContain('since');
  });

  it('does not take a list for the last one of which nothing was sent', async () => {
    const { home } = await run(['send', LIST, '--rehearse'], { stdin: 'n\nq\n' });
    expect((await run(['send', LIST, '--rehearse'], { home })).stderr).not.toContain('since');
  });
});

describe('one child with two parents', () => {
  const TWO = aCsv([
    { parent_tel: '07700 900101' },
    { parent_tel: '07700 900102', parent_first_name: 'Tom' },
  ]);
  const QUESTION = new RegExp(
    [
      String.raw`Row 2 and row 3 are John Smith with two parents: `,
      String.raw`Jane Smith, \+44 7700 900101; Tom Smith, \+44 7700 900102\.\n`,
      String.raw`Send to the first, the second or both\? \(1/2/b\) $`,
    ].join(''),
    'u',
  );

  it('is asked about once; the parent left out is held back, now and the next time', async () => {
    const first = atATerminal(TWO);
    await press(first, QUESTION, '2');
    await press(first, /1 of 1 [^]*Tom Smith[^]*\(y\/n\/b\/q\/\?\) $/u, 'n');
    expect(await first.exitCode).toBe(0);
    expect(first.shell.stdout.text()).toBe('REHEARSAL  2 records: 1 skipped by you, 1 held back\n');

    const home = first.shell.home;
    const second = await run(['send', TWO, '--rehearse', '--json'], { stdin: 'n\n', home });
    expect(second.stderr).toContain(
      'row 2: John Smith (Panthers u11s) goes to the parent in row 3, as answered before',
    );
    expect(documentIn(second)).toMatchObject({
      results: [
        { row: 2, outcome: 'held_back', error: { code: 'two_parents' } },
        { row: 3, outcome: 'skipped' },
      ],
    });
  });

  it('is asked about twice where both are chosen: once for each parent', async () => {
    const session = atATerminal(TWO);
    await press(session, QUESTION, 'b');
    await press(session, /1 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u, 'q');
    expect(await session.exitCode).toBe(0);
  });

  it('is not asked about on piped answers, where each message is', async () => {
    const { stderr, stdout } = await run(['send', TWO, '--rehearse'], { stdin: 'n\nn\n' });
    expect(stderr).not.toContain('both? (1/2/b)');
    expect(stdout).toBe('REHEARSAL  2 records: 2 skipped by you\n');
  });
});

describe('a message that may go to a player', () => {
  const leo = { player_first_name: 'Leo', parent_first_name: 'Leo' };
  const CHILD = aCsv([leo, { parent_tel: '07700 900102' }]);
  const YOUTH = aCsv([{ ...leo, age_group: 'u17s' }]);
  const QUESTION = new RegExp(
    [
      String.raw`Row 2: Leo Smith \(Panthers u17s\), \+44 7700 900123\nPlayer and parent have the same name, `,
      String.raw`so the message may go to the player\.\n`,
      String.raw`Does it reach a parent or the welfare officer, too\? \(y/n\) $`,
    ].join(''),
    'u',
  );

  it('is refused up to the u16s, and the others are sent', async () => {
    const sent = await run(['send', CHILD, '--rehearse', '--json'], { stdin: 'n\n' });
    expect(documentIn(sent)).toMatchObject({
      results: [
        { row: 2, outcome: 'held_back', error: { code: 'recipient_is_player' } },
        { row: 3, outcome: 'skipped' },
      ],
    });
  });

  it('is asked about from the u17s on, once: a no leaves it out', async () => {
    const first = atATerminal(YOUTH);
    await press(first, QUESTION, 'n');
    expect(await first.exitCode).toBe(0);
    expect(first.shell.stdout.text()).toBe('REHEARSAL  1 record: 1 held back\n');
    const second = await run(['send', YOUTH, '--rehearse'], { home: first.shell.home });
    expect(second.stderr).toContain(
      'Leo Smith (Panthers u17s) is left out, since the message may go to the player, as',
    );
  });

  it('is asked about like any other after a yes', async () => {
    const session = atATerminal(YOUTH);
    await press(session, QUESTION, 'y');
    await press(session, /1 of 1 [^]*Leo Smith[^]*\(y\/n\/b\/q\/\?\) $/u, 'n');
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stdout.text()).toBe('REHEARSAL  1 record: 1 skipped by you\n');
  });

  it('waits where nobody is at a terminal to decide', async () => {
    const { stderr, stdout } = await run(['send', YOUTH, '--rehearse'], { stdin: 'y\n' });
    expect(stderr).toContain('waits for your answer, since the message may go to the player');
    expect(stdout).toBe('REHEARSAL  1 record: 1 held back\n');
  });
});
