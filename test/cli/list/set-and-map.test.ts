import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { aCsv, aFile, documentIn, run, sample } from '../run.ts';

const WITHOUT_SEASON = FIELDS.filter((field) => field !== 'current_registration_season');

describe('--set', () => {
  it('gives one value to all rows, so that no column is needed', async () => {
    const file = aCsv([{}], WITHOUT_SEASON);
    expect((await run(['check', file])).stdout).toContain('There is no column for the season.');
    const ran = await run([
      'preview',
      '--json',
      file,
      '--set',
      'current_registration_season=2027-28',
    ]);
    expect(documentIn(ran)).toMatchObject({
      messages: [{ content_variables: { '5': '2027-28' } }],
    });
  });

  it('may be given for several fields', async () => {
    const file = aCsv(
      [{}],
      WITHOUT_SEASON.filter((field) => field !== 'membership_fee_amount'),
    );
    const set = [
      '--set',
      'current_registration_season=2026-27',
      '--set',
      'membership_fee_amount=£45',
    ];
    const ran = await run(['preview', '--json', ...set, file]);
    expect(documentIn(ran)).toMatchObject({
      messages: [{ content_variables: { '5': '2026-27', '6': '45' } }],
    });
  });

  it('does for a JSON record as well', async () => {
    const ran = await run(['preview', '-', '--json', '--set', 'team_name=Lions'], {
      stdin: RECORD_WITHOUT_TEAM,
    });
    expect(documentIn(ran)).toMatchObject({ messages: [{ content_variables: { '3': 'Lions' } }] });
  });

  it('that agrees with the file is content, however each is written', async () => {
    const ran = await run([
      'check',
      '--json',
      sample('payload.json'),
      '--set',
      'age_group=Under 11s',
    ]);
    expect(documentIn(ran)).toMatchObject({ summary: { ready: 1, refused: 0 }, problems: [] });
  });

  it('that differs from a row leaves the row to be decided', async () => {
    const file = aCsv([
      { team_name: 'Panthers' },
      { team_name: 'Lions', player_first_name: 'Ava' },
    ]);
    const ran = await run(['check', '--json', file, '--set', 'team_name=Panthers']);
    expect(documentIn(ran)).toMatchObject({
      summary: { ready: 1, refused: 1 },
      problems: [
        { code: 'set_differs', row: 3, column: 'C', heading: 'team_name', value: 'Lions' },
      ],
    });
    expect(ran.exitCode).toBe(3);
  });

  it.each([
    { set: 'team=Lions', says: 'The fields are player_first_name', why: 'there is no such field' },
    {
      set: 'constructor=x',
      says: 'The fields are player_first_name',
      why: 'an object has it, a record has not',
    },
    { set: 'team_name', says: 'Write it as field=value.', why: 'there is no =' },
    { set: 'team_name=', says: 'Write it as field=value.', why: 'there is no value' },
    {
      set: 'parent_tel=07700 900101',
      says: "Each row has its own parent's mobile.",
      why: 'everybody would get the messages of everybody',
    },
    { set: '=Lions', says: 'The fields are player_first_name', why: 'there is no field' },
    {
      set: 'age_group=eleven',
      says: '--set age_group: This is not an age group.',
      why: 'the value is none',
    },
    {
      set: 'membership_fee_amount=forty',
      says: 'is not an amount of money',
      why: 'the value is none',
    },
    {
      set: 'team_name=TBC',
      says: 'is a placeholder, not a value',
      why: 'the value is none',
    },
  ])('$set is wrong usage: $why', async ({ set, says }) => {
    const ran = await run(['check', sample('payload.json'), '--set', set]);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });

  it('keeps an = in the value', async () => {
    const file = aCsv(
      [{}],
      FIELDS.filter((field) => field !== 'team_name'),
    );
    const ran = await run(['preview', '--json', file, '--set', 'team_name=A=B']);
    expect(documentIn(ran)).toMatchObject({ messages: [{ content_variables: { '3': 'A=B' } }] });
  });
});

describe('--map', () => {
  const file = aFile(
    'contact.csv',
    `${FIELDS.join(',').replace('parent_tel', 'Contact')}
Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26
`,
  );

  it('says which column has a field', async () => {
    const ran = await run(['check', '--json', file, '--map', 'parent_tel=Contact']);
    expect(documentIn(ran)).toMatchObject({ summary: { ready: 1, refused: 0 }, problems: [] });
    const { columns } = documentIn(ran) as { readonly columns: readonly object[] };
    expect(columns).toContainEqual({
      column: 'J',
      heading: 'Contact',
      field: 'parent_tel',
      how: 'mapped',
    });
  });

  it.each([
    {
      map: ['parent_tel=Telephone'],
      says: 'has no such heading',
      why: 'the file has no such column',
    },
    {
      map: ['mobile=Contact'],
      says: 'The fields are player_first_name',
      why: 'there is no such field',
    },
    { map: ['parent_tel'], says: 'Write it as field="Heading".', why: 'there is no heading' },
    {
      map: ['parent_tel=Contact', 'team_manager_1_tel=Contact'],
      says: 'to both',
      why: 'one column is one field',
    },
  ])('$map is wrong usage: $why', async ({ map, says }) => {
    const ran = await run(['check', file, ...map.flatMap((one) => ['--map', one])]);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });
});

const turned = (line: string): string => line.split(',').toReversed().join(',');

describe('a kept mapping', () => {
  const file = aFile(
    'spond.csv',
    `${FIELDS.join(',').replace('parent_tel', 'Mobile')},Home
Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26,07700 900102
`,
  );

  it('is kept by --save-map and taken by --use-map', async () => {
    const kept = await run(['check', file, '--map', 'parent_tel=Mobile', '--save-map', 'Spond']);
    expect(kept).toMatchObject({ exitCode: 0 });
    expect(kept.stderr).toContain('The column map Spond is kept: --use-map Spond');
    const { home } = kept;
    const used = await run(['preview', '--json', file, '--use-map', 'spond'], { home });
    expect(documentIn(used)).toMatchObject({ messages: [{ to: 'whatsapp:+447700900101' }] });
    const shown = await run(['check', file, '--use-map', 'spond'], { home });
    expect(shown.stderr).toContain('--use-map spond');
  });

  it('gives way to --map, field by field', async () => {
    const { home } = await run(['check', file, '--map', 'parent_tel=Mobile', '--save-map', 'x']);
    const ran = await run(
      ['preview', '--json', file, '--use-map', 'x', '--map', 'parent_tel=Home'],
      { home },
    );
    expect(documentIn(ran)).toMatchObject({ messages: [{ to: 'whatsapp:+447700900102' }] });
  });

  it('is not kept when the list does not take it', async () => {
    const { home } = await run(['check', file, '--map', 'parent_tel=No', '--save-map', 'x']);
    const ran = await run(['check', file, '--use-map', 'x'], { home });
    expect(ran).toMatchObject({ exitCode: 2 });
    expect(ran.stderr).toContain('There is no column map called x.');
  });

  it('is named when the list lacks a heading of it, with the way out', async () => {
    const { home } = await run(['check', file, '--map', 'parent_tel=Mobile', '--save-map', 'x']);
    const other = aFile('other.csv', 'Team,Contact\nLions,07700 900101\n');
    const ran = await run(['check', other, '--use-map', 'x'], { home });
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr)
      .toBe(`--use-map x, which holds parent_tel="Mobile": ${other} has no such heading.
Its headings are: Team, Contact. Add --map parent_tel="Heading" to take one of them this time, and --save-map x to keep it.
`);
  });

  it('is not blamed for a heading that --map gives in its place', async () => {
    const { home } = await run(['check', file, '--map', 'parent_tel=Mobile', '--save-map', 'x']);
    const ran = await run(['check', file, '--use-map', 'x', '--map', 'parent_tel=No'], { home });
    expect(ran.stderr).toContain('--map parent_tel="No": ');
    expect(ran.stderr).not.toContain('--use-map');
  });

  it('brings back values for all rows and the rows to leave out, and shows them', async () => {
    const list = aFile(
      'status.csv',
      `${FIELDS.filter((field) => field !== 'age_group')
        .join(',')
        .replace('parent_tel', 'Mobile')},Status
Ava,Smith,Panthers,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26,On loan
Ben,Hill,Panthers,Alex Johnson,07700 900001,2026-27,Kim,Hill,07700 900102,40,26,Paid up
`,
    );
    const { home } = await run([
      'check',
      list,
      '--map',
      'parent_tel=Mobile',
      '--set',
      'age_group=u9s',
      '--leave-out',
      'Status=on loan',
      '--save-map',
      'x',
    ]);
    const used = await run(['preview', '--json', list, '--use-map', 'x'], { home });
    expect(documentIn(used)).toMatchObject({
      messages: [{ row: 3, to: 'whatsapp:+447700900102', content_variables: { '4': 'u9s' } }],
    });
    const overridden = await run(
      ['preview', '--json', list, '--use-map', 'x', '--set', 'age_group=u10s'],
      { home },
    );
    expect(documentIn(overridden)).toMatchObject({
      messages: [{ content_variables: { '4': 'u10s' } }],
    });
    expect((await run(['config'], { home })).stdout).toContain(
      '  x: parent_tel="Mobile"; for all rows age_group="u9s"; left out: Status="on loan"\n',
    );
    const config = documentIn(await run(['config', '--json'], { home }));
    expect(config).toMatchObject({
      maps: [
        {
          name: 'x',
          fields: { parent_tel: 'Mobile' },
          set: { age_group: 'u9s' },
          rows: [{ heading: 'Status', value: 'on loan', left_out: true }],
        },
      ],
    });
    // A list in which nobody is on loan any more is no fault, nor is one without the column silent.
    const later = aFile('later.csv', readFileSync(list, 'utf8').replace('On loan', 'Active'));
    expect(await run(['check', later, '--use-map', 'x'], { home })).toMatchObject({ exitCode: 0 });
    const without = aFile('without.csv', readFileSync(list, 'utf8').replace('Status', 'Kit'));
    const refused = await run(['check', without, '--use-map', 'x'], { home });
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain(
      `--use-map x, which holds --leave-out "Status=on loan": ${without} has no such heading.`,
    );
  });

  it('holds nothing about a person, and says what it leaves out', async () => {
    const list = aFile(
      'people.csv',
      `${FIELDS.filter((field) => !field.startsWith('team_manager'))
        .join(',')
        .replace('parent_tel', 'Mobile')},Status
Ava,Smith,Panthers,u11s,2026-27,Jane,Smith,07700 900101,40,26,ring 07700 900109
Ben,Hill,Panthers,u11s,2026-27,Kim,Hill,07700 900102,40,26,Active
`,
    );
    const kept = await run([
      'check',
      list,
      '--map',
      'parent_tel=Mobile',
      '--set',
      'team_manager_1_full_name=Alex Johnson',
      '--set',
      'team_manager_1_tel=07700 900001',
      '--save-map',
      'x',
      '--leave-out',
      'parent_first_name=Jane',
      '--leave-out',
      'Status=ring 07700 900109',
    ]);
    expect(kept.stderr).toContain(
      `Not kept, since it may be about a person: the team manager's name, the team manager's phone, --leave-out "parent_first_name=Jane" and --leave-out "Status=ring 07700 900109".\n`,
    );
    const stored = readFileSync(`${kept.home}/maps/x.json`, 'utf8');
    expect(stored).not.toMatch(/Johnson|Jane|team_manager|parent_first_name/u);
  });

  const RECOGNISED = 'Read with the kept map x (same headings; --no-use-map reads without it).\n';

  it('is recognised by the headings, in any order and spelling, until it is refused', async () => {
    const { home } = await run(['check', file, '--map', 'parent_tel=Mobile', '--save-map', 'x']);
    const [headings = '', row = ''] = readFileSync(file, 'utf8').split('\n');
    const list = aFile('turned.csv', `${turned(headings).toUpperCase()}\n${turned(row)}\n`);
    const ran = await run(['check', '--json', list], { home });
    expect(ran).toMatchObject({ exitCode: 0, stderr: RECOGNISED });
    expect(documentIn(ran)).toMatchObject({ problems: [] });
    const sent = await run(['send', list, '--rehearse'], { home, stdin: 'y\n' });
    expect(sent.exitCode).toBe(0);
    const status = await run(['status', list, '--rehearse', '--json'], { home });
    expect(documentIn(status)).toMatchObject({ messages: [{ state: expect.any(String) }] });
    const refused = await run(['check', list, '--no-use-map'], { home });
    expect(refused).toMatchObject({ exitCode: 3, stderr: '' });
    const other = await run(['check', aFile('other-headings.csv', `${headings},Kit\n${row},M\n`)], {
      home,
    });
    expect(other).toMatchObject({ exitCode: 3, stderr: '' });
  });

  it('is left out where two have the headings, with the way to choose', async () => {
    const keep = (name: string) => [
      'check',
      file,
      '--map',
      'parent_tel=Mobile',
      '--save-map',
      name,
    ];
    const { home } = await run(keep('x'));
    await run(keep('y'), { home });
    const ran = await run(['check', file], { home });
    expect(ran).toMatchObject({ exitCode: 3 });
    expect(ran.stderr).toBe(
      'These are the headings of the kept maps x and y: choose one with --use-map.\n',
    );
  });

  it('that is damaged stops a run that names it, and only that', async () => {
    const { home } = await run(['check', file, '--map', 'parent_tel=Mobile', '--save-map', 'x']);
    writeFileSync(`${home}/maps/bad.json`, '{');
    const named = await run(['check', file, '--use-map', 'bad'], { home });
    expect(named).toMatchObject({ exitCode: 4, stdout: '' });
    expect(named.stderr).toContain('The kept map bad cannot be read: ');
    const ran = await run(['check', file], { home });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stderr).toContain(
      `The kept map bad cannot be read, so it is not compared with this list.\n${RECOGNISED}`,
    );
  });

  it('is not made of nothing', async () => {
    const plain = aCsv([{}], FIELDS);
    const ran = await run(['check', plain, '--save-map', 'x']);
    expect(ran.stderr).toContain(
      'There is nothing to keep as x: no column, value or row was chosen.',
    );
    const used = await run(['check', plain, '--use-map', 'x'], { home: ran.home });
    expect(used).toMatchObject({ exitCode: 2 });
  });

  it.each(['a b', 'a_b', '', '-a', 'ä'])(
    'has a name that a setting can have: not %j',
    async (name) => {
      const ran = await run(['check', file, `--save-map=${name}`]);
      expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    },
  );
});

describe('a full name', () => {
  it('can be mapped, and cannot be given for all', async () => {
    const file = aFile('names.csv', 'Name,team_name\nAva Smith,Lions\n');
    const ran = await run(['check', '--json', file, '--map', 'player_full_name=Name']);
    const { columns } = documentIn(ran) as { readonly columns: readonly object[] };
    expect(columns[0]).toMatchObject({ field: 'player_full_name', how: 'mapped' });
    const set = await run(['check', file, '--set', 'player_full_name=Ava Smith']);
    expect(set).toMatchObject({ exitCode: 2 });
  });
});

describe('--leave-out', () => {
  const file = aFile(
    'left.csv',
    `${FIELDS.join(',')},Status
Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26,Active
Ben,Hartley,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Sam,Hartley,nonsense,40,26,Left
Cara,Hill,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Kim,Hill,07700 900103,40,26,left
`,
  );

  it('is offered by check for values that only a person can interpret', async () => {
    const undecided = aFile(
      'undecided.csv',
      readFileSync(file, 'utf8').replaceAll(/,left$/gimu, ',On loan'),
    );
    const { stdout } = await run(['check', undecided]);
    expect(stdout).toContain('because "Status" has no clear yes or no in them: On loan in 2 rows.');
    expect(stdout).toContain('column M (Status)');
    expect(stdout).toContain('--include "Status=On loan"');
  });

  it('leaves rows unjudged and unsent, and counts them', async () => {
    const ran = await run(['check', file, '--leave-out', 'Status=Left']);
    expect(ran.stdout).toContain('3 records: 1 ready, 0 refused, 2 left out');
    expect(ran.stderr).toContain('--leave-out Status=Left');
    expect(ran.exitCode).toBe(0);
    const json = await run(['check', '--json', file, '--leave-out', 'Status=Left']);
    expect(documentIn(json)).toMatchObject({
      summary: { records: 3, ready: 1, refused: 0, left_out: 2 },
    });
  });

  it('is shown before the first question, and its rows have results', async () => {
    const ran = await run(['send', file, '--rehearse', '--json', '--leave-out', 'Status=Left'], {
      stdin: 'y\n',
    });
    expect(ran.stderr).toContain('2 rows with Status = Left');
    expect(documentIn(ran)).toMatchObject({
      results: [
        { row: 2, outcome: 'accepted' },
        { row: 3, outcome: 'held_back', key: null, error: { code: 'left_out' } },
        { row: 4, outcome: 'held_back', key: null, error: { code: 'left_out' } },
      ],
      summary: { total: 3, accepted: 1, held_back: 2 },
    });
    expect(ran.exitCode).toBe(0);
  });

  it('can leave out every row, which is no fault', async () => {
    const ran = await run([
      'send',
      file,
      '--rehearse',
      '--leave-out',
      'Status=Left',
      '--leave-out',
      'Status=Active',
    ]);
    expect(ran.stderr).toContain('Nothing to send: every row of this list is left out.');
    expect(ran.exitCode).toBe(0);
  });

  it.each([
    ['Status', 'Write it as "Heading=value".', 'no value'],
    ['=Left', 'Write it as "Heading=value".', 'no heading'],
    ['State=Left', 'has no such heading', 'no such column'],
    ['Status=Gone', 'What stands there is: Active, Left', 'no such value'],
  ])('%s is wrong usage: %s', async (leaveOut, says, _why) => {
    const ran = await run(['check', file, '--leave-out', leaveOut]);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });
});

const RECORD_WITHOUT_TEAM = `{
  "player_first_name": "John",
  "player_last_name": "Smith",
  "age_group": "u11s",
  "team_manager_1_full_name": "Alex Johnson",
  "team_manager_1_tel": "+447700900001",
  "current_registration_season": "2026-27",
  "parent_first_name": "Jane",
  "parent_last_name": "Smith",
  "parent_tel": "+447700900123",
  "membership_fee_amount": "40",
  "subscription_fee_amount": "26"
}`;
