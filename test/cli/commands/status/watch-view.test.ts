import { describe, expect, it } from '@jest/globals';
import { frameLines, openWatchView } from '../../../../src/cli/commands/status/watch-view.ts';
import { PLAIN } from '../../../../src/cli/terminal/colours.ts';
import { fakeShell } from '../../../support/terminal/fake-shell.ts';

const FRAME = {
  mode: 'rehearsal',
  doing: '3 messages not final yet; asking again in 5 seconds.',
  counts: new Map([
    ['undelivered', 1],
    ['sent', 3],
    ['delivered', 2],
    ['read', 4],
  ] as const),
  total: 10,
  changes: ['19:00  sent  Ava', '19:01  delivered  Ben', '\u001B[33mopt-out\u001B[39m  Cara'],
} as const;

/** The bar of 1000 messages, so many of which were read. */
function bar(read: number): string | undefined {
  const counts = new Map([['read', read]] as const);
  return frameLines({ ...FRAME, counts, total: 1000 }, { columns: 80, rows: 24 }, PLAIN)[1];
}

describe('the frame of a watch', () => {
  it('has what is done now, a bar, the totals and the newest changes', () => {
    expect(frameLines(FRAME, { columns: 80, rows: 24 }, PLAIN)).toEqual([
      'REHEARSAL  3 messages not final yet; asking again in 5 seconds.',
      `  ${'█'.repeat(28)}${'░'.repeat(12)}  7 of 10 delivered or final`,
      '  1 not delivered, 3 sent, 2 delivered, 4 read',
      '',
      '  19:00  sent  Ava',
      '  19:01  delivered  Ben',
      '  opt-out  Cara',
    ]);
  });

  it('drops the oldest changes where the screen is low', () => {
    const lines = frameLines(FRAME, { columns: 80, rows: 7 }, PLAIN);
    expect(lines.slice(3)).toEqual(['', '  19:01  delivered  Ben', '  opt-out  Cara']);
    expect(frameLines(FRAME, { columns: 80, rows: 5 }, PLAIN)).toHaveLength(3);
  });

  it.each([1, 2, 3, 5, 10, 24])('is lower than a screen of %d rows', (rows) => {
    const { length } = frameLines(FRAME, { columns: 80, rows }, PLAIN);
    expect(length).toBeLessThan(Math.max(rows, 2));
  });

  it.each([10, 20, 30, 40, 80])('is narrower than %d columns', (columns) => {
    const lines = frameLines(FRAME, { columns, rows: 24 }, PLAIN);
    const [first = '', ...others] = lines.map(({ length }) => length);
    expect(Number(first) + 2).toBeLessThan(columns);
    expect(others.filter((length) => length >= columns)).toEqual([]);
  });

  it('has a full bar only where all is delivered or final', () => {
    expect(bar(999)).toContain('░');
    expect(bar(1000)).not.toContain('░');
  });
});

describe('where nothing can be drawn', () => {
  it.each([
    ['standard error is no terminal', fakeShell(), false],
    ['--quiet is given', fakeShell({ terminals: ['stderr'] }), true],
    [
      'the terminal moves no cursor',
      fakeShell({ terminals: ['stderr'], env: { TERM: 'dumb' } }),
      false,
    ],
  ])('the changes are printed: %s', async (_where, shell, quiet) => {
    const view = await openWatchView(shell, { mode: 'live', colours: PLAIN, quiet });
    expect(view.isDrawn).toBe(false);
    view.show(FRAME, 'Asking Twilio');
    view.shell.stderr.write('a change\n');
    view.stop();
    expect(shell.stderr.text()).toBe('a change\n');
  });
});
