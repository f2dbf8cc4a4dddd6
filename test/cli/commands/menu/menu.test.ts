import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { argumentsOf, droppedPath, MENU } from '../../../../src/cli/commands/menu/menu.ts';

describe('the path of a dropped file', () => {
  it.each([
    ['linux', "'/home/sam/My list.csv' ", '/home/sam/My list.csv'],
    ['linux', String.raw`'/home/sam/Sam'\''s list.csv'`, "/home/sam/Sam's list.csv"],
    ['linux', 'file:///home/sam/My%20list.csv', '/home/sam/My list.csv'],
    ['linux', 'file:///home/sam/100%.csv', '/home/sam/100%.csv'],
    ['darwin', String.raw`/Users/sam/My\ list\ \(1\).csv `, '/Users/sam/My list (1).csv'],
    ['win32', String.raw`"C:\Users\Sam\My list.csv"`, String.raw`C:\Users\Sam\My list.csv`],
    ['win32', String.raw`C:\Users\Sam\list.csv`, String.raw`C:\Users\Sam\list.csv`],
    [
      'win32',
      String.raw`& 'C:\Users\Sam\Sam''s list.csv'`,
      String.raw`C:\Users\Sam\Sam's list.csv`,
    ],
    ['linux', '  ', ''],
  ])('is read as a terminal on %s writes it: %j', (platform, typed, path) => {
    expect(droppedPath(typed, platform)).toBe(path);
  });

  it('is any name, quoted as macOS and Linux do', () => {
    const names = fc.stringMatching(/^[\p{L} '"()&!$#-]+$/u).filter((name) => name.trim() !== '');
    fc.assert(
      fc.property(names, (name) => {
        const path = `/lists/${name}.csv`;
        const escaped = path.replaceAll(/[^\p{L}/.]/gu, String.raw`\$&`);
        expect(droppedPath(escaped, 'darwin')).toBe(path);
        expect(droppedPath(`'${path.replaceAll("'", String.raw`'\''`)}'`, 'linux')).toBe(path);
      }),
    );
  });
});

describe('an item of the menu', () => {
  it('never makes a file name an option', () => {
    for (const item of MENU.values()) {
      expect(argumentsOf(item, '--rehearse.csv').slice(-2)).toEqual(['--', '--rehearse.csv']);
    }
  });

  it('sends invented families in a rehearsal only', () => {
    expect(argumentsOf('try', 'samples/players.csv')).toContain('--rehearse');
  });
});
