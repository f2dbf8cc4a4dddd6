import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_JANE, attemptsIn, aList } from '../desk.ts';

const HEADINGS =
  'Player First Name,Player Last Name,Team,Age Group,Parent First Name,Parent Surname,Mobile,Season,Membership Fee,Monthly Subs,Manager,Manager Mobile';
const JOHN =
  'John,Smith,Panthers,u11s,Jane,Smith,07700 900123,2026-27,40,26,Alex Johnson,07700 900001';
const AVA =
  'Ava,Hartley,Panthers,u11s,Tom,Hartley,07700 900124,2026-27,40,26,Alex Johnson,07700 900001';

const WHICH_IS_THE_MOBILE = "Which column is the parent's mobile? (1/0/q/?)";
const KEEP_AS = 'Name (Enter alone: do not keep them):';

describe('a column that could be two things', () => {
  it('is shown with its first cells, and taken by its digit', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, AVA, ''].join('\n'));
    const terminal = desk.terminal('send', 'spond.csv', '--rehearse');
    const shown = await terminal.waitFor(WHICH_IS_THE_MOBILE);
    expect(shown).toContain("No column is surely the parent's mobile.");
    expect(shown).toContain('  1  Mobile (07700 900123, 07700 900124)');
    await terminal.press('1');
    await terminal.waitFor(KEEP_AS);
    await terminal.press('\r');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor('Send this to Tom Hartley, +44 7700 900124? (y/n/b/q/?)');
    await terminal.press('q');
    await terminal.exit;
    expect(attemptsIn(desk, 'rehearsal.db')).toMatchObject([
      { recipient: 'whatsapp:+447700900123', state: 'accepted' },
    ]);
  });

  it('is not taken on 0, and nothing can be sent', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, ''].join('\n'));
    const terminal = desk.terminal('send', 'spond.csv', '--rehearse');
    await terminal.waitFor(WHICH_IS_THE_MOBILE);
    await terminal.press('0');
    expect(await terminal.exit).toMatchObject({ exitCode: 3 });
    expect(attemptsIn(desk, 'rehearsal.db')).toEqual([]);
  });

  it('is kept with --save-map, and not asked about the next time', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, ''].join('\n'));
    const first = desk.terminal('send', 'spond.csv', '--rehearse', '--save-map', 'spond');
    await first.waitFor(WHICH_IS_THE_MOBILE);
    await first.press('1');
    await first.waitFor(ASKS_JANE);
    await first.press('q');
    await first.exit;
    const again = desk.terminal('send', 'spond.csv', '--rehearse', '--use-map', 'spond');
    const shown = await again.waitFor(ASKS_JANE);
    expect(shown).not.toContain('Which column');
    await again.press('q');
    await again.exit;
  });

  it('is not asked about without a terminal: --map is needed', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, ''].join('\n'));
    const { exitCode, stderr } = await desk.piped('y\n', 'send', 'spond.csv', '--rehearse');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('--map parent_tel=');
    expect(attemptsIn(desk, 'rehearsal.db')).toEqual([]);
  });
});

const WITHOUT_FEES = HEADINGS.replace('Monthly Subs', 'Per month').replace(
  'Mobile,Season',
  'Parent Mobile,Season',
);

const aListWithout = (desk: ReturnType<typeof aDesk>): void => {
  desk.write(
    'club.csv',
    [WITHOUT_FEES.replace('Season', 'Kit'), JOHN.replace('2026-27', 'M'), ''].join('\n'),
  );
};

describe('a field without a column', () => {
  it.each(['check', 'preview'] as const)(
    'is asked about by %s, and the answers are kept, recognised and can be refused',
    async (command) => {
      const desk = aDesk();
      aListWithout(desk);
      const terminal = desk.terminal(command, 'club.csv');
      const season = await terminal.waitFor('Which column is the season? (1-2/0/q/?)');
      expect(season).toContain('No column is surely the season (question 1 of 2).');
      await terminal.press('0');
      await terminal.waitFor('The value for all rows (Enter alone goes back):');
      await terminal.press('2026-27\r');
      const fee = await terminal.waitFor('Which column is the monthly subscription? (1-2/0/b/q/?)');
      expect(fee).toContain('  1  Per month (26)');
      await terminal.press('1');
      await terminal.waitFor(KEEP_AS);
      await terminal.press('club\r');
      await terminal.waitFor('The column map club is kept: --use-map club');
      expect(await terminal.exit).toMatchObject({ exitCode: 0 });

      const again = await desk.piped('', 'preview', 'club.csv', '--json');
      expect(again.stderr).toBe(
        'Read with the kept map club (same headings; --no-use-map reads without it).\n',
      );
      expect(JSON.parse(again.stdout)).toMatchObject({
        messages: [{ content_variables: { '5': '2026-27', '7': '26' } }],
      });
      const refused = await desk.piped('', 'check', 'club.csv', '--no-use-map');
      expect(refused.exitCode).toBe(3);
      expect(refused.stdout).toContain('--map subscription_fee_amount="Per month"');
    },
  );

  it('ends the run on q and on Ctrl-C, and nothing is kept', async () => {
    const desk = aDesk();
    aListWithout(desk);
    for (const key of ['q', '\u0003']) {
      const terminal = desk.terminal('send', 'club.csv', '--rehearse');
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await terminal.waitFor('Which column is the season?');
      // oxlint-disable-next-line no-await-in-loop -- as above
      await terminal.press(key);
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await terminal.exit).toMatchObject({ exitCode: 130 });
    }
    const { stdout } = await desk.piped('', 'config');
    expect(stdout).toContain('No column map is kept.');
  });

  it('is not asked about with --json, which has the likely columns', async () => {
    const desk = aDesk();
    aListWithout(desk);
    const terminal = desk.terminal('check', 'club.csv', '--json');
    expect(await terminal.exit).toMatchObject({ exitCode: 3 });
    expect(terminal.screen()).not.toContain('Which column');
  });
});

const WITH_STATUS = `${HEADINGS.replace('Mobile,Season', 'Parent Mobile,Season')},Status`;
const ASKS_TOM = 'Send this to Tom Hartley, +44 7700 900124? (y/n/b/q/?)';

describe('a column that says who has left', () => {
  it('leaves these rows out without a question, and says so before the first one', async () => {
    const desk = aDesk();
    desk.write('status.csv', [WITH_STATUS, `${JOHN},Left`, `${AVA},Active`, ''].join('\n'));
    const terminal = desk.terminal('send', 'status.csv', '--rehearse');
    const shown = await terminal.waitFor(ASKS_TOM);
    expect(shown).toContain('left out  1 row: Left under "Status" (M)');
    expect(shown).toContain('Left out: "Status" says this player has left.');
    expect(shown).not.toContain('which should get the invite?');
    expect(shown).not.toContain('Send this to Jane Smith');
    await terminal.press('q');
    await terminal.exit;
    expect(attemptsIn(desk, 'rehearsal.db')).toEqual([]);
  });

  it('is one question with all its values where some are unclear', async () => {
    const desk = aDesk();
    const ben = AVA.replace('Ava', 'Ben');
    const lines = [WITH_STATUS, `${JOHN},On loan`, `${AVA},Active`, `${ben},Left`, ''];
    desk.write('status.csv', lines.join('\n'));
    const terminal = desk.terminal('send', 'status.csv', '--rehearse');
    const asked = await terminal.waitFor('or 0 for none of them:');
    expect(asked).toContain('Column M (Status): which should get the invite?');
    expect(asked).toContain('On loan  1 row  unclear');
    expect(asked).toContain('Left     1 row  has left');
    terminal.type('1\r');
    const shown = await terminal.waitFor('Send this to Jane Smith');
    expect(shown).toContain('2 rows: Active and Left under "Status" (M)');
    await terminal.press('q');
    await terminal.exit;
  });

  it('is kept with --save-map, but for those who get the invite although their row says no', async () => {
    const desk = aDesk();
    const ben = AVA.replace('Ava', 'Ben');
    const lines = [WITH_STATUS, `${JOHN},On loan`, `${AVA},Active`, `${ben},Left`, ''];
    desk.write('status.csv', lines.join('\n'));
    const first = desk.terminal('send', 'status.csv', '--rehearse', '--save-map', 'club');
    await first.waitFor('or 0 for none of them:');
    first.type('1 2 3\r');
    await first.waitFor('Type override to invite them');
    first.type('override\r');
    const shown = await first.waitFor('Send this to Jane Smith');
    expect(shown).not.toContain('under "Status" (M)');
    await first.press('n');
    await first.waitFor(ASKS_TOM);
    await first.press('n');
    await first.waitFor('You included this row although "Status" says not to write.');
    await first.press('q');
    await first.exit;
    const again = desk.terminal('send', 'status.csv', '--rehearse', '--use-map', 'club');
    const next = await again.waitFor('Send this to Jane Smith');
    expect(next).not.toContain('which should get the invite?');
    expect(next).toContain('1 row: Left under "Status" (M)');
    await again.press('q');
    await again.exit;
  });

  it('leaves out the unclear rows where answers come as lines, and --include decides otherwise', async () => {
    const desk = aDesk();
    desk.write('status.csv', [WITH_STATUS, `${JOHN},On loan`, `${AVA},Active`, ''].join('\n'));
    const safe = await desk.piped('', 'send', 'status.csv', '--rehearse', '--json');
    expect(JSON.parse(safe.stdout)).toMatchObject({
      results: [
        { row: 2, outcome: 'held_back', error: { code: 'left_club' } },
        { row: 3, outcome: 'left' },
      ],
    });
    const line = ['send', 'status.csv', '--rehearse', '--include', 'Status=On loan'];
    const included = await desk.piped('y\nq\n', ...line);
    expect(included.stderr).toContain('Send this to Jane Smith');
    expect(attemptsIn(desk, 'rehearsal.db')).toMatchObject([
      { recipient: 'whatsapp:+447700900123', state: 'accepted' },
    ]);
  });
});

describe('a consent column', () => {
  it('leaves out every no, however many different answers there are', async () => {
    const desk = aDesk();
    const headings = WITH_STATUS.replace('Status', 'WhatsApp consent?');
    const others = Array.from(
      { length: 64 },
      (_, at) =>
        `${JOHN.replace('John', `John${'abcdefgh'[at >> 3] ?? ''}${'abcdefgh'[at & 7] ?? ''}`)},No (form ${at})`,
    );
    const lines = [headings, ...others, `${AVA},"Yes, by form"`, ''];
    desk.write('consent.csv', lines.join('\n'));
    const terminal = desk.terminal('send', 'consent.csv', '--rehearse');
    const shown = await terminal.waitFor(ASKS_TOM);
    expect(shown.replaceAll(/\s+/gu, ' ')).toContain('64 rows: No (form 0), No (form 1)');
    await terminal.press('y');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(attemptsIn(desk, 'rehearsal.db')).toMatchObject([
      { recipient: 'whatsapp:+447700900124', state: 'accepted' },
    ]);
  });

  it('also leaves out rows without a terminal', async () => {
    const desk = aDesk();
    const headings = WITH_STATUS.replace('Status', 'consentWhatsApp');
    desk.write('consent.csv', [headings, `${JOHN},FALSE`, `${AVA},TRUE`, ''].join('\n'));
    const piped = await desk.piped('y\ny\n', 'send', 'consent.csv', '--rehearse');
    expect(piped.exitCode).toBe(0);
    expect(piped.stderr).toContain('1 row: FALSE under "consentWhatsApp" (M)');
    expect(attemptsIn(desk, 'rehearsal.db')).toMatchObject([
      { recipient: 'whatsapp:+447700900124', state: 'accepted' },
    ]);
  });
});

const CODED = { player_first_name: 'Noah', parent_last_name: 'D&#039;Arcy' };

describe('a list of which no row can be sent without a repair', () => {
  it('leads to a question about the repair, and the message has the repaired value', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings, [CODED]).terminal('send', 'players.json');
    await terminal.waitFor("D&#039;Arcy -> D'Arcy? (y/n)");
    await terminal.press('y');
    await terminal.waitFor("Send this to Jane D'Arcy, +44 7700 900123? (y/n/b/q/?)");
    await terminal.press('y');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
  });

  it('sends nothing after a no', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings, [CODED]).terminal('send', 'players.json');
    await terminal.waitFor("D&#039;Arcy -> D'Arcy? (y/n)");
    await terminal.press('n');
    expect(await terminal.exit).toMatchObject({ exitCode: 3 });
    expect(standIn.posts).toEqual([]);
  });
});

describe('a list whose names were read in the wrong encoding', () => {
  const names = ['ZoÃ«', 'RenÃ©e', 'SiÃ¢n', 'ChloÃ©'];
  const records = names.map((player_first_name, at) => ({
    player_first_name,
    parent_tel: `+44770090012${at}`,
  }));

  it('is asked about once, with three samples', async () => {
    const desk = aDesk({}, records);
    const terminal = desk.terminal('send', 'players.json', '--rehearse');
    const asked = await terminal.waitFor('Read all 4 so? n asks about each. (y/n)');
    expect(asked).toContain('4 values were read in the wrong encoding, for example:');
    for (const sample of ['ZoÃ« -> Zoë', 'RenÃ©e -> Renée', 'SiÃ¢n -> Siân']) {
      expect(asked).toContain(sample);
    }
    await terminal.press('y');
    expect(await terminal.waitFor('4 messages to ask now.')).not.toContain('ChloÃ© -> Chloé?');
    await terminal.waitFor('(y/n/b/q/?)');
    await terminal.press('q');
    await terminal.exit;
  });

  it('is asked about name by name after a no', async () => {
    const desk = aDesk({}, records);
    const terminal = desk.terminal('send', 'players.json', '--rehearse');
    await terminal.waitFor('Read all 4 so? n asks about each. (y/n)');
    await terminal.press('n');
    for (const change of ['ZoÃ« -> Zoë', 'RenÃ©e -> Renée', 'SiÃ¢n -> Siân', 'ChloÃ© -> Chloé']) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await terminal.waitFor(`${change}? (y/n)`);
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await terminal.press(change.startsWith('Zo') ? 'y' : 'n');
    }
    await terminal.waitFor('1 message to ask now.');
    await terminal.waitFor('(y/n/b/q/?)');
    await terminal.press('q');
    await terminal.exit;
    expect(attemptsIn(desk, 'rehearsal.db')).toEqual([]);
  });
});

const rowOf = (name: string): string => JOHN.replace('John', name);

describe('a list from an old Mac, and a kept map', () => {
  const NAMES = ['Zo‘', 'RenŽe', 'AndrŽ'];
  const headings = HEADINGS.replace('Mobile,Season', 'Handset,Season');

  it('keeps the answer about the encoding, and reads the next list with it', async () => {
    const desk = aDesk();
    desk.write('mac.csv', [headings, ...NAMES.map(rowOf), ''].join('\n'));
    const keep = ['--map', 'parent_tel=Handset', '--save-map', 'club'];
    const terminal = desk.terminal('send', 'mac.csv', '--rehearse', ...keep);
    for (const change of ['Zo‘ -> Zoë', 'RenŽe -> Renée', 'AndrŽ -> André']) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await terminal.waitFor(`${change}? (y/n)`);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await terminal.press('y');
    }
    await terminal.waitFor('(y/n/b/q/?)');
    await terminal.press('q');
    await terminal.exit;

    desk.write('next.csv', [headings, ...[...NAMES, 'Chlo‘'].map(rowOf), ''].join('\n'));
    const next = await desk.piped('', 'preview', 'next.csv', '--json');
    const { messages } = JSON.parse(next.stdout) as {
      readonly messages: readonly { readonly content_variables: { readonly 2: string } }[];
    };
    expect(messages.map((message) => message.content_variables[2])).toEqual([
      'Zoë',
      'Renée',
      'André',
      'Chloë',
    ]);
    const without = await desk.piped(
      '',
      'check',
      'next.csv',
      '--map',
      'parent_tel=Handset',
      '--no-use-map',
    );
    expect(without.exitCode).toBe(3);
  });
});

const NUMBERS = ['106', '104', '105', '101', '103', '102'];

const people = (numbers: readonly string[]) =>
  ['Ava', 'Ben', 'Cara', 'Dan', 'Eve', 'Finn'].map((player_first_name, index) => ({
    player_first_name,
    parent_tel: `+447700900${numbers[index]}`,
  }));

describe('a list that was sent before, and whose phone column alone was sorted since', () => {
  it('stops the run without a terminal, and continues on a y at one', async () => {
    const desk = aDesk({}, people(NUMBERS));
    await desk.piped('y\n'.repeat(6), 'send', 'players.json', '--rehearse');
    expect(attemptsIn(desk, 'rehearsal.db')).toHaveLength(6);

    desk.write('players.json', aList(people(NUMBERS.toSorted())));
    const piped = await desk.piped('y\n'.repeat(6), 'send', 'players.json', '--rehearse');
    expect(piped.exitCode).toBe(3);
    expect(attemptsIn(desk, 'rehearsal.db')).toHaveLength(6);

    const terminal = desk.at(200)('send', 'players.json', '--rehearse');
    await terminal.waitFor(/6 of 6 players have another mobile than on .*\? \(y\/n\)/u);
    await terminal.press('y');
    await terminal.waitFor('Send this to Jane Smith, +44 7700 900101? (y/n/b/q/?)');
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(attemptsIn(desk, 'rehearsal.db')).toHaveLength(6);
  });
});
