import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fakeShell } from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, runIn } from '../../run.ts';

const TOKEN = 'f'.repeat(32);
const SID = `AC${'a'.repeat(32)}`;

type Shown = { readonly settings: readonly { readonly name: string }[] };
const settingIn = (document: unknown, name: string): unknown =>
  (document as Shown).settings.find((setting) => setting.name === name);

describe('config', () => {
  it('shows every setting with its source', async () => {
    const shell = fakeShell({ env: { TWILIO_ACCOUNT_SID: SID } });
    writeFileSync(
      join(shell.workingFolder, '.env'),
      `TWILIO_ACCOUNT_SID=AC0\nTWILIO_AUTH_TOKEN=${TOKEN}\n`,
    );
    mkdirSync(shell.home);
    writeFileSync(
      join(shell.home, 'settings.env'),
      'TWILIO_PHONE_NUMBER=whatsapp:+447700900999\nCOLUMN_MAP_SPOND=\'{"parent_tel":"Mobile"}\'\n',
    );
    expect(await runIn(['config', '--json'], shell)).toBe(0);
    expect(documentIn({ stdout: shell.stdout.text() })).toEqual({
      schema: 1,
      command: 'config',
      settings: [
        { name: 'TWILIO_ACCOUNT_SID', value: SID, origin: 'environment' },
        { name: 'TWILIO_AUTH_TOKEN', value: 'set, 32 characters', origin: '.env' },
        { name: 'TWILIO_API_KEY', value: null, origin: 'not set' },
        { name: 'TWILIO_API_SECRET', value: null, origin: 'not set' },
        {
          name: 'TWILIO_PHONE_NUMBER',
          value: 'whatsapp:+**********99',
          origin: 'settings file',
        },
        { name: 'TWILIO_TEMPLATE_SID', value: null, origin: 'not set' },
        { name: 'TEST_NUMBERS', value: null, origin: 'not set' },
        { name: 'API_KEY', value: null, origin: 'not set' },
        { name: 'PUBLIC_URL', value: null, origin: 'not set' },
        { name: 'SEND_HOURS', value: '08:00-20:30', origin: 'default' },
        { name: 'DAILY_LIMIT', value: '250', origin: 'default' },
        { name: 'TEAMS_FILE', value: null, origin: 'not set' },
        { name: 'TEAMS', value: null, origin: 'not set' },
        { name: 'PRICE_PER_MESSAGE', value: null, origin: 'not set' },
        { name: 'LINK', value: null, origin: 'not set' },
        { name: 'KEEP_UNTIL', value: null, origin: 'not set' },
        { name: 'OPERATOR', value: 'robin', origin: 'default' },
        { name: 'LEDGER_TABLE', value: null, origin: 'not set' },
        { name: 'LEDGER_KEY', value: null, origin: 'not set' },
        { name: 'INVITE_QUEUE_URL', value: null, origin: 'not set' },
        { name: 'AWS_REGION', value: null, origin: 'not set' },
        { name: 'TWILIO_BASE_URL', value: null, origin: 'not set' },
        { name: 'REHEARSAL_FAULT', value: null, origin: 'not set' },
        { name: 'URMSTON_INVITE_HOME', value: shell.home, origin: 'environment' },
      ],
      maps: [{ name: 'spond', fields: { parent_tel: 'Mobile' } }],
    });
  });

  it('is a page for a person, with the kept maps below', async () => {
    const shell = fakeShell({ env: { TWILIO_AUTH_TOKEN: TOKEN } });
    mkdirSync(shell.home);
    writeFileSync(
      join(shell.home, 'settings.env'),
      'COLUMN_MAP_SPOND=\'{"parent_tel":"Mobile"}\'\n',
    );
    expect(await runIn(['config'], shell)).toBe(0);
    expect(shell.stdout.text()).toContain(
      'TWILIO_AUTH_TOKEN    set, 32 characters  (environment)\nTWILIO_API_KEY       not set\n',
    );
    expect(shell.stdout.text()).toContain('spond: parent_tel="Mobile"');
    expect(shell.stdout.text()).not.toContain(TOKEN);
  });

  it('says so when no map is kept', async () => {
    expect((await run(['config'])).stdout).toContain('No column map is kept.');
  });

  it.each([
    ['TWILIO_AUTH_TOKEN', 's3cret', 'set, 6 characters', 'a secret'],
    ['TWILIO_API_SECRET', 's3cret', 'set, 6 characters', 'a secret'],
    ['API_KEY', 's3cret', 'set, 6 characters', 'a secret'],
    ['TWILIO_ACCOUNT_SID', TOKEN, 'set, 32 characters', 'a secret in the wrong place'],
    ['TWILIO_PHONE_NUMBER', 's3cret', 'set, 6 characters', 'a secret in the wrong place'],
    ['TEST_NUMBERS', '+447700900101, 07700 900102', '+**********01, ***** ****02', 'two numbers'],
    ['PUBLIC_URL', 'https://me:s3cret@example.com/a', 'https://example.com', 'a login in it'],
    ['PUBLIC_URL', 'https://example.com/a', 'https://example.com/a', 'an address'],
  ])('shows of %s, being %s, %s: %s', async (name, value, shown, _why) => {
    const document = documentIn(await run(['config', '--json'], { env: { [name]: value } }));
    expect(settingIn(document, name)).toEqual({ name, value: shown, origin: 'environment' });
  });

  it('takes the tool’s folder from the environment alone', async () => {
    const shell = fakeShell();
    writeFileSync(join(shell.workingFolder, '.env'), 'URMSTON_INVITE_HOME=/elsewhere\n');
    await runIn(['config', '--json'], shell);
    const document = documentIn({ stdout: shell.stdout.text() });
    expect(settingIn(document, 'URMSTON_INVITE_HOME')).toMatchObject({ value: shell.home });
  });

  it('stops at a map that is damaged', async () => {
    const shell = fakeShell();
    mkdirSync(shell.home);
    writeFileSync(join(shell.home, 'settings.env'), 'COLUMN_MAP_X=nonsense\n');
    expect(await runIn(['config'], shell)).toBe(4);
    expect(shell.stderr.text()).toContain('COLUMN_MAP_');
  });
});
