import { describe, expect, it } from '@jest/globals';
import { barLines } from '../../../../src/cli/commands/status/bar.ts';

const COUNTS = new Map([
  ['undelivered', 1],
  ['sent', 10],
  ['read', 200],
] as const);

describe('the bars of a status', () => {
  it('have a word, a number and a length each, and one can be seen beside many', () => {
    expect(barLines(COUNTS, 40)).toEqual([
      'not delivered    1  █',
      'sent            10  █',
      'read           200  ████████████████████',
    ]);
  });

  it('grow no longer than can be taken in, where there is no terminal', () => {
    expect(barLines(COUNTS, null).map((line) => line.length)).toEqual([21, 22, 60]);
  });

  it('are left out where there is no room for them', () => {
    expect(barLines(COUNTS, 20)).toEqual([
      'not delivered   1',
      'sent           10',
      'read          200',
    ]);
  });

  it.each([20, 24, 25, 40, 80, 200])('fit %d columns', (columns) => {
    expect(barLines(COUNTS, columns).filter((line) => line.length > columns)).toEqual([]);
  });

  it('are none where nothing was sent', () => {
    expect(barLines(new Map(), 80)).toEqual([]);
  });
});
