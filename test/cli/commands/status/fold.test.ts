import { describe, expect, it } from '@jest/globals';
import { fold, type Block } from '../../../../src/cli/commands/status/fold.ts';

/** A block whose people have one line each, of which the first `read` were read. */
function aBlock(name: string, count: number, headLines = 2, read = count): Block {
  return {
    head: Array.from({ length: headLines }, (_, at) => `${name} (${count}) ${at}`),
    brief: `${name} (${count})`,
    count,
    people: Array.from({ length: read }, (_, at) => [`${name} ${at}`]),
  };
}

const FAILED = aBlock('failed', 3);
const WROTE: Block = {
  ...aBlock('wrote', 2, 1),
  people: [
    ['wrote 0', '> Yes'],
    ['wrote 1', '> No'],
  ],
};
const WHOLE = ['failed (3) 0', 'failed (3) 1', 'failed 0', 'failed 1', 'failed 2'];
const WHOLE_WROTE = ['wrote (2) 0', 'wrote 0', '> Yes', 'wrote 1', '> No'];

describe('a list that fits on the screen', () => {
  it('has an empty line below each group', () => {
    expect(fold([FAILED, WROTE], 12)).toEqual({
      lines: [...WHOLE, '', ...WHOLE_WROTE, ''],
      hidden: 0,
    });
  });

  it('has none where there is no room for them', () => {
    const whole = { lines: [...WHOLE, ...WHOLE_WROTE], hidden: 0 };
    expect(fold([FAILED, WROTE], 11)).toEqual(whole);
    expect(fold([FAILED, WROTE], 10)).toEqual(whole);
  });

  it('may have no groups', () => {
    expect(fold([], 20)).toEqual({ lines: [], hidden: 0 });
  });
});

describe('a list that does not', () => {
  it('has every reason, and the first people of each group in turn', () => {
    expect(fold([FAILED, WROTE], 9)).toEqual({
      lines: [...WHOLE.slice(0, 4), ...WHOLE_WROTE],
      hidden: 1,
    });
    expect(fold([FAILED, WROTE], 6)).toEqual({
      lines: [...WHOLE.slice(0, 3), 'wrote (2) 0', 'wrote 0', '> Yes'],
      hidden: 3,
    });
    // One line is left, and a person who wrote takes two.
    expect(fold([FAILED, WROTE], 5).lines).toEqual([...WHOLE.slice(0, 4), 'wrote (2) 0']);
  });

  it('cuts the reasons to a line each before it leaves out one', () => {
    const many = ['a', 'b', 'c'].map((name) => aBlock(name, 5, 3));
    expect(fold(many, 5)).toEqual({
      lines: ['a (5)', 'a 0', 'b (5)', 'b 0', 'c (5)'],
      hidden: 13,
    });
  });

  it('counts those who are left out with their reason', () => {
    const many = ['a', 'b', 'c'].map((name) => aBlock(name, 5));
    expect(fold(many, 2)).toEqual({ lines: ['a (5)', 'b (5)'], hidden: 15 });
    expect(fold(many, -3)).toEqual({ lines: [], hidden: 15 });
  });

  it('counts those who were not read', () => {
    const { hidden, lines } = fold([aBlock('failed', 500, 1, 20)], 10);
    expect([hidden, lines.length]).toEqual([491, 10]);
  });

  it.each(Array.from({ length: 30 }, (_, rows) => rows))(
    'never takes more than %d lines',
    (rows) => {
      const blocks = [aBlock('a', 12, 3), WROTE, aBlock('b', 1, 1), FAILED];
      const { lines, hidden } = fold(blocks, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      const people = new Set(blocks.flatMap((block) => block.people.map(([first]) => first)));
      expect(hidden + lines.filter((line) => people.has(line)).length).toBe(18);
    },
  );
});
