import { describe, expect, it } from '@jest/globals';
import { startProgressBar } from '../../../src/cli/terminal/progress-bar.ts';
import { fakeShell } from '../../support/terminal/fake-shell.ts';

const CLEAR = '\r\u001B[K';

describe('a progress bar', () => {
  it('is drawn once for each percent, and cleared at the end', () => {
    const shell = fakeShell({ terminals: ['stderr'] });
    const bar = startProgressBar(shell, 'Reading players.csv');
    for (const share of [0.5, 0.504, 0.4, 2]) bar.advance(share);
    bar.stop();
    expect(shell.stderr.text().split(CLEAR)).toEqual([
      '',
      `Reading players.csv ${'░'.repeat(30)} 0 %`,
      `Reading players.csv ${'█'.repeat(15)}${'░'.repeat(15)} 50 %`,
      `Reading players.csv ${'█'.repeat(30)} 100 %`,
      '',
    ]);
  });

  it('is left out where the screen has no room, and its text is cut there', () => {
    const shell = fakeShell({ terminals: ['stderr'] });
    const stderr = { ...shell.stderr, columns: () => 20 };
    startProgressBar({ stderr, env: {} }, 'Reading players.csv').stop();
    expect(shell.stderr.text()).toBe(`${CLEAR}Reading players.csv${CLEAR}`);
  });

  it.each([
    ['standard error is no terminal', fakeShell()],
    ['the terminal is dumb', fakeShell({ terminals: ['stderr'], env: { TERM: 'dumb' } })],
  ])('is not drawn where %s', (_where, shell) => {
    const bar = startProgressBar(shell, 'Reading players.csv');
    bar.advance(1);
    bar.stop();
    expect(shell.stderr.text()).toBe('');
  });
});
