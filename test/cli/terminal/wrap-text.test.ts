import { describe, expect, it } from '@jest/globals';
import { coloursFor } from '../../../src/cli/terminal/colours.ts';
import { indented, hanging, wrapped } from '../../../src/cli/terminal/wrap-text.ts';
import { fakeShell } from '../../support/terminal/fake-shell.ts';

const shell = fakeShell();
const plain = await coloursFor(shell.stdout, shell, false);
const LONG = 'a message of many words that is longer than the narrow window it stands in';

describe('the frame around a message', () => {
  it('leaves the lines as they are without a terminal', async () => {
    expect(await indented(`${LONG}\n\nend`, null, plain)).toBe(`  │ ${LONG}\n  │\n  │ end`);
  });

  it('wraps between words, and each line keeps its bar', async () => {
    const lines = (await indented(LONG, 44, plain)).split('\n');
    expect(lines).toEqual([
      '  │ a message of many words that is longer',
      '  │ than the narrow window it stands in',
    ]);
  });

  it.each([
    { columns: 200, widest: 80, why: 'long lines are hard to read' },
    { columns: 10, widest: 24, why: 'a tiny window must not break every word' },
  ])('of $columns columns has lines of $widest at most: $why', async ({ columns, widest }) => {
    const lines = (await indented(LONG.repeat(4), columns, plain)).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(widest);
    expect(lines.every((line) => line.startsWith('  │'))).toBe(true);
  });

  it('loses no letter by wrapping', async () => {
    const words = (await indented(LONG, 30, plain)).replaceAll('  │', '').match(/\S+/gu);
    expect(words?.join(' ')).toBe(LONG);
  });

  it.each([null, 80])('shows no escape sequence of a template (columns: %s)', async (columns) => {
    expect(await indented('a\u001B[2Jb\r\u009B2J', columns, plain)).toBe(
      '  │ a\uFFFD[2Jb\uFFFD\uFFFD2J',
    );
  });
});

describe('a fact behind its label', () => {
  it('continues below its own beginning', async () => {
    expect(await hanging(LONG, 52, 12)).toBe(
      [
        'a message of many words that is longer',
        '            than the narrow window it stands in',
      ].join('\n'),
    );
  });

  it.each([
    ['where there is no terminal to wrap for', null],
    ['where the terminal has no room beside the label', 30],
  ])('stays as it is %s', async (_where, columns) => {
    expect(await hanging(LONG, columns, 12)).toBe(LONG);
  });

  it('does not break a word that is wider than its column, so that an id can be copied', async () => {
    expect(await hanging(`HX${'0'.repeat(32)}`, 34, 12)).toBe(`HX${'0'.repeat(32)}`);
  });
});

describe('lines that are too long for a terminal', () => {
  it('are wrapped between words, with their own indentation and the extra one', async () => {
    const text =
      'accepted  MM00  John Smith (Panthers u11s)\n  a short one\n\n  -> and what to do about it now\n';
    expect(await wrapped(text, 24, 2)).toBe(
      'accepted  MM00  John\n  Smith (Panthers u11s)\n  a short one\n\n  -> and what to do\n    about it now\n',
    );
  });

  it('are unchanged without a terminal, and where they fit', async () => {
    const text = 'accepted  MM00  John Smith (Panthers u11s) ';
    expect(await wrapped(text, null)).toBe(text);
    expect(await wrapped(text, 80)).toBe(text);
  });

  it('are measured without their colours', async () => {
    const text = '\u001B[32maccepted\u001B[39m  John Smith';
    expect(await wrapped(text, 20)).toBe(text);
  });
});
