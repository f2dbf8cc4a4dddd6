import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sample } from '../../cli/run.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { runPiped } from '../../support/terminal/run-piped.ts';

// Linux has a folder in which the system refuses new ones with ENOENT.
const describeOnLinux = existsSync('/proc/self') ? describe : describe.skip;

describeOnLinux('a folder for the ledger that can never exist', () => {
  it.each([
    ['opt-out', 'list'],
    ['send', 'SAMPLE', '--rehearse'],
    ['doctor', '--rehearse'],
  ])('ends %s %s at once', async (...args) => {
    const { exitCode, stdout } = await runPiped(
      [...args.map((word) => (word === 'SAMPLE' ? sample('players.csv') : word)), '--json'],
      { env: { URMSTON_INVITE_HOME: '/proc/nothere' }, cwd: aFolder() },
    );
    expect(exitCode).toBe(4);
    expect(stdout).toContain('"ledger_unavailable"');
    expect(stdout).toContain('its path leads nowhere');
  });
});
