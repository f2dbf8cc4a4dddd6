import { describe, expect, it } from '@jest/globals';
import { parseName, readCell } from '../../../../src/domain/record/cell/cell-text.ts';
import type { Parsed } from '../../../../src/domain/record/parsed.ts';

/** Reads a cell and then the name in it, as a record does. */
function readName(cell: unknown): Parsed<string> {
  const read = readCell(cell);
  return read.ok ? parseName(read.value) : read;
}

/** UTF-8 text decoded in another encoding. */
function readAs(encoding: string, text: string): string {
  return new TextDecoder(encoding).decode(new TextEncoder().encode(text));
}

/** The same for Latin-1, which browsers and Node decode as Windows-1252. */
function readAsLatin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

describe('a cell', () => {
  it.each([
    ['text', 'Jane', 'Jane'],
    ['text with spaces around it', '  Jane ', 'Jane'],
    ['a whole number', 40, '40'],
    ['a fraction', 40.5, '40.5'],
    ['a phone that was taken for a number', 447_700_900_123, '447700900123'],
    ['an accent in two parts, made one', 'Zoe\u0308', 'Zoë'],
  ])('is read as text: %s', (_what, value, text) => {
    expect(readCell(value)).toEqual({
      ok: true,
      value: { text, hiddenMarks: false },
      repair: null,
    });
  });

  it.each([
    ['a zero-width space', 'Ja\u200Bne'],
    ['a direction mark', '\u200FJane'],
    ['a byte order mark', '\uFEFFJane'],
    ['a soft hyphen', 'Ja\u00ADne'],
    ['isolates', '\u2068Jane\u2069'],
    ['a control character', 'Jane\u0007'],
  ])('loses invisible characters, and reports it: %s', (_what, value) => {
    expect(readCell(value)).toEqual({
      ok: true,
      value: { text: 'Jane', hiddenMarks: true },
      repair: null,
    });
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['empty text', ''],
    ['spaces', '   '],
    ['a no-break space', '\u00A0'],
    ['a mark nobody sees', '\u200B'],
  ])('is missing when it holds %s', (_what, value) => {
    expect(readCell(value)).toEqual({ ok: false, problem: { code: 'missing' } });
  });

  it.each([
    ['a list', ['Jane'], 'list'],
    ['an object', { first: 'Jane' }, 'object'],
  ])('holds no value when it is %s', (_what, value, found) => {
    expect(readCell(value)).toEqual({ ok: false, problem: { code: 'not_a_value', found } });
  });

  it.each([
    'TBC',
    'tbc',
    'N/A',
    'n/a',
    'None',
    'unknown',
    'To be confirmed',
    'to  be  confirmed',
    'T.B.C.',
    'not applicable',
    'same as player',
    'Same as above',
    'as above',
    'ditto',
    'pending',
    '?',
    '-',
    '...',
    'xxx',
    'true',
    'FALSE',
    'NaN',
  ])('is a placeholder if it says %s', (word) => {
    expect(readCell(word)).toEqual({ ok: false, problem: { code: 'placeholder_word', word } });
  });

  it.each(['Null', 'Nan', 'Tba Smith', 'Xavier', 'Nones', 'Same Day FC'])(
    'is a value when it says %s',
    (word) => {
      expect(readCell(word)).toMatchObject({ ok: true, value: { text: word } });
    },
  );

  it.each([
    '#REF!',
    '#N/A',
    '#VALUE!',
    '#NAME?',
    '#DIV/0!',
    '#SPILL!',
    '=A2',
    '=VLOOKUP(A2,B:C,2)',
  ])('holds a formula, not a value: %s', (written) => {
    expect(readCell(written)).toEqual({ ok: false, problem: { code: 'formula_error' } });
  });
});

describe('letters that were broken on the way', () => {
  it('are seen where half of a character is missing', () => {
    expect(readCell('Zo\uD800')).toEqual({
      ok: false,
      problem: { code: 'broken_characters', suggestion: null },
    });
  });

  const NAMES = (
    'Zoë,José,García,Élodie,Àngel,Ángela,Íñigo,Çelik,Müller,Ñusta,Ömer,Ýr,Øyvind,Åsa,ÉLODIE,JOSÉ,' +
    'Łukasz,Michał,Święta,Kasię,Żaneta,Şahin,Yıldız,Doğan,Šimon,Ștefan,Nguyễn,Александр,Νίκος,' +
    'O’Neil,“Bo” Green,Jean–Luc,Zarà,Zarà Smith,Jane\u00A0Smith,£40,Bo 👋,Zoe\u0308,Jose\u0301'
  ).split(',');

  it.each(NAMES)(
    'are detected, with a correct suggestion, when the UTF-8 of %s was read as Windows-1252',
    (name) => {
      expect(readCell(readAs('windows-1252', name))).toEqual({
        ok: false,
        problem: { code: 'broken_characters', suggestion: name.normalize('NFC') },
      });
    },
  );

  it.each(NAMES)(
    'are detected, with a correct suggestion, when the UTF-8 of %s was read as Latin-1',
    (name) => {
      expect(readCell(readAsLatin1(name))).toEqual({
        ok: false,
        problem: { code: 'broken_characters', suggestion: name.normalize('NFC') },
      });
    },
  );

  it.each(['Zoë', 'José', 'García', 'Élodie', 'Àngel', 'Müller', 'O’Neil', 'Łukasz', '£40'])(
    'are detected, with a correct suggestion, when the UTF-8 of %s was read as Mac Roman',
    (name) => {
      expect(readCell(readAs('macintosh', name))).toEqual({
        ok: false,
        problem: { code: 'broken_characters', suggestion: name },
      });
    },
  );

  it.each([
    ['a letter that was lost', 'Zo\uFFFD'],
    ['one letter broken beside one that is right', 'ZoÃ« 王'],
    ['half of a letter, the other half trimmed off', 'ZarÃ'],
    ['halves held apart by a mark nobody sees', 'ZoÃ\u200B«'],
    ['an apostrophe of Windows read as Latin-1', 'O\u0092Neil'],
  ])('are seen: %s', (_what, written) => {
    expect(readCell(written)).toEqual({
      ok: false,
      problem: { code: 'broken_characters', suggestion: null },
    });
  });

  it('are seen where half of one looks like a pound sign', () => {
    expect(readCell('É£É£')).toEqual({
      ok: false,
      problem: { code: 'broken_characters', suggestion: 'ɣɣ' },
    });
  });

  it('are restored after two wrong decodings', () => {
    expect(readCell(readAs('windows-1252', readAs('windows-1252', 'Zoë')))).toEqual({
      ok: false,
      problem: { code: 'broken_characters', suggestion: 'Zoë' },
    });
  });

  it.each(
    (
      'João,JOÃO,JoÃO,SÃO PAULO,MÃE,ROMÃ,ROMÃ SILVA,ROMÃ\u00A0SILVA,Âge,Ângela,ÂNGELA,D’Ângelo,' +
      'Åsa,ÅSA,Ärmä,Ìgbò,KŘÍŽ,ŽÍŽALA,Tomáš,TOMÁŠ,Łukasz,MUÑOZ,Ñandú,Þór,Élise,ÉLISE,Çelik,Škoda,' +
      'O’Neil,Jean–Luc,Mª José,Nguyễn,Ștefan,Yıldız,Александр,“Bo”,Bo 👋'
    ).split(','),
  )('are not seen in %s, which is spelt as it should be', (name) => {
    expect(readCell(name)).toEqual({
      ok: true,
      value: { text: name, hiddenMarks: false },
      repair: null,
    });
  });
});

describe('codes in place of letters', () => {
  it.each([
    ['D&#039;Arcy', "D'Arcy"],
    ['D&#x27;Arcy', "D'Arcy"],
    ['D&rsquo;Arcy', 'D’Arcy'],
    ['D&amp;#039;Arcy', "D'Arcy"],
    ['Zo&euml;', 'Zoë'],
    ['D&#039Arcy', "D'Arcy"],
    ['Siobh&aacuten', 'Siobhán'],
    ['Sam &amp Jo', 'Sam & Jo'],
    ['Sam &amp; Jo', 'Sam & Jo'],
    ['Jos%C3%A9', 'José'],
    ['Jos%c3%a9%20Luis', 'José Luis'],
    ['D%26%23039%3BArcy', "D'Arcy"],
    ['Zo&Atilde;&laquo;', 'Zoë'],
    ['&pound;40', '£40'],
    ['%2B447700900123', '+447700900123'],
    ['Lions &nbsp;Blue', 'Lions \u00A0Blue'],
  ])('are seen, and read in the suggestion: %s', (written, suggestion) => {
    expect(readCell(written)).toEqual({
      ok: false,
      problem: { code: 'coded_characters', suggestion },
    });
  });

  it.each([
    ['an entity that there is not', 'D&arcy;'],
    ['bytes that are no letter', 'Jos%E9'],
    ['a letter that was lost', 'Jos%EF%BF%BD'],
    ['a code for terminals', '&#27;[31mJane'],
    ['a mark that turns the line round', 'Jane&#8238;'],
    ['a line break', 'Jane%0ASmith'],
    ['nothing at all', '%20'],
  ])('are reported without a suggestion if they cannot be decoded: %s', (_what, text) => {
    expect(readCell(text)).toEqual({
      ok: false,
      problem: { code: 'coded_characters', suggestion: null },
    });
  });

  it.each(['R&D', 'AT&T', 'Jo &Amplify', 'Sam & Jo; Bo', '100% Football', '100%', 'A%B'])(
    'are not seen in %s',
    (text) => {
      expect(readCell(text)).toMatchObject({ ok: true, value: { text } });
    },
  );
});

describe('a name', () => {
  it.each([
    'Jane',
    "O'Neil",
    'O’Neil',
    'Anne-Marie',
    'van der Berg',
    'McDonald',
    'JANE',
    'Zoë',
    'Łukasz',
    '王芳',
    'محمد',
    'Lions & Bears U9',
    'AFC Urmston (Blue)',
    'J.',
  ])('stays as it is: %s', (name) => {
    expect(readName(name)).toEqual({ ok: true, value: name, repair: null });
  });

  it.each([
    ['a run of spaces', 'Jane    Smith', 'spaces_folded'],
    ['a tab', 'Jane\tSmith', 'spaces_folded'],
    ['a no-break space', 'Jane\u00A0Smith', 'spaces_folded'],
    ['a control character', 'Jane\u0007 Smith', 'hidden_marks_removed'],
    ['a mark nobody sees', 'Jane\u200B Smith', 'hidden_marks_removed'],
  ])('is repaired, and the repair is reported: %s', (_what, written, repair) => {
    expect(readName(written)).toEqual({ ok: true, value: 'Jane Smith', repair });
  });

  it.each([
    ['a line break', 'Jane\nSmith', { code: 'line_break' }],
    ['a line break of Windows', 'Jane\r\nSmith', { code: 'line_break' }],
    ['a line break of old', 'Jane\u0085Smith', { code: 'line_break' }],
    ['a line break of Word', 'Jane\vSmith', { code: 'line_break' }],
    ['a line separator', 'Jane\u2028Smith', { code: 'line_break' }],
    ['a star', 'Jane*', { code: 'formatting_mark', mark: '*' }],
    ['an underscore', 'Jane_Smith', { code: 'formatting_mark', mark: '_' }],
    ['a tilde', '~Jane', { code: 'formatting_mark', mark: '~' }],
    ['a backtick', 'Jane`s', { code: 'formatting_mark', mark: '`' }],
    [
      'a letter turned into a question mark',
      'Jos?',
      { code: 'broken_characters', suggestion: null },
    ],
    ['the first letter turned into one', '?ukasz', { code: 'broken_characters', suggestion: null }],
    ['a control character and nothing else', '\u0007', { code: 'missing' }],
    ['a letter that shows nothing', '\u3164', { code: 'missing' }],
    ['a blank of Braille', '\u2800', { code: 'missing' }],
    ['a row of dashes', '-----', { code: 'placeholder_word', word: '-----' }],
    ['marks for a word', '!!', { code: 'placeholder_word', word: '!!' }],
    ['a code for terminals', '\u001BcJane', { code: 'broken_characters', suggestion: null }],
    [
      'a field that was not filled in',
      '{{2}}',
      { code: 'not_a_name', why: 'merge_mark', found: '{{2}}' },
    ],
    [
      'a field with an underscore in it',
      '{{first_name}}',
      { code: 'not_a_name', why: 'merge_mark', found: '{{first_name}}' },
    ],
    [
      'a heading in place of a name',
      'Player First Name',
      { code: 'not_a_name', why: 'merge_mark', found: 'Player First Name' },
    ],
    ['no letter', '$1', { code: 'not_a_name', why: 'no_letter', found: '$1' }],
    ['more than anybody is called', 'x'.repeat(251), { code: 'too_long', length: 251, limit: 250 }],
  ])('is refused for %s', (_what, written, problem) => {
    expect(readName(written)).toEqual({ ok: false, problem });
  });

  it('may be as long as the limit', () => {
    expect(readName('x'.repeat(250))).toEqual({ ok: true, value: 'x'.repeat(250), repair: null });
  });
});
