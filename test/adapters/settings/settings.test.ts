import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSettings, type SettingValues } from '../../../src/adapters/settings/find-settings.ts';
import { sendSettings as sendSettingsIn } from '../../../src/adapters/settings/send-settings.ts';
import { serviceSettings } from '../../../src/adapters/settings/service-settings.ts';
import { parseSettings } from '../../../src/adapters/settings/settings.ts';
import { InviteError, type StopProblem } from '../../../src/domain/problem/problem.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
const KEY_SID = `SK${'b'.repeat(32)}`;
const TEMPLATE_SID = `HX${'c'.repeat(32)}`;

const WHOLE: SettingValues = {
  TWILIO_ACCOUNT_SID: ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: 'auth-token',
  TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
  TWILIO_TEMPLATE_SID: TEMPLATE_SID,
};

const withBaseUrl = (value: string): SettingValues => ({ ...WHOLE, TWILIO_BASE_URL: value });

const sendSettings = (values: SettingValues) => sendSettingsIn(parseSettings(values));

const serviceIn = (values: SettingValues) => serviceSettings(parseSettings(values));

function stopOf(work: () => unknown): StopProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  throw new Error('It did not stop.');
}

describe('reading the settings', () => {
  let folder: string;
  let home: string;
  beforeEach(() => {
    folder = temporaryFolder('urmston-settings-');
    home = join(folder, 'home');
    mkdirSync(home);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const dotEnv = (text: string | Buffer): void => writeFileSync(join(folder, '.env'), text);
  const userFile = (text: string | Buffer): void => writeFileSync(join(home, 'settings.env'), text);

  it('takes the environment before .env, and .env before the settings file', () => {
    userFile('FIRST=file\nSECOND=file\nTHIRD=file\n');
    dotEnv('FIRST=dotenv\nSECOND=dotenv\n');
    expect(readSettings({ FIRST: 'environment' }, folder, home)).toEqual({
      FIRST: 'environment',
      SECOND: 'dotenv',
      THIRD: 'file',
    });
  });

  it.each([
    ['the environment', { NAME: '' }, 'NAME=dotenv', 'NAME=file', 'dotenv'],
    ['the environment, with spaces', { NAME: '  ' }, 'NAME=dotenv', 'NAME=file', 'dotenv'],
    ['the environment, undefined', { NAME: undefined }, '', 'NAME=file', 'file'],
    ['.env', {}, 'NAME=', 'NAME=file', 'file'],
    ['.env, in quotes', {}, 'NAME=""', 'NAME=file', 'file'],
    ['the environment and .env', { NAME: '' }, 'NAME=', 'NAME=file', 'file'],
  ])('ignores a setting that is empty in %s', (_where, env, inDotEnv, inFile, found) => {
    dotEnv(inDotEnv);
    userFile(inFile);
    expect(readSettings(env, folder, home)).toEqual({ NAME: found });
  });

  it('finds none where none is set', () => {
    dotEnv('NAME=\n');
    expect(readSettings({ NAME: '' }, folder, home)).toEqual({});
  });

  it('takes the environment alone without files or folders', () => {
    const nowhere = join(folder, 'nowhere');
    expect(readSettings({ NAME: 'value' }, nowhere, nowhere)).toEqual({ NAME: 'value' });
  });

  it('takes the environment alone if a file is in place of the folder', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(readSettings({ NAME: 'value' }, folder, file)).toEqual({ NAME: 'value' });
  });

  it('ignores .env in the parent folder', () => {
    dotEnv('NAME=above\n');
    const below = join(folder, 'below');
    mkdirSync(below);
    expect(readSettings({}, below, home)).toEqual({});
  });

  it.each([
    ['with Windows line ends', Buffer.from('A=1\r\nB=2\r\n')],
    ['with a byte order mark, as Notepad writes it', Buffer.from('\uFEFFA=1\nB=2\n')],
    ['with spaces around names and values', Buffer.from('  A = 1 \nB= 2 \n')],
    ['with quotes', Buffer.from('A="1"\nB=\'2\'\n')],
    ['with `export` and comments', Buffer.from('# mine\nexport A=1\nB=2 # two\n')],
  ])('reads a file %s', (_how, text) => {
    userFile(text);
    expect(readSettings({}, folder, home)).toEqual({ A: '1', B: '2' });
  });

  it.each([
    ['.env', '.env'],
    ['the settings file', join('home', 'settings.env')],
  ])('fails when %s is a folder', (_what, path) => {
    const file = join(folder, path);
    mkdirSync(file);
    expect(stopOf(() => readSettings({}, folder, home))).toEqual({
      code: 'settings_unreadable',
      file,
      reason: 'EISDIR',
    });
  });
});

describe('the settings for a send', () => {
  it('are parsed from those that are set', () => {
    expect(sendSettings(WHOLE)).toEqual({
      mode: 'live',
      credentials: {
        accountSid: ACCOUNT_SID,
        username: ACCOUNT_SID,
        password: 'auth-token',
      },
      sender: 'whatsapp:+447700900999',
      templateSid: TEMPLATE_SID,
      dailyLimit: 250,
      standIn: null,
    });
  });

  it.each([
    ['with the auth token set, which is not used then', 'auth-token'],
    ['in place of the token', undefined],
  ])('use an API key if there is one: %s', (_how, token) => {
    const values = {
      ...WHOLE,
      TWILIO_AUTH_TOKEN: token,
      TWILIO_API_KEY: KEY_SID,
      TWILIO_API_SECRET: 'key-secret',
    };
    expect(sendSettings(values).credentials).toEqual({
      accountSid: ACCOUNT_SID,
      username: KEY_SID,
      password: 'key-secret',
    });
  });

  it.each<readonly [string, SettingValues, readonly string[]]>([
    [
      'all',
      {},
      ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_PHONE_NUMBER', 'TWILIO_TEMPLATE_SID'],
    ],
    ['one', { ...WHOLE, TWILIO_TEMPLATE_SID: undefined }, ['TWILIO_TEMPLATE_SID']],
    [
      'two',
      { ...WHOLE, TWILIO_AUTH_TOKEN: undefined, TWILIO_PHONE_NUMBER: undefined },
      ['TWILIO_AUTH_TOKEN', 'TWILIO_PHONE_NUMBER'],
    ],
    ['the secret of an API key', { ...WHOLE, TWILIO_API_KEY: KEY_SID }, ['TWILIO_API_SECRET']],
    [
      'the token, which a secret without an API key does not replace',
      { ...WHOLE, TWILIO_AUTH_TOKEN: undefined, TWILIO_API_SECRET: 'key-secret' },
      ['TWILIO_AUTH_TOKEN'],
    ],
  ])('are reported as missing by name, all at once: %s', (_what, values, names) => {
    expect(stopOf(() => sendSettings(values))).toEqual({
      code: 'settings_missing',
      names,
      faults: [],
    });
  });

  it('are reported as malformed by name, all at once, without their values', () => {
    const wrong = {
      TWILIO_ACCOUNT_SID: 'AC-typo-account',
      TWILIO_AUTH_TOKEN: 'typo token',
      TWILIO_PHONE_NUMBER: '07700 900999',
      TWILIO_TEMPLATE_SID: 'HX-typo-template',
      TWILIO_BASE_URL: 'https://typo.example.com',
    };
    const problem = stopOf(() => sendSettings(wrong));
    expect(problem).toEqual({
      code: 'settings_malformed',
      faults: [
        { name: 'TWILIO_ACCOUNT_SID', code: 'shape' },
        { name: 'TWILIO_AUTH_TOKEN', code: 'shape' },
        { name: 'TWILIO_PHONE_NUMBER', code: 'shape' },
        { name: 'TWILIO_TEMPLATE_SID', code: 'shape' },
        { name: 'TWILIO_BASE_URL', code: 'shape' },
      ],
    });
    expect(withoutIds(JSON.stringify(problem))).not.toMatch(/typo|07700/u);
  });

  it('are reported without any secret, malformed or beside a missing one', () => {
    const key = { ...WHOLE, TWILIO_API_KEY: 'key typo', TWILIO_API_SECRET: 'secret typo' };
    const problems = [
      stopOf(() => sendSettings(key)),
      stopOf(() => sendSettings({ TWILIO_AUTH_TOKEN: 'secret typo' })),
    ];
    expect(problems.map(({ code }) => code)).toEqual(['settings_malformed', 'settings_missing']);
    expect(JSON.stringify(problems)).not.toContain('typo');
  });

  it('are reported all at once, missing and malformed', () => {
    const values = { ...WHOLE, TWILIO_ACCOUNT_SID: 'wrong', TWILIO_TEMPLATE_SID: undefined };
    expect(stopOf(() => sendSettings(values))).toEqual({
      code: 'settings_missing',
      names: ['TWILIO_TEMPLATE_SID'],
      faults: [{ code: 'shape', name: 'TWILIO_ACCOUNT_SID' }],
    });
  });

  it.each<readonly [string, string, string]>([
    ['TWILIO_ACCOUNT_SID', KEY_SID, 'an API key'],
    ['TWILIO_ACCOUNT_SID', ACCOUNT_SID.slice(1), 'without its first letter'],
    ['TWILIO_ACCOUNT_SID', `${ACCOUNT_SID}a`, 'a digit too many'],
    ['TWILIO_ACCOUNT_SID', `AC${'g'.repeat(32)}`, 'no hex digits'],
    ['TWILIO_AUTH_TOKEN', 'two words', 'a space in it'],
    ['TWILIO_PHONE_NUMBER', '+447700900999', 'without whatsapp:'],
    ['TWILIO_PHONE_NUMBER', 'whatsapp:07700900999', 'without the country'],
    ['TWILIO_PHONE_NUMBER', 'whatsapp:+44 7700 900999', 'with spaces'],
    ['TWILIO_PHONE_NUMBER', 'whatsapp:+447700900999,whatsapp:+447700900998', 'two of them'],
    ['TWILIO_TEMPLATE_SID', `MM${'c'.repeat(32)}`, 'the SID of a message'],
    ['TWILIO_TEMPLATE_SID', `${TEMPLATE_SID}\n`, 'a line break'],
    ['SEND_HOURS', 'always', 'no hours'],
    ['PRICE_PER_MESSAGE', '4p', 'no price with its day'],
  ])('are malformed if %s is %s: %s', (name, value, _why) => {
    expect(stopOf(() => sendSettings({ ...WHOLE, [name]: value }))).toEqual({
      code: 'settings_malformed',
      faults: [{ name, code: 'shape' }],
    });
  });

  it.each<readonly [string, SettingValues]>([
    ['TWILIO_API_KEY', { TWILIO_API_KEY: ACCOUNT_SID, TWILIO_API_SECRET: 'key-secret' }],
    ['TWILIO_API_SECRET', { TWILIO_API_KEY: KEY_SID, TWILIO_API_SECRET: 'two words' }],
  ])('are malformed if %s is', (name, changes) => {
    expect(stopOf(() => sendSettings({ ...WHOLE, ...changes }))).toMatchObject({
      code: 'settings_malformed',
      faults: [{ name }],
    });
  });

  it('ignore an auth token that is not used', () => {
    const values = { TWILIO_API_KEY: KEY_SID, TWILIO_API_SECRET: 's', TWILIO_AUTH_TOKEN: 'a b' };
    expect(sendSettings({ ...WHOLE, ...values }).credentials.username).toBe(KEY_SID);
  });
});

describe('the settings of the service', () => {
  const SERVICE = {
    ...WHOLE,
    API_KEY: 'k'.repeat(20),
    PUBLIC_URL: 'https://club.example/invites/',
  };
  const BY_KEY = { TWILIO_API_KEY: KEY_SID, TWILIO_API_SECRET: 'key-secret' };

  it('are the keys, the address without a trailing slash, and the token', () => {
    expect(serviceIn({ ...SERVICE, ...BY_KEY })).toEqual({
      apiKeys: [{ name: 'api', key: 'k'.repeat(20), fillsFromTeams: false }],
      publicUrl: 'https://club.example/invites',
      authToken: 'auth-token',
    });
  });

  it.each([
    ['missing', undefined, 'settings_missing'],
    ['malformed', 'two words', 'settings_malformed'],
  ])('require the token that Twilio signs with beside an API key: %s', (_what, token, code) => {
    const problem = stopOf(() => serviceIn({ ...SERVICE, ...BY_KEY, TWILIO_AUTH_TOKEN: token }));
    expect(problem.code).toBe(code);
    expect(JSON.stringify(problem)).toContain('TWILIO_AUTH_TOKEN');
  });
});

describe('the address of a stand-in for Twilio', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/', 'this computer'],
    ['http://127.1.2.3:8080', 'http://127.1.2.3:8080/', 'all of 127 is this computer'],
    ['http://localhost:8080', 'http://localhost:8080/', 'its name'],
    ['http://LOCALHOST:8080', 'http://localhost:8080/', 'its name in capitals'],
    ['http://[::1]:8080', 'http://[::1]:8080/', 'version 6'],
    ['http://[0:0:0:0:0:0:0:1]:8080', 'http://[::1]:8080/', 'version 6, written out'],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:8443/', 'with TLS'],
    ['http://127.0.0.1', 'http://127.0.0.1/', 'without a port'],
    ['http://127.0.0.1:8080/twilio', 'http://127.0.0.1:8080/twilio', 'with a path'],
    ['http://2130706433:8080', 'http://127.0.0.1:8080/', 'which is 127.0.0.1 as one number'],
  ])('may be %s', (value, standIn, _why) => {
    const settings = sendSettings(withBaseUrl(value));
    expect({ mode: settings.mode, standIn: settings.standIn?.href }).toEqual({
      mode: 'stand_in',
      standIn,
    });
  });

  it.each([
    ['http://10.0.0.1:8080', 'another computer'],
    ['http://192.168.1.10', 'another computer'],
    ['http://0.0.0.0:8080', 'all addresses of this computer'],
    ['http://128.0.0.1', 'not one of 127'],
    ['https://example.com', 'the world'],
    ['https://api.twilio.com', 'Twilio itself, which needs no setting'],
    ['http://localhost.example.com', 'a name that begins alike'],
    ['http://example-localhost', 'a name that ends alike'],
    ['http://127.0.0.1.example.com', 'a name that begins alike'],
    ['http://127.0.0.1@example.com', 'the world, behind a name'],
    ['http://localhost:8080@example.com', 'the world, behind a name and a password'],
    ['http://127.0.0.1%2F@example.com', 'the world, behind an odd name'],
    ['http://example.com#@127.0.0.1', 'the world, before a fragment'],
    ['http://example.com\\@127.0.0.1', 'the world, before a path'],
    ['http://[::ffff:10.0.0.1]', 'another computer in version 6'],
    ['http://[::]', 'all addresses in version 6'],
    ['ftp://127.0.0.1', 'no web address'],
    ['file:///etc/hosts', 'no web address'],
    ['javascript://127.0.0.1', 'no web address'],
    ['127.0.0.1:8080', 'without http'],
    ['localhost', 'without http'],
    ['http://', 'no host'],
    ['nonsense', 'no address'],
  ])('may not be %s: %s', (value, _why) => {
    expect(stopOf(() => sendSettings(withBaseUrl(value)))).toEqual({
      code: 'settings_malformed',
      faults: [{ code: 'shape', name: 'TWILIO_BASE_URL' }],
    });
  });
});

describe('the template id for a preview', () => {
  it.each([
    ['the setting', { TWILIO_TEMPLATE_SID: TEMPLATE_SID }, TEMPLATE_SID],
    ['null without one', {}, null],
    ['null if it is malformed', { TWILIO_TEMPLATE_SID: 'HX123' }, null],
  ])('is %s', (_what, values, sid) => {
    expect(parseSettings(values).values.TWILIO_TEMPLATE_SID ?? null).toBe(sid);
  });
});
