import { describe, expect, it } from '@jest/globals';
import {
  count,
  listed,
  londonTime,
  playerOf,
  printable,
  mapOption,
  quoted,
  quotedForWindows,
  recipientOf,
} from '../../src/text/format.ts';
import { aMessage } from '../support/builders.ts';

describe('a number of things', () => {
  it.each([
    { number: 0, reads: '0 records' },
    { number: 1, reads: '1 record' },
    { number: 2, reads: '2 records' },
  ])('reads $reads', ({ number, reads }) => {
    expect(count(number, 'record')).toBe(reads);
  });

  it('has the plural that the word has', () => {
    expect([count(1, 'family', 'families'), count(3, 'family', 'families')]).toEqual([
      '1 family',
      '3 families',
    ]);
  });
});

describe('a list of things', () => {
  it.each([
    { items: [], reads: '' },
    { items: ['Lions u9s'], reads: 'Lions u9s' },
    { items: ['Lions u9s', 'Bears u7s'], reads: 'Lions u9s and Bears u7s' },
    {
      items: ['Lions u9s', 'Panthers u11s', 'Bears u7s'],
      reads: 'Lions u9s, Panthers u11s and Bears u7s',
    },
  ])('reads "$reads"', ({ items, reads }) => {
    expect(listed(items)).toBe(reads);
  });
});

describe('a time', () => {
  it.each([
    {
      at: '2026-11-22T18:42:00Z',
      reads: '22 Nov 2026, 18:42',
      why: 'in winter the clocks show UTC',
    },
    {
      at: '2026-07-15T18:42:00Z',
      reads: '15 Jul 2026, 19:42',
      why: 'in summer they are an hour ahead',
    },
    {
      at: '2026-03-29T00:59:59Z',
      reads: '29 Mar 2026, 00:59',
      why: 'the last second of winter time',
    },
    {
      at: '2026-03-29T01:00:00Z',
      reads: '29 Mar 2026, 02:00',
      why: 'the first second of summer time',
    },
    {
      at: '2026-10-25T00:59:59Z',
      reads: '25 Oct 2026, 01:59',
      why: 'the last second of summer time',
    },
    {
      at: '2026-10-25T01:00:00Z',
      reads: '25 Oct 2026, 01:00',
      why: 'the first second of winter time',
    },
    {
      at: '2026-06-30T23:30:00Z',
      reads: '1 Jul 2026, 00:30',
      why: 'the next day has begun where the club is',
    },
  ])('$at reads $reads: $why', ({ at, reads }) => {
    expect(londonTime(new Date(at))).toBe(reads);
  });
});

describe('who a message is about', () => {
  it('is named by name, team and number', () => {
    expect(playerOf(aMessage())).toBe('John Smith (Panthers u11s)');
    expect(recipientOf(aMessage())).toBe('Jane Smith, +44 7700 900123');
  });
});

describe('printable text', () => {
  it.each([
    { text: 'Zoë O’Neil 👋 ΑΒΓ', shown: 'Zoë O’Neil 👋 ΑΒΓ', why: 'letters of all kinds stay' },
    {
      text: 'two\nlines',
      shown: 'two⏎lines',
      why: 'a line break must not start a line of its own',
    },
    { text: '\u001B[2J', shown: '\uFFFD[2J', why: 'an escape sequence would clear the screen' },
    { text: 'a\rb', shown: 'a\uFFFDb', why: 'a carriage return would write over the line' },
    {
      text: 'a\bb\u0007c\td',
      shown: 'a\uFFFDb\uFFFDc\uFFFDd',
      why: 'no other control character does good',
    },
    { text: '\u009B2J', shown: '\uFFFD2J', why: 'an eight-bit escape sequence is one too' },
    { text: '\u007F\u0000', shown: '\uFFFD\uFFFD', why: 'delete and nul are no text' },
    {
      text: 'a\u202Efdp.vsc',
      shown: 'a\uFFFDfdp.vsc',
      why: 'what runs backwards reads as something else',
    },
    { text: '\u2066a\u2069', shown: '\uFFFDa\uFFFD', why: 'isolates turn the direction as well' },
  ])('shows $shown: $why', ({ text, shown }) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('the name of a file in a line to paste', () => {
  it.each([
    { file: 'players.csv', pasted: 'players.csv', why: 'nothing needs quotes' },
    {
      file: '/home/sam/u11s_2026-27.csv',
      pasted: '/home/sam/u11s_2026-27.csv',
      why: 'nor does a path',
    },
    { file: 'a\\b.csv', pasted: '"a\\\\b.csv"', why: 'a backslash would vanish' },
    { file: 'my list.csv', pasted: '"my list.csv"', why: 'a space would end it' },
    {
      file: 'Tom & Jo.csv',
      pasted: '"Tom & Jo.csv"',
      why: 'an ampersand would start another command',
    },
    { file: 'a$HOME.csv', pasted: '"a\\$HOME.csv"', why: 'a dollar would be replaced' },
    { file: 'a`ls`.csv', pasted: '"a\\`ls\\`.csv"', why: 'a backtick would run something' },
    { file: 'say "hi".csv', pasted: '"say \\"hi\\".csv"', why: 'a quote would end the quotes' },
    { file: 'a!b.csv', pasted: "'a!b.csv'", why: 'bash expands ! in double quotes' },
    { file: "Jo's!", pasted: `'Jo'\\''s!'`, why: 'a single quote would end the quotes' },
    { file: '', pasted: '""', why: 'nothing at all would vanish' },
    { file: 'a\u001B[2Jb.csv', pasted: '"a\uFFFD[2Jb.csv"', why: 'it goes to a terminal' },
  ])('$file is $pasted: $why', ({ file, pasted }) => {
    expect(quoted(file)).toBe(pasted);
  });
});

describe('the name of a file in a line to paste on Windows', () => {
  it.each([
    { file: 'players.csv', pasted: 'players.csv', why: 'nothing needs quotes' },
    { file: 'C:\\lists\\u11s.csv', pasted: 'C:\\lists\\u11s.csv', why: 'nor does a path' },
    {
      file: 'C:\\My lists\\u11s.csv',
      pasted: '"C:\\My lists\\u11s.csv"',
      why: 'a backslash stays single',
    },
    { file: 'C:\\My lists\\', pasted: '"C:\\My lists\\\\"', why: 'but not before a quote' },
    { file: 'Tom & Jo.csv', pasted: '"Tom & Jo.csv"', why: 'an ampersand would split the line' },
    { file: "Jo's!.csv", pasted: `"Jo's!.csv"`, why: 'Command Prompt has no single quotes' },
    { file: 'a,b.csv', pasted: '"a,b.csv"', why: 'PowerShell would make a list of it' },
    { file: '@home.csv', pasted: '"@home.csv"', why: 'nor is it a variable of PowerShell' },
    { file: 'Size="L"', pasted: '"Size=\\"L\\""', why: 'a quote would end the quotes' },
    { file: '', pasted: '""', why: 'nothing at all would vanish' },
  ])('$file is $pasted: $why', ({ file, pasted }) => {
    expect(quotedForWindows(file)).toBe(pasted);
  });
});

describe('the option that maps a heading, in a line to paste', () => {
  it.each([
    { heading: 'Mobile', pasted: '--map parent_tel="Mobile"' },
    { heading: 'Monthly\n  Sub', pasted: '--map parent_tel="Monthly Sub"' },
    { heading: 'Fee ($)', pasted: String.raw`--map parent_tel="Fee (\$)"` },
    { heading: 'Ring me!', pasted: "--map parent_tel='Ring me!'" },
  ])('$heading is $pasted', ({ heading, pasted }) => {
    expect(mapOption('parent_tel', heading)).toBe(pasted);
  });
});
