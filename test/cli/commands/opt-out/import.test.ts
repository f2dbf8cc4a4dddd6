import { describe, expect, it } from '@jest/globals';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import { aFile, documentIn, run, type Ran } from '../../run.ts';

const JANE = '+447700900123';
const DANIEL = '+447700900102';

async function imported(content: string | Uint8Array, name = 'stopped.txt'): Promise<unknown> {
  const home = aFolder();
  await run(['opt-out', 'import', aFile(name, content)], { home });
  const list = await run(['opt-out', 'list', '--json'], { home });
  const { opt_outs } = documentIn(list) as { opt_outs: readonly { readonly number: string }[] };
  return opt_outs.map(({ number }) => number);
}

const importing = async (content: string, ...flags: readonly string[]): Promise<Ran> =>
  await run(['opt-out', 'import', aFile('stopped.csv', content), ...flags]);

describe('opt-out import', () => {
  it.each([
    ['07700 900123\n07700900102\n', 'one a line'],
    ['07700 900123\r\n\r\n07700900102', 'with an empty line, and none at the end'],
    ['Stopped\n07700 900123\n07700900102\n', 'below any heading, where there is one column'],
    ['Name,parent_tel\nJane,07700 900123\nDan,07700900102\n', "in a column of the field's name"],
    ['Name;Mobile;Asked\nJane;07700 900123;3 May\nDan;07700900102;4 May\n', 'in a likely column'],
    ['Jane,07700 900123,2026-05-03\nDan,07700900102,2026-05-04\n', 'in a table without headings'],
    ['["07700 900123","07700900102"]', 'as JSON texts'],
    ['[{"number":"07700 900123"},{"number":"07700900102"}]', 'as JSON objects'],
    [
      '{"records":[{"parent_tel":"07700 900123","phone":"1"},{"parent_tel":"07700900102"}]}',
      'as records',
    ],
    [
      'From,Body\nwhatsapp:+447700900123,STOP\nwhatsapp:+447700900102,stop\n',
      "as Twilio's log has them",
    ],
  ])('reads %j: numbers %s', async (content, _how) => {
    expect(await imported(content)).toEqual([JANE, DANIEL]);
  });

  it('reads a workbook', async () => {
    const workbook = await aWorkbook({
      Stopped: { rows: [['Mobile'], ['07700 900123'], [7700900102]] },
    });
    expect(await imported(workbook, 'stopped.xlsx')).toEqual([JANE, DANIEL]);
  });

  it('reads standard input', async () => {
    const ran = await run(['opt-out', 'import', '-', '--json'], { stdin: '07700 900123\n' });
    expect(documentIn(ran)).toMatchObject({ file: 'standard input', summary: { added: 1 } });
  });

  it('reports all faults at once with their rows, and the good rows still count', async () => {
    const ran = await importing(
      'Name,Mobile\nJane,07700 900123\nDan,07700 90012\nAlex,\nEve,TBC\n',
      '--json',
    );
    expect(ran.exitCode).toBe(6);
    const place = { severity: 'error', column: 'B', heading: 'Mobile', field: 'parent_tel' };
    expect(documentIn(ran)).toMatchObject({
      schema: 1,
      command: 'opt-out',
      action: 'import',
      mode: 'live',
      dry_run: false,
      summary: { records: 4, added: 1, already_there: 0, refused: 3 },
      problems: [
        { ...place, code: 'phone_too_short', row: 3, value: '07700 90012' },
        { ...place, code: 'missing', row: 4, value: null },
        { ...place, code: 'placeholder_word', row: 5, value: 'TBC' },
      ],
    });
  });

  it('has nothing to add where every row has a fault', async () => {
    expect((await importing('Jane 07700 90012\n')).exitCode).toBe(3);
  });

  it('counts how many were there, and a number twice in the file but once', async () => {
    const home = aFolder();
    await run(['opt-out', 'add', '07700 900123'], { home });
    const file = aFile('stopped.txt', '07700 900123\n07700 900102\n+447700900102\n');
    const ran = await run(['opt-out', 'import', file], { home });
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: '3 numbers: 1 added, 2 there already\n',
      stderr: '',
    });
  });

  it('with --dry-run reports the same and changes nothing', async () => {
    const home = aFolder();
    await run(['opt-out', 'add', '07700 900123'], { home });
    const file = aFile('stopped.txt', '07700 900123\n07700 900102\n');
    const dry = await run(['opt-out', 'import', file, '--dry-run'], { home });
    expect(dry.stdout).toBe('2 numbers: 1 to add, 1 there already\n');
    const list = documentIn(await run(['opt-out', 'list', '--json'], { home }));
    expect(list).toMatchObject({ summary: { stopped: 1 } });
  });

  it.each([
    ['Mobile,Phone\n07700 900123,07700 900102\n', 'two columns that may be it'],
    ['Name,Notes\nJane,07700 900123\n', 'none that may be it'],
    ['07700 900123,07700 900102\n', 'two numbers and no headings'],
  ])('does not guess in %j: %s', async (content, _why) => {
    const ran = await importing(content, '--json');
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'number_column_unclear' } });
  });

  it('takes the column that --map names', async () => {
    const content = 'Mobile,Phone\n07700 900123,07700 900102\n';
    const ran = await importing(content, '--map', 'parent_tel=Phone', '--json');
    expect(documentIn(ran)).toMatchObject({ summary: { added: 1, refused: 0 } });
  });

  it.each([
    ['nope.csv', 'file_not_found'],
    [aFile('empty.csv', ''), 'file_empty'],
    [aFile('heading.csv', 'Mobile\n'), 'no_records'],
    [aFile('broken.json', '["07700 900123"'), 'not_json'],
  ])('of %s stops with %s', async (file, code) => {
    const ran = await run(['opt-out', 'import', file, '--json']);
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({ error: { code } });
  });
});
