import { describe, expect, it } from '@jest/globals';
import { aWorkbook } from '../../support/workbook.ts';
import { readListOf, stopOf } from './read-list-of.ts';

const TABLE = 'Team;Player First Name\nLions;Zoë O’Neil\n';

const utf8 = (text: string): readonly number[] => [...Buffer.from(text, 'utf8')];
const utf16le = (text: string): readonly number[] => [...Buffer.from(text, 'utf16le')];
const utf16be = (text: string): readonly number[] => [...Buffer.from(text, 'utf16le').swap16()];
const windows1252 = (text: string): readonly number[] => [
  ...Buffer.from(text.replace('’', '\u0092'), 'latin1'),
];

describe('the encoding of a list', () => {
  it.each([
    ['utf-8', utf8(TABLE), 'what most programs write'],
    ['utf-8', [0xef, 0xbb, 0xbf, ...utf8(TABLE)], 'what Excel calls CSV UTF-8'],
    ['utf-16le', [0xff, 0xfe, ...utf16le(TABLE)], 'what Excel calls Unicode text'],
    ['utf-16be', [0xfe, 0xff, ...utf16be(TABLE)], 'the other byte order'],
    ['utf-16le', utf16le(TABLE), 'without a byte order mark, recognised by its NULs'],
    ['utf-16be', utf16be(TABLE), 'without a byte order mark, in the other byte order'],
    ['windows-1252', windows1252(TABLE), 'what Excel on a British Windows calls CSV'],
  ])('is %s: %#', async (encoding, bytes, _why) => {
    const list = await readListOf(Uint8Array.from(bytes));
    expect(list.readAs).toEqual({ format: 'csv', encoding, delimiter: ';' });
    expect(list.records).toEqual([
      {
        row: 2,
        cells: {
          team_name: { value: 'Lions', column: 'A', heading: 'Team' },
          player_first_name: { value: 'Zoë O’Neil', column: 'B', heading: 'Player First Name' },
        },
        shapeProblem: null,
        leftOut: false,
      },
    ]);
  });

  it('is detected for JSON too', async () => {
    const json = '{"team_name": "Lions"}';
    expect((await readListOf(Uint8Array.from([0xff, 0xfe, ...utf16le(json)]))).readAs).toEqual({
      format: 'json',
      encoding: 'utf-16le',
      delimiter: null,
    });
  });
});

/** Bytes of names in old encodings, each with é, ë or á where its name has it. */
const OLD_MAC = { é: 0x8e, ë: 0x91, á: 0x87, í: 0x92, '’': 0xd5, è: 0x8f };
const DOS = { é: 0x82, ë: 0x89, á: 0xa0, ü: 0x81, è: 0x8a, ñ: 0xa4 };

function inBytes(text: string, letters: { readonly [letter in string]?: number }): Uint8Array {
  return Uint8Array.from(Array.from(text, (letter) => letters[letter] ?? letter.charCodeAt(0)));
}

function namesIn(...names: readonly string[]): string {
  return `Team,Player First Name\n${names.map((name) => `Lions,${name}\n`).join('')}`;
}

describe('a list that is not in Windows-1252', () => {
  it.each([
    ['macintosh', inBytes(namesIn('Zoë', 'Renée', 'D’Arcy', 'María'), OLD_MAC)],
    ['macintosh', inBytes(namesIn('Hélène'), OLD_MAC)],
    ['ibm850', inBytes(namesIn('Renée', 'Siobhán', 'Muñoz'), DOS)],
    ['ibm850', inBytes(namesIn('Jürgen'), DOS)],
  ])('is read, with the encoding that it probably is in: %s, %#', async (misread, bytes) => {
    const { readAs, records } = await readListOf(bytes);
    expect(readAs.encoding).toBe('windows-1252');
    expect(new Set(records.map((record) => record.misread))).toEqual(new Set([misread]));
  });

  it('is recognised as well if it was saved as UTF-8 after it was read wrongly', async () => {
    const { readAs, records } = await readListOf(Buffer.from(namesIn('Zo‘', 'Mar’a')));
    expect(readAs.encoding).toBe('utf-8');
    expect(records.map((record) => record.misread)).toEqual(['macintosh', 'macintosh']);
  });

  it.each([
    ['macintosh', ['Zo‘', 'RenŽe', 'DÕArcy', 'Mar’a']],
    ['ibm850', ['Ren‚e', 'Siobh\u00A0n', 'Mu¤oz']],
    [undefined, ['Zoë', 'O’Neil', 'Łukasz']],
  ])(
    'is recognised as well in a workbook that it was imported into: %s',
    async (misread, names) => {
      const rows = [['Team', 'Player First Name'], ...names.map((name) => ['Lions', name])];
      const bytes = await aWorkbook({ Season: { rows } });
      const { readAs, records } = await readListOf(bytes, { name: 'players.xlsx' });
      expect(readAs.encoding).toBeNull();
      expect(records.map((record) => record.misread)).toEqual(names.map(() => misread));
    },
  );

  it.each([
    ['UTF-8', Buffer.from(namesIn('Zoë', 'O’Neil', 'Łukasz', '‘Jane’', 'O‘Neil', 'Sa‘id'))],
    ['Windows-1252', inBytes(namesIn('Zoë', 'JOÃO', 'Nuñez'), {})],
    ['UTF-8, of which one word is strange', Buffer.from(namesIn('Zoë', 'Renée', 'Siân', 'Sa‘d'))],
  ])('is not %s', async (_encoding, bytes) => {
    const { records } = await readListOf(bytes);
    expect(records.every((record) => record.misread === undefined)).toBe(true);
  });
});

describe('bytes that are not a list', () => {
  const noise = Array.from({ length: 400 }, (_unused, index) => (index * 37) % 32 || 1);
  it.each([
    ['not_text', utf8('%PDF-1.7 a registration form'), 'a PDF'],
    ['not_text', [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d], 'a picture, with NULs'],
    ['not_text', noise, 'every byte a control character, without a NUL'],
    ['not_text', [...utf8(TABLE.repeat(9)), 0x00, 0x41], 'one NUL in otherwise good text'],
    ['encoding_unknown', [0xff, 0xfe, 0, 0, 0x54, 0, 0, 0], 'UTF-32, low byte first'],
    ['encoding_unknown', [0, 0, 0xfe, 0xff, 0, 0, 0, 0x54], 'UTF-32, high byte first'],
    ['encoding_unknown', [0xff, 0xfe, 0x54, 0x00, 0x65], 'UTF-16 cut in the middle of a character'],
    [
      'encoding_unknown',
      [0xef, 0xbb, 0xbf, 0x5a, 0xeb],
      'a UTF-8 byte order mark before other bytes',
    ],
    ['encoding_unknown', [...utf8('Team\nL '), 0x81, ...utf8(' wen\n')], 'a byte outside words'],
    ['file_empty', [], 'nothing'],
    ['file_empty', utf8(' \r\n\t\n'), 'only white space'],
    ['file_empty', [0xef, 0xbb, 0xbf], 'only a byte order mark'],
  ])('are refused with %s: %#', async (code, bytes, _why) => {
    expect(await stopOf(() => readListOf(Uint8Array.from(bytes)))).toEqual({
      code,
      file: 'players.csv',
    });
  });
});
