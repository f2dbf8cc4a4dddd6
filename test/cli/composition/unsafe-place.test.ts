import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settingsOf } from '../../../src/cli/composition/settings-of.ts';
import { openRealWorld } from '../../../src/cli/composition/world.ts';
import { aFolder, fakeShell } from '../../support/terminal/fake-shell.ts';
import { documentIn, run, sample } from '../run.ts';

const LIVE = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token-for-tests',
  TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
  TWILIO_TEMPLATE_SID: `HX${'0'.repeat(32)}`,
};

const inDropbox = (): string => join(aFolder(), 'Dropbox', 'club');

async function openWith(home: string, more: { readonly [name: string]: string } = {}) {
  const shell = fakeShell({ home, env: { ...LIVE, ...more } });
  const world = await openRealWorld(shell, settingsOf(shell));
  await world.close();
}

describe('a ledger in a synchronised folder', () => {
  it('is refused for live messages, before anything is written there', async () => {
    const home = inDropbox();
    await expect(openWith(home)).rejects.toMatchObject({
      problem: {
        code: 'ledger_unavailable',
        file: join(home, 'ledger.db'),
        reason: 'synchronised_folder',
      },
    });
    expect(existsSync(home)).toBe(false);
  });

  it('is used where nothing goes to people: for a stand-in and for a rehearsal', async () => {
    const home = inDropbox();
    await openWith(home, { TWILIO_BASE_URL: 'http://127.0.0.1:9' });
    expect(existsSync(join(home, 'ledger.db'))).toBe(true);
    const args = ['send', sample('payload.json'), '--rehearse', '--json'];
    const { exitCode } = await run(args, { home, stdin: 'y\n' });
    expect(exitCode).toBe(0);
  });

  it('does not matter where the settings name a shared ledger', async () => {
    const shared = { LEDGER_TABLE: 'invites', AWS_REGION: 'no-region' };
    await expect(openWith(inDropbox(), shared)).rejects.not.toMatchObject({
      problem: { code: 'ledger_unavailable' },
    });
  });

  it('can still be read, and erased from', async () => {
    const home = inDropbox();
    await openWith(home, { TWILIO_BASE_URL: 'http://127.0.0.1:9' });
    expect((await run(['history'], { home })).exitCode).toBe(0);
    expect((await run(['forget', '07700 900123', '--dry-run'], { home })).exitCode).toBe(0);
  });

  it('is a fault that doctor finds, with where to move it', async () => {
    const home = inDropbox();
    const { stdout, exitCode } = await run(['doctor', '--json'], { home });
    expect(exitCode).toBe(4);
    expect(documentIn({ stdout })).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: 'ledger_unavailable',
          state: 'fault',
          fix: 'Move its folder, with all that is in it, to a disk of this computer, and set URMSTON_INVITE_HOME to the new place.',
        }),
      ]),
    });
  });
});
