import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { aFile, documentIn, run } from '../run.ts';

const HEADINGS = [...FIELDS, 'Photo consent', 'WhatsApp consent', 'Status'].join(',');
const row = (name: string, parent: string, digits: string, ...answers: readonly string[]): string =>
  [
    `${name},Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27`,
    `${parent},Smith,07700 900${digits},40,26`,
    ...answers,
  ].join(',');

/** Ava may be sent to; Ben's parent said no; Cara has left; Dan has left and has a malformed number. */
const LIST = [
  HEADINGS,
  row('Ava', 'Jane', '101', 'No', 'Yes', 'Active'),
  row('Ben', 'Sam', '102', 'Yes', 'NO (by email 3 May)', 'Active'),
  row('Cara', 'Kim', '103', 'Yes', 'Yes', 'Left - Mar 2026'),
  row('Dan', 'Lee', 'none', 'Yes', '✓', 'ARCHIVED 2025'),
  '',
].join('\n');

const aList = (): string => aFile('players.csv', LIST);

describe('check', () => {
  it('reports who is left out, where and by what, and its parts add up', async () => {
    const ran = await run(['check', '--json', aList()]);
    expect(documentIn(ran)).toMatchObject({
      summary: { records: 4, ready: 1, refused: 0, repeated: 0, left_out: 3, warnings: 3 },
      problems: [
        {
          severity: 'warning',
          code: 'no_consent',
          row: 3,
          column: 'N',
          heading: 'WhatsApp consent',
          field: null,
          value: 'NO (by email 3 May)',
        },
        { severity: 'warning', code: 'left_club', row: 4, column: 'O', heading: 'Status' },
        { severity: 'warning', code: 'left_club', row: 5, value: 'ARCHIVED 2025' },
      ],
    });
    expect(ran.exitCode).toBe(0);
  });

  it('says it in words, and does not list the columns as unused', async () => {
    const { stdout } = await run(['check', aList()]);
    expect(stdout).toContain('Columns that are not used: M (Photo consent)\n');
    expect(stdout).toContain(`Note: Left out: "Status" says this player has left.
  column O, row 4: Left - Mar 2026
  column O, row 5: ARCHIVED 2025
  -> Nothing to do. If they are back, change the list.
`);
    expect(stdout).toContain('4 records: 1 ready, 0 refused, 3 left out, 3 warnings');
  });

  it('reports many rows value by value', async () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      row(
        'Eve',
        `Jo${'abcdef'[at % 6] ?? ''}`,
        String(200 + at),
        '',
        at < 40 ? 'No' : `No ${at}`,
        '',
      ),
    );
    const { stdout } = await run(['check', aFile('many.csv', [HEADINGS, ...many, ''].join('\n'))]);
    expect(stdout).toContain(
      '  column N, rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 21 more: No\n',
    );
    expect(stdout).toContain('  9 more rows, with other answers\n');
  });

  it('does the same for JSON', async () => {
    const json = JSON.stringify([
      { consent: false, status: 'active' },
      { doNotContact: true },
      { archived: 1 },
    ]);
    const ran = await run(['check', '--json', aFile('players.json', json)]);
    expect(documentIn(ran)).toMatchObject({
      summary: { records: 3, ready: 0, refused: 0, left_out: 3 },
      problems: [
        { code: 'no_consent', row: 1, column: null, heading: 'consent', value: 'false' },
        { code: 'no_consent', row: 2, column: null, heading: 'doNotContact', value: 'true' },
        { code: 'left_club', row: 3, column: null, heading: 'archived', value: '1' },
      ],
    });
    expect(ran.exitCode).toBe(0);
  });
});

describe('preview', () => {
  it('shows nothing of a row that is left out, and says why', async () => {
    const file = aList();
    const ran = await run(['preview', file]);
    expect(ran.stdout).toContain('Ava Smith');
    expect(ran.stdout).not.toContain('Ben Smith');
    expect(ran.stderr).toContain(
      'Left out: 1 row: NO (by email 3 May) under "WhatsApp consent" (N); 2 rows: Left - Mar 2026 and ARCHIVED 2025 under "Status" (O).',
    );
    const json = documentIn(await run(['preview', '--json', file]));
    expect(json).toMatchObject({
      messages: [{ row: 2 }],
      left_out: [
        { row: 3, code: 'no_consent', column: 'N', heading: 'WhatsApp consent' },
        { row: 4, code: 'left_club', value: 'Left - Mar 2026' },
        { row: 5, code: 'left_club' },
      ],
    });
  });

  it('has it on its page', async () => {
    const html = join(aFolder(), 'preview.html');
    await run(['preview', aList(), '--html', html]);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('says this player has left.');
    expect(page).toContain('column O, row 5: ARCHIVED 2025');
  });
});

describe('send', () => {
  it('asks about the others alone, and has a result for every row', async () => {
    const ran = await run(['send', aList(), '--rehearse', '--json'], { stdin: 'y\ny\ny\ny\n' });
    expect(ran.stderr).toContain(
      'left out  1 row: NO (by email 3 May) under "WhatsApp consent" (N); 2 rows: Left - Mar 2026 and ARCHIVED 2025 under "Status" (O)\n',
    );
    expect(ran.stderr.indexOf('left out')).toBeLessThan(ran.stderr.indexOf('Send this to'));
    expect(documentIn(ran)).toMatchObject({
      results: [
        { row: 2, outcome: 'accepted' },
        { row: 3, outcome: 'held_back', key: null, to: null, error: { code: 'no_consent' } },
        { row: 4, outcome: 'held_back', key: null, error: { code: 'left_club' } },
        { row: 5, outcome: 'held_back', error: { code: 'left_club' } },
      ],
      summary: { total: 4, accepted: 1, held_back: 3 },
    });
    expect(ran.exitCode).toBe(0);
  });

  it('does not take them for players who are gone', async () => {
    const said = { stdin: 'y\n'.repeat(4) };
    const all = LIST.replace('NO (by email 3 May)', 'Yes');
    const { home } = await run(['send', aFile('players.csv', all), '--rehearse'], said);
    const again = await run(['send', aList(), '--rehearse'], { ...said, home });
    expect(again.stderr).toContain('the same');
    expect(again.stderr).not.toContain('gone');
  });

  it('sends nothing where every row is left out, which is no fault', async () => {
    const nobody = [HEADINGS, row('Ava', 'Jane', '101', '', 'n', 'Active'), ''].join('\n');
    const ran = await run(['send', aFile('players.csv', nobody), '--rehearse']);
    expect(ran.stderr).toContain('Nothing to send: every row of this list is left out.');
    expect(ran.exitCode).toBe(0);
  });
});

describe('report', () => {
  it('has them as left out, with the reason, and nobody to ring', async () => {
    const file = aList();
    const { home } = await run(['send', file, '--rehearse'], { stdin: 'y\n' });
    const ran = await run(['report', file, '--rehearse', '--json'], { home });
    expect(documentIn(ran)).toMatchObject({
      rows: [
        { row: 2, state: 'accepted' },
        {
          row: 3,
          state: 'left_out',
          reason: 'Left out: "WhatsApp consent" says not to write to this parent.',
        },
        { row: 4, state: 'left_out', reason: 'Left out: "Status" says this player has left.' },
        { row: 5, state: 'left_out' },
      ],
      summary: { total: 4, accepted: 1, left_out: 3 },
    });
    const toRing = await run(['report', file, '--rehearse', '--json', '--chase'], { home });
    expect(documentIn(toRing)).toMatchObject({ summary: { total: 0 } });
  });

  it('leaves them out again when it is given back, and not once its list is put right', async () => {
    const output = join(aFolder(), 'report.csv');
    const { home } = await run(['send', aList(), '--rehearse'], { stdin: 'y\n' });
    await run(['report', aList(), '--rehearse', '--output', output], { home });
    const again = await run(['check', '--json', output]);
    expect(documentIn(again)).toMatchObject({ summary: { records: 4, ready: 1, left_out: 3 } });
    const corrected = readFileSync(output, 'utf8').replace('NO (by email 3 May)', 'Yes');
    const third = await run(['check', '--json', aFile('corrected.csv', corrected)]);
    expect(documentIn(third)).toMatchObject({ summary: { records: 4, ready: 2, left_out: 2 } });
  });

  it('counts them for the committee in words of its own', async () => {
    const html = join(aFolder(), 'report.html');
    await run(['report', aList(), '--rehearse', '--html', html]);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('No consent, by the list');
    expect(page).toContain('Left the club, by the list');
  });
});
