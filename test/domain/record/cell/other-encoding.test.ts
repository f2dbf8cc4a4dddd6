import { describe, expect, it } from '@jest/globals';
import {
  decodedAs,
  misreadEncodingOf,
  startEncodingSurvey,
} from '../../../../src/domain/record/cell/other-encoding.ts';

function encodingOf(words: readonly string[]): string | null {
  const survey = startEncodingSurvey();
  for (const word of words) survey.add(`${word}\n`);
  return survey.finish();
}

describe('a word that was decoded as Windows-1252', () => {
  it.each([
    ['Zo‘', 'Zoë'],
    ['RenŽe', 'Renée'],
    ['DÕArcy', 'D’Arcy'],
    ['OÕNeil', 'O’Neil'],
    ['Siobh‡n', 'Siobhán'],
    ['H\u008Fl\u008Fne', 'Hèlène'],
    ['JŸrgen', 'Jürgen'],
    ['No‘l', 'Noël'],
    ['Lo•s', 'Loïs'],
    ['C™te', 'Côte'],
    ['S¿ren', 'Søren'],
    ['ƒlodie', 'Élodie'],
    ['JOSƒ', 'JOSÉ'],
    ['Jo‹o', 'João'],
  ])('was in the encoding of old Macs: %s', (read, meant) => {
    expect(misreadEncodingOf(read)).toBe('macintosh');
    expect(decodedAs(read, 'macintosh')).toBe(meant);
  });

  it.each([
    ['Ren‚e', 'Renée'],
    ['Zo‰', 'Zoë'],
    ['Fran‡ois', 'François'],
    ['H‚lŠne', 'Hélène'],
    ['Bj”rn', 'Björn'],
    ['J\u0081rgen', 'Jürgen'],
    ['Mar¡a', 'María'],
    ['R¢is¡n', 'Róisín'],
    ['Mu¤oz', 'Muñoz'],
  ])('was in a code page of DOS: %s', (read, meant) => {
    expect(misreadEncodingOf(read)).toBe('ibm850');
    expect(decodedAs(read, 'ibm850')).toBe(meant);
  });

  it.each([
    'Zoë',
    'Renée',
    'O’Neil',
    'O‘Neil',
    'D´Arcy',
    '‘Jane’',
    'Jane “JJ” Smith',
    '„JJ“',
    'JOÃO',
    'CAMÕES',
    'Sa‘id',
    'Hawai‘i',
    'Łukasz',
    'Ângela',
    'KŘÍŽ',
    'Žan',
    'Æthelred',
    'McÉwan',
    'Smith–Jones',
    'St. Mary’s',
    'Lions™',
    'Lions…',
    'Lions • Bears',
    'Mª José',
    '2½',
    '5€',
    'さくら',
  ])('was in no other: %s', (word) => {
    expect(misreadEncodingOf(word)).toBeNull();
  });
});

describe('a list', () => {
  it('decides about words that could be right by those that cannot', () => {
    expect(encodingOf(['Mar’a', 'Pe–a', 'Bjšrn'])).toBeNull();
    expect(encodingOf(['Mar’a', 'Pe–a', 'Bjšrn', 'Zo‘'])).toBe('macintosh');
    expect(['Mar’a', 'Pe–a', 'Bjšrn'].map((word) => decodedAs(word, 'macintosh'))).toEqual([
      'María',
      'Peña',
      'Björn',
    ]);
  });

  it('is not in another encoding because of one word', () => {
    expect(encodingOf(['Sa‘d', 'Zoë', 'Renée', 'Siân', 'Chloé'])).toBeNull();
  });

  it('keeps a character that Windows-1252 does not have', () => {
    expect(decodedAs('Łukasz‘', 'macintosh')).toBeNull();
  });
});

/** A search that starts anew at each character would not finish. */
describe('a text of a million characters', () => {
  it.each([
    ['one word', `${'a'.repeat(1_000_000)}é`],
    ['a word without an end', `é${'a'.repeat(1_000_000)}`],
    ['accents alone', 'é'.repeat(1_000_000)],
    ['marks alone', '‘'.repeat(1_000_000)],
    ['many words', 'Zoë '.repeat(250_000)],
    ['no-break spaces', `a${'\u00A0'.repeat(1_000_000)}`],
  ])('is searched in one pass: %s', (_what, text) => {
    expect(misreadEncodingOf(text)).toBeNull();
  });
});
