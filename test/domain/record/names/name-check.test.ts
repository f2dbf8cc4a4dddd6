import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nameDoubt, nameFault } from '../../../../src/domain/record/names/name-check.ts';

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', 'I', 'J', ' '),
  minLength: 1,
  maxLength: 9,
});

function digits(minLength: number, maxLength: number): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength });
}

function withDigits(numbers: readonly number[], words: readonly string[]): string {
  return `A${numbers.map((digit, at) => `${words[at] ?? ''}${digit}`).join('')}`;
}

describe('what stands under a name and is none', () => {
  it.each([
    ['a link behind a name', 'Oliver https://x.example/win', 'link', 'https://x.example/win'],
    ['a link of another scheme', 'ftp://x.example', 'link', 'ftp://x.example'],
    ['a scheme without slashes', 'javascript:alert(1)', 'link', 'javascript:alert(1)'],
    ['an address that begins with www', 'see WWW.WIN.EXAMPLE', 'link', 'WWW.WIN.EXAMPLE'],
    ['an address with a path', 'bit.ly/4kQ', 'link', 'bit.ly/4kQ'],
    ['an address in capitals with a path', 'BIT.LY/4KQ', 'link', 'BIT.LY/4KQ'],
    ['an address alone', 'win.example', 'link', 'win.example'],
    [
      'an address at the end of a sentence',
      'go to club-win.example now',
      'link',
      'club-win.example',
    ],
    ['a user name', 'john.smith', 'link', 'john.smith'],
    [
      'an address that a machine writes wide',
      'ｗｗｗ．ｗｉｎ．ｅｘａｍｐｌｅ',
      'link',
      'www.win.example',
    ],
    [
      'a sentence with a link and a number',
      'Call 07700 900102 or win.example',
      'link',
      'win.example',
    ],
    ['an e-mail address', 'sarah.h@example.org', 'email_address', 'sarah.h@example.org'],
    ['an account of a social network', '@oliver', 'email_address', '@oliver'],
    ['an address with a wide sign', 'sarah＠example.org', 'email_address', 'sarah@example.org'],
    ['a phone number', '07700 900102', 'digits', '07700 900102'],
    ['a name with a phone number', 'Oliver 07700-900102', 'digits', '07700-900102'],
    ['a date of birth', 'Noah 2015-09-01', 'digits', '2015-09-01'],
    ['a number in digits of another script', 'Noah ٠٧٧٠٠٩٠٠١٠٢', 'digits', '٠٧٧٠٠٩٠٠١٠٢'],
    ['five digits apart', 'a1b2c3d4e5', 'digits', '1'],
    ['an empty field of a form', '{{2}}', 'merge_mark', '{{2}}'],
    ['a field by name', 'Dear {first name}', 'merge_mark', '{first name}'],
    ['a field in square brackets', '[NAME]', 'merge_mark', '[NAME]'],
    ['a field in guillemets', '«Parent»', 'merge_mark', '«Parent»'],
    ['a field in double angles', '<<Parent>>', 'merge_mark', '<<Parent>>'],
    ['a variable', '$name', 'merge_mark', '$name'],
    ['a variable in braces', '${name}', 'merge_mark', '${name}'],
    ['a field in percent signs', '%FIRST_NAME%', 'merge_mark', '%FIRST_NAME%'],
    ['a field in number signs', '#name#', 'merge_mark', '#name#'],
    ['a field in single guillemets', '‹Parent›', 'merge_mark', '‹Parent›'],
    ['a field in pipes', '|FNAME|', 'merge_mark', '|FNAME|'],
    ['a field in stars and pipes', '*|FNAME|*', 'merge_mark', '*|FNAME|*'],
    ['a field in carets', '^name^', 'merge_mark', '^name^'],
    ['a heading', 'First Name', 'merge_mark', 'First Name'],
    ['a heading with its owner', "Parent's Surname", 'merge_mark', "Parent's Surname"],
    ['a heading in capitals', 'PLAYER FORENAME', 'merge_mark', 'PLAYER FORENAME'],
    ['the hint of a form', 'Enter your full name here', 'merge_mark', 'Enter your full name here'],
    ['half a field', 'Oliver}}', 'merge_mark', '}}'],
    ['what is left of a code for terminals', ']0;x', 'merge_mark', ']'],
    ['a tag', '<b>Noah</b>', 'tag', '<b>'],
    ['half a tag', 'Noah</b', 'tag', '</b'],
    ['a tag with an attribute', '<a href="x">Noah</a>', 'tag', '<a href="x">'],
    ['a comment', '<!-- Noah -->', 'tag', '<!-- Noah -->'],
    ['an angle alone', 'Noah <3', 'merge_mark', '<'],
    ['a backslash', String.raw`Jos\u00e9`, 'merge_mark', '\\'],
    ['digits alone', '1234', 'no_letter', '1234'],
    ['an emoji alone', '🎉', 'no_letter', '🎉'],
    ['marks and digits', '(7)', 'no_letter', '(7)'],
  ])('is refused with its reason: %s', (_what, text, why, found) => {
    expect(nameFault(text)).toEqual({ code: 'not_a_name', why, found });
  });

  it.each([
    "O'Neil",
    'O’Neil',
    'Zoë',
    'Anne-Marie',
    'Đỗ',
    'Siân',
    'St. John',
    'St.John',
    'Jean Luc',
    'Ng',
    '李',
    'さくら',
    'محمد',
    'J.R.R.',
    'J.de Vries',
    'A.N. Other',
    'Chr.van Dijk',
    'van der Berg',
    'Robert (Bob)',
    'Sam & Jo',
    'Jane "JJ"',
    'F.C. United',
    'AFC U11 2nd',
    'Team 1',
    '7s',
    'FC 1878',
    'Lions 🦁',
    'Lions | Blue',
    'Rename FC',
    'R&D',
    'AT&T',
    'Girls: Blue',
    'Team #1',
    '100% Football',
    'Smith/Jones',
    'N’Golo',
    'Łukasz',
    'Sø.',
    'Dr. No',
  ])('is not %s', (name) => {
    expect(nameFault(name)).toBeNull();
  });

  it('is everything with five digits or more, and nothing for its digits with fewer', () => {
    fc.assert(
      fc.property(digits(5, 12), fc.array(letters), (many, words) => {
        expect(nameFault(withDigits(many, words))).toMatchObject({ why: 'digits' });
      }),
    );
    fc.assert(
      fc.property(digits(0, 4), fc.array(letters), (few, words) => {
        expect(nameFault(withDigits(few, words))).toBeNull();
      }),
    );
  });
});

describe('a text that may be a name and is still reported', () => {
  it.each([
    'Mr & Mrs',
    'Mr and Mrs',
    'mr/mrs',
    'Mrs.',
    'Miss',
    'Dr',
    'Mr. & Mrs.',
    'Mum',
    'Mum and Dad',
    'Parent/Guardian',
    'The Parents',
    'Parent 1',
  ])('a title or a part in the family without a name: %s', (text) => {
    expect(nameDoubt(text, 'person')).toEqual({ code: 'title_without_name' });
  });

  it.each([
    ['u11s', 'age_group'],
    ['Under 9', 'age_group'],
    ['Oliver!', 'marks'],
    ['Oliver 🎉', 'marks'],
    ['Oliver: urgent', 'marks'],
    ['You have won a prize so call us back today', 'long'],
    ['a'.repeat(61), 'long'],
  ])('a person called %s, for its %s', (text, why) => {
    expect(nameDoubt(text, 'person')).toMatchObject({ code: 'name_unusual', why });
  });

  it('a team with as many words as a sentence has', () => {
    const text = 'You have won a prize so call us back today';
    expect(nameDoubt(text, 'team')).toMatchObject({ code: 'name_unusual', why: 'long' });
  });

  it.each([
    "O'Neil",
    'Zoë',
    'Anne-Marie',
    'Đỗ',
    'Siân',
    'St. John',
    'Jean Luc',
    'Ng',
    '李',
    'Mr Smith',
    'Mrs Jane Smith',
    'Junior',
    'Robert (Bob)',
    'Jane "JJ" Smith',
    'Sam & Jo',
    'Maria del Carmen de la Cruz',
    'Мария',
    'מַרְיָם',
    'ジャン・リュック',
    'Smith, Jane',
    'Oliver 2',
    'J.P.',
    'Ann\u2010Marie',
  ])('is no person called %s', (name) => {
    expect(nameDoubt(name, 'person')).toBeNull();
  });

  it.each(['Team 1', 'U11 2nd', 'FC 1878', 'Lions 🦁', 'Girls: Blue!', 'Mums and Dads'])(
    'is no team called %s',
    (name) => {
      expect(nameDoubt(name, 'team')).toBeNull();
    },
  );
});
