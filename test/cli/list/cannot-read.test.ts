import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { aWorkbook } from '../../support/workbook.ts';
import { aFile, documentIn, run } from '../run.ts';

function aHugeFile(): string {
  const file = aFile('huge.csv', 'parent_tel\n');
  truncateSync(file, 64 * 1024 * 1024 + 1);
  return file;
}

const TWO_LISTS = await aWorkbook({
  Lions: {
    rows: [
      ['Team', 'Parent Mobile'],
      ['Lions', '07700 900101'],
    ],
  },
  Bears: {
    rows: [
      ['Team', 'Parent Mobile'],
      ['Bears', '07700 900102'],
    ],
  },
});

/** One file for each reason why a list cannot be read. */
const FILES: { readonly [code: string]: () => string } = {
  file_not_found: () => join(aFolder(), 'nope.csv'),
  is_a_folder: () => aFolder(),
  file_unreadable: () => join(aFolder(), 'n'.repeat(300)),
  file_empty: () => aFile('empty.csv', ''),
  not_text: () => aFile('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])),
  workbook_not_csv: () => aFile('list.csv', Buffer.from([0x50, 0x4b, 0x03, 0x04, 20, 0])),
  other_format: () => aFile('list.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0])),
  workbook_damaged: () => aFile('cut.xlsx', TWO_LISTS.subarray(0, 900)),
  sheet_unclear: () => aFile('two.xlsx', TWO_LISTS),
  encoding_unknown: () => aFile('utf32.csv', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])),
  file_too_large: aHugeFile,
  not_json: () => aFile('half.json', '{"player_first_name": "John"'),
  not_csv: () => aFile('stray.csv', 'player_first_name,parent_tel\n"Jo"hn,07700 900101\n'),
  unclosed_quote: () => aFile('open.csv', 'player_first_name,team_name\n"John,Lions\nAva,Bears\n'),
  no_headings: () => aFile('bare.csv', 'John,Smith,07700 900101\n'),
  no_records: () => aFile('headings.csv', 'player_first_name,parent_tel\n'),
  too_many_records: () => aFile('long.csv', `parent_tel\n${'1\n'.repeat(100_001)}`),
};
const CODES = Object.keys(FILES);

describe.each(CODES)('a list that cannot be read: %s', (code) => {
  const file = FILES[code]?.() ?? '';

  it.each(['check', 'preview'])(
    '%s tells it in a sentence, and how to put it right',
    async (command) => {
      const { exitCode, stdout, stderr } = await run([command, file]);
      const [message, fix, ...rest] = stderr.split('\n');
      expect(message).toMatch(/^\S.*\.$/u);
      expect(fix).toMatch(/^[A-Z].*\.$/u);
      expect(rest).toEqual(['']);
      expect(stdout).toBe('');
      expect(exitCode).toBe(3);
    },
  );

  it('gives a script the same as one JSON document, and nothing else', async () => {
    const ran = await run(['check', file, '--json']);
    const lines = (await run(['check', file])).stderr.split('\n');
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'check',
      error: { code, message: lines[0], fix: lines[1] },
    });
    expect(ran.stderr).toBe('');
    expect(ran.exitCode).toBe(3);
  });
});

describe('the reasons why a list cannot be read', () => {
  it('are distinct: no two sentences are alike', async () => {
    const sentences = await Promise.all(
      CODES.map(async (code) => {
        const file = FILES[code]?.() ?? '';
        const { stderr } = await run(['check', file]);
        return stderr.split('\n')[0]?.replaceAll(file, 'it');
      }),
    );
    expect(new Set(sentences).size).toBe(CODES.length);
  });

  it('name the command that was typed, at any position', async () => {
    const ran = await run(['--json', '--quiet', 'preview', join(aFolder(), 'nope.csv')]);
    expect(documentIn(ran)).toMatchObject({
      command: 'preview',
      error: { code: 'file_not_found' },
    });
  });

  it('are words where the system has only a code', async () => {
    const { stderr } = await run(['check', join(aFolder(), 'n'.repeat(300))]);
    expect(stderr).not.toMatch(/\bE[A-Z]{3,}\b/u);
  });
});
