import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLACES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  '.env.example',
  'bin',
  'docs',
  'samples',
  'scripts',
  'src',
  'test',
];

/** Tests that parse numbers without sending anything. */
const PARSED_ALONE = [
  'test/cli/commands/test/command.test.ts',
  'test/domain/message/test-message.test.ts',
  'test/domain/record/phone/phone.test.ts',
  'test/domain/record/record.test.ts',
];

/** A complete UK mobile number, in the usual formats. */
const MOBILE =
  /(?<![\d.])(?:(?:\+|00)?44[\s-]?(?:\(0\)[\s-]?)?|0)7\d{3}[\s-]?\d{3}[\s-]?\d{3}(?!\d)/gu;
/** The range that Ofcom reserves for drama. */
const FOR_DRAMA = /7700900\d{3}$/u;

function mobilesOfSomebody(text: string): readonly string[] {
  return [...text.matchAll(MOBILE)]
    .map(([number]) => number)
    .filter((number) => !FOR_DRAMA.test(number.replaceAll(/\D/gu, '')));
}

function filesIn(place: string): readonly string[] {
  try {
    return readdirSync(place, { withFileTypes: true }).flatMap(({ name }) =>
      filesIn(join(place, name)),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [place];
    throw error;
  }
}

describe('a mobile number outside the range reserved for drama', () => {
  it('occurs only in tests that parse numbers', () => {
    const holding = PLACES.flatMap((place) => filesIn(join(ROOT, place)))
      .filter((file) => mobilesOfSomebody(readFileSync(file, 'latin1')).length > 0)
      .map((file) => relative(ROOT, file).split(sep).join('/'))
      .toSorted();
    expect(holding).toEqual(PARSED_ALONE);
  });

  // In two parts, so that this file contains none.
  it.each([
    ['07', '799 123456'],
    ['+447', '799123456'],
    ['00447', '799123456'],
    ['+44 (0)7', '799 123 456'],
    ['447', '799123456'],
  ])('is recognised as %s%s', (...parts) => {
    const number = parts.join('');
    expect(mobilesOfSomebody(`ring ${number}.`)).toEqual([number]);
  });

  it('is not one of the reserved numbers', () => {
    expect(mobilesOfSomebody('07700 900123, +44 7700 900999, whatsapp:+447700900000')).toEqual([]);
  });
});
