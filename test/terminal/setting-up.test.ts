import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  openStandIn,
  SENDER,
  TEMPLATE_SID,
} from '../support/sending/stand-in.ts';
import type { Terminal } from '../support/terminal/terminal.ts';
import { aDesk, ASKS_JANE, keptIn, type Desk } from './desk.ts';

const WIDE = 200;

/** A desk without settings, except for the stand-in's address. */
async function anEmptyDesk(): Promise<Desk> {
  const { settings } = await openStandIn();
  return aDesk({ TWILIO_BASE_URL: settings['TWILIO_BASE_URL'] ?? '', SEND_HOURS: '' });
}

/** Answers the questions before the one for the sender. */
async function logIn(terminal: Terminal): Promise<void> {
  await terminal.waitFor('TWILIO_ACCOUNT_SID:');
  terminal.type(`${ACCOUNT_SID}\r`);
  await terminal.waitFor('Token or key? (t/k) [t]:');
  terminal.type('\r');
  await terminal.waitFor('TWILIO_AUTH_TOKEN:');
  terminal.type(`${AUTH_TOKEN}\r`);
  await terminal.waitFor('Urmston Town Juniors, a full account.');
  await terminal.waitFor(`TWILIO_PHONE_NUMBER [${SENDER}]:`);
}

async function setUp(desk: Desk): Promise<Terminal> {
  const terminal = desk.at(WIDE)('init');
  await logIn(terminal);
  terminal.type('\r');
  await terminal.waitFor('TWILIO_TEMPLATE_SID:');
  terminal.type(`${TEMPLATE_SID}\r`);
  await terminal.waitFor('Approved by WhatsApp.');
  await terminal.waitFor('OPERATOR [');
  terminal.type('Robin Green\r');
  await terminal.waitFor('TEST_NUMBERS:');
  terminal.type('07700 900001\r');
  await terminal.waitFor('SEND_HOURS [08:00-20:30]:');
  terminal.type('00:00-24:00\r');
  await terminal.waitFor('List with the teams [none]:');
  terminal.type('\r');
  expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  return terminal;
}

describe('doctor at a terminal', () => {
  it('shows the quality, the limit and the webhook of the sender', async () => {
    const { settings } = await openStandIn({
      profile: { qualityRating: 'RED', messagingLimit: '1K Customers/24hr', callbackUrl: null },
    });
    const desk = aDesk({ ...settings, PUBLIC_URL: 'http://127.0.0.1:4' });
    const terminal = desk.at(WIDE)('doctor');
    await terminal.exit;
    for (const line of [
      /ok +sender +\+44 7700 900999 is a WhatsApp sender of this account, ONLINE\./u,
      /warning +its quality +WhatsApp rates this sender RED: /u,
      /ok +its limit +WhatsApp's limit is "1K Customers\/24hr"; DAILY_LIMIT counts, which is 250\./u,
      /warning +its webhook +The sender has no webhook, .* http:\/\/127\.0\.0\.1:4\/webhook/u,
    ]) {
      expect(terminal.screen()).toMatch(line);
    }
  });
});

describe('setting up', () => {
  it('leads from no settings to a doctor without faults, and a send that asks', async () => {
    const desk = await anEmptyDesk();
    const before = desk.at(WIDE)('doctor');
    expect(await before.exit).toMatchObject({ exitCode: 4 });
    expect(before.screen()).toContain('TWILIO_AUTH_TOKEN is missing.');
    const terminal = await setUp(desk);
    expect(terminal.screen()).toContain('Next: urmston-invite doctor');
    const after = desk.at(WIDE)('doctor');
    expect(await after.exit).toMatchObject({ exitCode: 0 });
    expect(after.screen()).toContain('Ready: 2 warnings. Nothing was sent.');
    expect(after.screen()).toContain("You've been invited to register John to join");
    const sending = desk.terminal('send', 'players.json');
    await sending.waitFor(ASKS_JANE);
    await sending.press('q');
    await sending.exit;
    for (const { raw } of [before, terminal, after, sending]) expectNoSecret(raw());
    for (const { path, mode } of keptIn(desk)) {
      expect(mode).toMatch(/^(?:d700|-600)$/u);
      const isSettings = path.endsWith('settings.env');
      if (mode === '-600' && !isSettings) expectNoSecret(readFileSync(path, 'latin1'));
    }
  });

  it('breaks no word on a narrow screen', async () => {
    const desk = await anEmptyDesk();
    const terminal = desk.at(40)('init');
    await terminal.waitFor('TWILIO_ACCOUNT_SID:');
    terminal.type('AC12\r');
    await terminal.waitFor('hex digits.\nTWILIO_ACCOUNT_SID: AC12');
    const shown = terminal.screen().replaceAll(/\s*\n/gu, ' ');
    expect(shown).toContain(
      'Enter keeps what stands in brackets; Ctrl-C stops, and then nothing is changed.',
    );
    expect(shown).toContain('from the front page of the console: AC and 32 hex digits.');
    expect(shown).toContain('That cannot be right: it is AC and 32 hex digits. TWILIO');
  });

  it('shows an edited line once, and the secret as asterisks', async () => {
    const desk = await anEmptyDesk();
    const terminal = desk.at(80)('init');
    await terminal.waitFor('TWILIO_ACCOUNT_SID:');
    terminal.type('AC12');
    await terminal.waitFor('AC12');
    terminal.type(`\u007F\u007F\u001B[D${ACCOUNT_SID.slice(2)}\r`);
    await terminal.waitFor('Token or key?');
    terminal.type('\r');
    await terminal.waitFor('TWILIO_AUTH_TOKEN:');
    terminal.type(`${AUTH_TOKEN}\r`);
    await terminal.waitFor('full account');
    const lines = terminal.screen().split('\n');
    expect(lines.filter((line) => line.startsWith('TWILIO_ACCOUNT_SID'))).toEqual([
      `TWILIO_ACCOUNT_SID: ${ACCOUNT_SID}`,
    ]);
    expect(lines.filter((line) => line.startsWith('TWILIO_AUTH_TOKEN'))).toEqual([
      `TWILIO_AUTH_TOKEN: ${'*'.repeat(AUTH_TOKEN.length)}`,
    ]);
    expectNoSecret(terminal.raw());
  });

  it.each([40, 20])('shows a line once that wraps at %i columns', async (columns) => {
    const desk = await anEmptyDesk();
    const terminal = desk.at(columns)('init');
    await terminal.waitFor('TWILIO_ACCOUNT_SID:');
    for (const piece of [ACCOUNT_SID.slice(0, 15), ACCOUNT_SID.slice(15), '\r']) {
      terminal.type(piece);
      // oxlint-disable-next-line no-await-in-loop -- each piece is shown before the next
      if (piece !== '\r') await terminal.waitFor(piece.slice(-3));
    }
    await terminal.waitFor('Token or key?');
    const seen = terminal.screen().replaceAll('\n', '');
    expect(seen.split('TWILIO_ACCOUNT_SID:')).toHaveLength(2);
    expect(seen.split(ACCOUNT_SID)).toHaveLength(2);
  });

  it('writes no file at Ctrl-C, and restores the terminal', async () => {
    const desk = await anEmptyDesk();
    const terminal = desk.at(WIDE)('init');
    await logIn(terminal);
    await terminal.press('\u0003');
    const { exitCode, terminalState } = await terminal.exit;
    expect(exitCode).toBe(130);
    expect(terminalState).toMatch(/(?<!-)\becho\b/u);
    expect(terminalState).toMatch(/(?<!-)\bicanon\b/u);
    expect(terminal.screen()).toContain('No setting was changed.');
    expect(terminal.screen()).not.toMatch(/fault in urmston-invite|ERR_/u);
    expect(existsSync(join(desk.home, 'settings.env'))).toBe(false);
    expectNoSecret(terminal.raw());
  });

  it('keeps the old file at Ctrl-C after a changed value', async () => {
    const desk = await anEmptyDesk();
    await setUp(desk);
    const file = join(desk.home, 'settings.env');
    const before = `${readFileSync(file, 'utf8')}# kept\n`;
    writeFileSync(file, before);
    const terminal = desk.at(WIDE)('init');
    await terminal.waitFor(`TWILIO_ACCOUNT_SID [${ACCOUNT_SID}]:`);
    terminal.type(`AC${'9'.repeat(32)}\r`);
    await terminal.waitFor(/Replace it with AC9{32}\? \(y\/n\)/u);
    terminal.type('y\r');
    await terminal.waitFor('Token or key?');
    await terminal.press('\u0003');
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('asks nothing without a terminal', async () => {
    const desk = await anEmptyDesk();
    const ran = await desk.piped('y\n', 'init');
    expect(ran).toMatchObject({ exitCode: 8, stdout: '' });
    expect(ran.stderr).toContain('asked for at a terminal');
    expect(existsSync(desk.home)).toBe(false);
  });
});

describe('doctor at a terminal', () => {
  it('stops at Ctrl-C while Twilio does not answer', async () => {
    const standIn = await openStandIn({ holdsTemplate: true });
    const terminal = aDesk(standIn.settings).terminal('doctor');
    await terminal.waitFor('Asking Twilio');
    await terminal.press('\u0003');
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
  });

  it('rehearses without settings and without a terminal', async () => {
    const ran = await aDesk().piped('', 'doctor', '--rehearse', '--json');
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ command: 'doctor', ready: true });
  });
});

function expectNoSecret(text: string): void {
  expect(text.includes(AUTH_TOKEN)).toBe(false);
  const asSent = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');
  expect(text.includes(asSent)).toBe(false);
}
