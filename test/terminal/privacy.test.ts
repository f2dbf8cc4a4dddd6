import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_SID, AUTH_TOKEN, openStandIn } from '../support/sending/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, keptIn, type Desk } from './desk.ts';

const SECRET = 's3cr3t-token-that-nobody-may-see';

describe('the secret of the account', () => {
  it('is on no screen and in no file after a run', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings);
    const terminal = desk.terminal('send', 'players.json', '--verbose');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('q');
    await terminal.exit;
    expectNoSecret(terminal.raw(), AUTH_TOKEN);
    // The second run writes Node's compile cache into the folder.
    const again = desk.terminal('send', 'players.json', '--verbose');
    await again.waitFor(ASKS_DANIEL);
    await again.press('q');
    await again.exit;
    expectNoSecret(again.raw(), AUTH_TOKEN);
    expectNoSecretKept(desk, AUTH_TOKEN);
  });

  it('is not printed when Twilio refuses it', async () => {
    const standIn = await openStandIn();
    const desk = aDesk({ ...standIn.settings, TWILIO_AUTH_TOKEN: SECRET });
    const terminal = desk.terminal('send', 'players.json', '--verbose');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expectNoSecret(terminal.raw(), SECRET);
    expectNoSecretKept(desk, SECRET);
  });

  it('is not printed when it is malformed', async () => {
    const standIn = await openStandIn();
    const desk = aDesk({ ...standIn.settings, TWILIO_AUTH_TOKEN: `${SECRET} and more` });
    const terminal = desk.terminal('send', 'players.json', '--json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expectNoSecret(terminal.raw(), SECRET);
  });
});

describe('the files of the tool', () => {
  it('are accessible to their owner only, during a run and after it', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings);
    await desk.piped('y\nq\n', 'send', 'players.json', '--rehearse');
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    expectPrivate(desk);
    await terminal.press('q');
    await terminal.exit;
    expectPrivate(desk);
    const names = keptIn(desk).map(({ path }) => path);
    expect(names).toContain(`${desk.home}/ledger.db`);
    expect(names).toContain(`${desk.home}/rehearsal.db`);
  });
});

function expectPrivate(desk: Desk): void {
  const open = keptIn(desk).filter(({ mode }) => mode !== 'd700' && mode !== '-600');
  expect(open).toEqual([]);
}

function expectNoSecretKept(desk: Desk, secret: string): void {
  for (const { path } of keptIn(desk)) {
    if (statSync(path).isFile()) expectNoSecret(readFileSync(path, 'latin1'), secret);
  }
}

/** Neither in plain text nor as basic authentication encodes it. */
function expectNoSecret(text: string, secret: string): void {
  expect(text.includes(secret)).toBe(false);
  expect(text.includes(Buffer.from(`${ACCOUNT_SID}:${secret}`).toString('base64'))).toBe(false);
}
