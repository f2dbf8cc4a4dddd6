import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_SID, openStandIn, unreachableSettings } from '../support/sending/stand-in.ts';
import type { Env } from '../support/terminal/built-cli.ts';
import { aDesk, ASKS_JANE } from './desk.ts';

const NEEDED = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_PHONE_NUMBER',
  'TWILIO_TEMPLATE_SID',
];

/** In columns; wide enough that no line wraps. */
const WIDE = 400;

describe('settings', () => {
  it('that are missing stop a live send with exit code 4, and are all named', async () => {
    const terminal = aDesk().at(WIDE)('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    for (const name of NEEDED) expect(terminal.screen()).toContain(name);
    expect(terminal.screen()).toContain('--rehearse');
  });

  it('that are empty count as missing', async () => {
    const empty = Object.fromEntries(NEEDED.map((name) => [name, '']));
    const terminal = aDesk(empty).at(WIDE)('send', 'players.json', '--json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    for (const name of NEEDED) expect(terminal.screen()).toContain(name);
    expect(terminal.raw()).toContain('"code":"settings_missing"');
  });

  it('that are malformed stop it with exit code 4, and are all named with the expected form', async () => {
    const settings = {
      ...unreachableSettings(),
      TWILIO_ACCOUNT_SID: 'AC123',
      TWILIO_PHONE_NUMBER: '07700 900999',
      TWILIO_TEMPLATE_SID: 'the invite',
    };
    const terminal = aDesk(settings).at(WIDE)('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.screen()).toMatch(/TWILIO_ACCOUNT_SID.*AC and 32 hex digits/u);
    expect(terminal.screen()).toMatch(/TWILIO_PHONE_NUMBER.*whatsapp:\+447700900999/u);
    expect(terminal.screen()).toMatch(/TWILIO_TEMPLATE_SID.*HX and 32 hex digits/u);
  });

  // 198.51.100.0/24 is reserved for documentation (RFC 5737).
  it.each(['http://198.51.100.7:9', 'http://127.0.0.1.example:9', 'file:///etc/hosts'])(
    'of a stand-in at %s, not on this computer, stop it with exit code 4',
    async (address) => {
      const settings = { ...unreachableSettings(), TWILIO_BASE_URL: address };
      const terminal = aDesk(settings).terminal('send', 'players.json');
      expect(await terminal.exit).toMatchObject({ exitCode: 4 });
      expect(terminal.screen()).toContain('TWILIO_BASE_URL');
    },
  );
});

describe('.env', () => {
  it('in the working folder is read', async () => {
    const standIn = await openStandIn();
    const desk = aDesk();
    desk.write('.env', asEnvFile(standIn.settings));
    const terminal = desk.terminal('send', 'players.json');
    expect(await terminal.waitFor(ASKS_JANE)).toContain(ACCOUNT_SID);
  });

  it('does not override the real environment', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings);
    const other = { TWILIO_ACCOUNT_SID: `AC${'9'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'another' };
    desk.write('.env', asEnvFile({ ...unreachableSettings(), ...other }));
    const terminal = desk.terminal('send', 'players.json');
    expect(await terminal.waitFor(ASKS_JANE)).toContain(ACCOUNT_SID);
  });

  it('in the folder above is not read', async () => {
    const standIn = await openStandIn();
    const desk = aDesk();
    desk.write('../.env', asEnvFile(standIn.settings));
    const terminal = desk.terminal('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.screen()).toContain('TWILIO_ACCOUNT_SID');
    expect(standIn.requests).toEqual([]);
  });
});

function asEnvFile(settings: Env): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
