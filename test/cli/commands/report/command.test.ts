import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import {
  aCsv,
  aFile,
  documentIn,
  rowsFor,
  run,
  sample,
  type Ran,
  type RowParts,
} from '../../run.ts';

const ADDED = ['State', 'Reason', 'What to do', 'SID', 'When', 'Last reply', 'Answer'];
const LATER = '2026-11-25T10:00:00Z';

/** Four rows: refused by Twilio, accepted, of unknown outcome, and held back by the list. */
const MIXED: readonly RowParts[] = [
  ...rowsFor(['211', '101', '500']),
  { ...rowsFor(['', '', '', '102'])[3], player_first_name: 'Dan', parent_tel: '07700 90012' },
];

async function sent(file: string, answers = 'y\ny\ny\ny\ny\n', home?: string): Promise<Ran> {
  return await run(['send', file, '--rehearse'], {
    stdin: answers,
    ...(home === undefined ? {} : { home }),
  });
}

const cellsOf = (csv: string, delimiter = ','): readonly (readonly string[])[] =>
  parse(csv, { bom: true, delimiter });

type Told = {
  readonly rows: readonly { readonly [key: string]: unknown }[];
  readonly summary: { readonly [state: string]: number };
};

describe('report <file>', () => {
  it('has every row with its own columns, then what became of it', async () => {
    const file = aCsv(MIXED);
    const { home } = await sent(file);
    const ran = await run(['report', file, '--rehearse'], { home });
    expect(ran.exitCode).toBe(0);
    const [headings = [], ...rows] = cellsOf(ran.stdout);
    const [listed = [], ...own] = cellsOf(readFileSync(file, 'utf8'));
    expect(headings).toEqual([...listed, ...ADDED]);
    expect(rows.map((row) => row.slice(0, listed.length))).toEqual(
      own.map((row) => row.map((text) => (text.startsWith('+') ? `'${text}` : text))),
    );
    expect(rows.map((row) => row[listed.length])).toEqual([
      'refused',
      'accepted by Twilio',
      'unknown',
      'held back',
    ]);
    expect(rows.map((row) => row[listed.length + 3]?.slice(0, 2))).toEqual(['', 'MM', '', '']);
    expect(rows[3]?.[listed.length + 1]).toBe(
      "The parent's mobile has 10 digits; a UK number written like this has 11.",
    );
    expect(rows[1]?.at(-3)).toBe('23 Nov 2026, 10:00');
  });

  it('is UTF-8 with a mark and ends its lines as Excel does', async () => {
    const { stdout } = await run(['report', sample('players.csv'), '--rehearse']);
    expect(stdout.startsWith('\uFEFFPlayer First Name,')).toBe(true);
    expect(stdout.endsWith('\r\n')).toBe(true);
    expect(stdout.match(/\n/gu)).toHaveLength(15);
    expect(stdout.match(/(?<!\r)\n/u)).toBeNull();
  });

  it('reports rows that are left out or repeated, too', async () => {
    const file = aCsv([...rowsFor(['101', '102']), rowsFor(['101'])[0] ?? {}]);
    const ran = await run(
      ['report', file, '--rehearse', '--json', '--leave-out', 'player_first_name=Ben'],
      {},
    );
    const { rows, summary } = documentIn(ran) as Told;
    expect(rows.map(({ row, state }) => [row, state])).toEqual([
      [2, 'not_sent'],
      [3, 'left_out'],
      [4, 'held_back'],
    ]);
    expect(summary).toEqual({ total: 3, not_sent: 1, held_back: 1, left_out: 1 });
  });

  it('keeps formulas, quotes and line breaks as text, in a file with semicolons', async () => {
    const file = aFile(
      'list.csv',
      'Player Name;Note;=1+1\r\n"=HYPERLINK(""http://example.invalid"")";"a ""b""\nc; d";@x\r\n',
    );
    const { stdout, exitCode } = await run(['report', file, '--rehearse']);
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/(?:^|;)"?[=+@]/mu);
    const [headings, row] = cellsOf(stdout, ';');
    expect(headings).toEqual(['Player Name', 'Note', "'=1+1", ...ADDED]);
    expect(row?.slice(0, 4)).toEqual([
      `'=HYPERLINK("http://example.invalid")`,
      'a "b"\nc; d',
      "'@x",
      'held back',
    ]);
  });

  it('reads a workbook, whose phones are numbers', async () => {
    const book = await aWorkbook({
      Players: {
        rows: [
          ['Player Name', 'Parent Mobile'],
          ['Ava Hartley', 447_700_900_101],
        ],
      },
    });
    const { stdout } = await run(['report', aFile('list.xlsx', book), '--rehearse']);
    expect(cellsOf(stdout)[1]?.slice(0, 2)).toEqual(['Ava Hartley', "'447700900101"]);
  });

  it('names the fields of JSON as its columns', async () => {
    const { stdout } = await run(['report', sample('payload.json'), '--rehearse']);
    const [headings, row] = cellsOf(stdout);
    expect(headings?.slice(0, 2)).toEqual(['player_first_name', 'player_last_name']);
    expect(row?.at(-7)).toBe('not sent');
  });

  it('does not let a row with too many cells run into the added columns', async () => {
    const file = aFile('list.csv', 'Player Name,Team\nAva Hartley,Lions,u9s,more\n');
    const [headings, row] = cellsOf((await run(['report', file, '--rehearse'])).stdout);
    expect(headings).toEqual(['Player Name', 'Team', '', '', ...ADDED]);
    expect(row?.slice(0, 5)).toEqual(['Ava Hartley', 'Lions', 'u9s', 'more', 'held back']);
  });

  it('ends with 3 where there is no list', async () => {
    const ran = await run(['report', 'nowhere.csv', '--json']);
    expect(documentIn(ran)).toMatchObject({
      command: 'report',
      error: { code: 'file_not_found' },
    });
    expect(ran.exitCode).toBe(3);
  });

  it('lets no cell command the terminal', async () => {
    const file = aFile('list.csv', 'Player Name,Team\n\u001B[2JAva,Lions\n');
    const { stdout } = await run(['report', file, '--rehearse'], { terminals: ['stdout'] });
    expect(stdout).not.toContain('\u001B');
  });
});

describe('a report that is corrected and sent', () => {
  it('sends exactly what was not sent, without a question about its columns', async () => {
    const file = aCsv(MIXED);
    const { home } = await sent(file);
    const corrected = join(aFolder(), 'report.csv');
    await run(['report', file, '--rehearse', '-o', corrected], { home });
    const text = readFileSync(corrected, 'utf8');
    writeFileSync(
      corrected,
      text.replace('07700 900211', '07700 900111').replace(',07700 90012,', ',07700 900112,'),
    );

    const checked = documentIn(await run(['check', corrected, '--json'])) as {
      readonly problems: readonly unknown[];
    };
    expect(checked.problems).toEqual([]);
    const again = await run(['send', corrected, '--rehearse', '--json'], {
      home,
      stdin: 'n\ny\ny\n',
      now: LATER,
    });
    const { results } = documentIn(again) as {
      readonly results: readonly { readonly row: number; readonly outcome: string }[];
    };
    // The outcome of row 4 is unknown, so it has a question of its own, asked first and answered with n.
    expect(results.map(({ row, outcome }) => [row, outcome])).toEqual([
      [2, 'accepted'],
      [3, 'already_sent'],
      [4, 'unknown'],
      [5, 'accepted'],
    ]);
  });

  it('is a list whose report has the columns once', async () => {
    const [file, first] = [sample('players.csv'), join(aFolder(), 'report.csv')];
    await run(['report', file, '--rehearse', '-o', first]);
    const second = await run(['report', first, '--rehearse']);
    expect(second.stdout).toBe(readFileSync(first, 'utf8'));
  });

  it('is known from a workbook, too', async () => {
    const csv = (await run(['report', sample('players.csv'), '--rehearse'])).stdout;
    const book = aFile('r.xlsx', await aWorkbook({ Report: { rows: cellsOf(csv) } }));
    expect((await run(['report', book, '--rehearse'])).stdout).toBe(csv);
  });
});

describe('report -o', () => {
  it('writes for the owner alone, and replaces a report', async () => {
    const out = join(aFolder(), 'report.csv');
    for (let turn = 0; turn < 2; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the second replaces the first
      const ran = await run(['report', sample('players.csv'), '--rehearse', '-o', out]);
      expect(ran).toMatchObject({ exitCode: 0, stdout: `${out}\n` });
    }
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it('leaves any other file as it is, and above all the list', async () => {
    const file = aCsv(MIXED);
    const text = readFileSync(file, 'utf8');
    const ran = await run(['report', file, '--rehearse', '-o', file, '--json']);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'report_over_list' } });
    expect(ran.exitCode).toBe(2);
    const other = aFile('notes.csv', text);
    const second = await run(['report', file, '--rehearse', '-o', other, '--json']);
    expect(documentIn(second)).toMatchObject({ error: { code: 'report_not_ours' } });
    expect([readFileSync(file, 'utf8'), readFileSync(other, 'utf8')]).toEqual([text, text]);
  });

  it('does not replace the report it was made of', async () => {
    const out = join(aFolder(), 'report.csv');
    await run(['report', sample('players.csv'), '--rehearse', '-o', out]);
    const ran = await run(['report', out, '--rehearse', '-o', out, '--json']);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'report_over_list' } });
  });
});

describe('report without a file', () => {
  it('reports every message of the season', async () => {
    const file = aCsv(MIXED);
    const { home } = await sent(file);
    const { stdout, stderr } = await run(['report', '--rehearse'], { home });
    const [headings, ...rows] = cellsOf(stdout);
    expect(headings).toEqual([
      'Player',
      'Parent',
      'Team',
      'Number',
      ...ADDED.slice(0, 5),
      'Source file',
      'Source row',
      ...ADDED.slice(5),
    ]);
    expect(rows.map((row) => [row[0], row[3], row[4], row[9], row[10]])).toEqual([
      ['Ava Smith', '07700 900211', 'refused', 'list.csv', '2'],
      ['Ben Smith', '07700 900101', 'accepted by Twilio', 'list.csv', '3'],
      ['Cara Smith', '07700 900500', 'unknown', 'list.csv', '4'],
    ]);
    expect(stderr).toContain(
      'REHEARSAL  3 messages of 2026-27: 1 accepted by Twilio, 1 refused, 1 unknown',
    );
  });

  it('names status as what to do next, as long as nothing was asked of what was sent', async () => {
    const file = aCsv(rowsFor(['101']));
    const { home } = await sent(file);
    const next = 'Nothing was asked yet of what became of them: urmston-invite status';
    const whole = await run(['report', '--rehearse'], { home });
    expect(whole.stderr).toContain(`${next} --rehearse\n`);
    const ofList = await run(['report', file, '--rehearse'], { home });
    expect(ofList.stderr).toContain(`${next} ${file} --rehearse\n`);
    await run(['status', '--rehearse'], { home, now: '2026-07-15T18:50:00Z' });
    const after = await run(['report', '--rehearse'], { home, now: '2026-07-15T18:50:00Z' });
    expect(after.stderr).not.toContain(next);
  });

  it('says on the page that all went on one day, where it did', async () => {
    const { home } = await sent(aCsv(rowsFor(['101'])));
    const page = join(aFolder(), 'page.html');
    await run(['report', '--rehearse', '--html', page], { home });
    expect(readFileSync(page, 'utf8')).toContain(
      'How many went, all on one day, and what became of them.',
    );
  });

  it('has headings alone where nothing was sent', async () => {
    const ran = await run(['report', '--rehearse']);
    expect(cellsOf(ran.stdout)).toHaveLength(1);
    expect(ran.exitCode).toBe(0);
  });
});

describe('report --chase', () => {
  it('names the parents to ring by team and manager, and nobody else', async () => {
    const file = aCsv(MIXED);
    const { home } = await sent(file);
    const { stdout } = await run(['report', file, '--rehearse', '--chase'], { home });
    expect(stdout).toBe(`REHEARSAL  Panthers u11s: Alex Johnson, 07700 900001
  Jane Hartley, 07700 900211  for Ava Smith
    refused: Twilio does not accept the parent's number as a phone number. Twilio says: “Invalid 'To' phone number”. Correct the parent's mobile in the list.
  Jane Hartley, 07700 900500  for Cara Smith
    unknown: Nobody knows whether this message went. Run send again: the tool asks Twilio for it first, and you only if Twilio shows none.
  Jane Hartley, 07700 90012  for Dan Smith
    held back: The parent's mobile has 10 digits; a UK number written like this has 11. Look for the digit that is missing.
`);
  });

  it('has, a day later, those without a delivery report', async () => {
    const file = aCsv(rowsFor(['101']));
    const { home } = await sent(file, 'y\n');
    const before = await run(['report', file, '--rehearse', '--chase'], { home });
    expect(before.stdout).toBe('Nobody has to be rung.\n');
    const after = await run(['report', file, '--rehearse', '--chase', '--json'], {
      home,
      now: LATER,
    });
    expect((documentIn(after) as Told).rows).toMatchObject([{ row: 2, state: 'accepted' }]);
  });

  it('becomes a CSV with the manager beside each', async () => {
    const file = aCsv(MIXED);
    const { home } = await sent(file);
    const out = join(aFolder(), 'chase.csv');
    await run(['report', '--rehearse', '--chase', '-o', out], { home });
    const [headings, ...rows] = cellsOf(readFileSync(out, 'utf8'));
    expect(headings?.slice(0, 3)).toEqual(['Team', 'Manager', "Manager's number"]);
    expect(rows.map((row) => [row[1], row[2], row[5], row[6]])).toEqual([
      ['Alex Johnson', '07700 900001', '07700 900211', 'refused'],
      ['Alex Johnson', '07700 900001', '07700 900500', 'unknown'],
    ]);
  });
});

describe('report --json', () => {
  it('has the people, the number, the state and the reason of each row', async () => {
    const file = aCsv(rowsFor(['211']));
    const { home } = await sent(file, 'y\n');
    const ran = await run(['report', file, '--rehearse', '--json'], { home });
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'report',
      mode: 'rehearsal',
      rows: [
        {
          row: 2,
          player: 'Ava Smith',
          parent: 'Jane Hartley',
          team: 'Panthers u11s',
          erased: false,
          manager: 'Alex Johnson',
          manager_number: '07700 900001',
          to: 'whatsapp:+447700900211',
          state: 'refused',
          reason: expect.any(String),
          fix: expect.any(String),
          message_sid: null,
          at: '2026-11-23T10:00:00.000Z',
          last_reply: null,
          reply_state: null,
        },
      ],
      summary: { total: 1, refused: 1 },
    });
  });
});
