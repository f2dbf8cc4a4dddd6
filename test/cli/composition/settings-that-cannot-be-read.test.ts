import { describe, expect, it } from '@jest/globals';
import { SETTINGS } from '../../../src/cli/commands/config/settings-shown.ts';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { fakeShell } from '../../support/terminal/fake-shell.ts';
import { aCsv, aFile, documentIn, rowsFor, run, runIn } from '../run.ts';

/** A malformed value of each setting. None of these words occurs elsewhere in an output. */
const BAD: { readonly [name: string]: string } = {
  TWILIO_ACCOUNT_SID: 'AC-wrong-account',
  TWILIO_AUTH_TOKEN: 'wrong token',
  TWILIO_API_KEY: 'SK-wrong-key',
  TWILIO_API_SECRET: 'wrong secret',
  TWILIO_PHONE_NUMBER: '+wrong',
  TWILIO_TEMPLATE_SID: 'HX-wrong-template',
  TEST_NUMBERS: 'wrong phone',
  API_KEY: 'wrong',
  PUBLIC_URL: 'ftp://wrong.example.org',
  SEND_HOURS: '8-20',
  DAILY_LIMIT: 'many',
  TEAMS_FILE: 'wrong\tsheet.csv',
  TEAMS: ' , ',
  PRICE_PER_MESSAGE: '£0.04',
  LINK: 'http://wrong.example.org',
  KEEP_UNTIL: '30 June',
  OPERATOR: 'wrong "name"',
  LEDGER_TABLE: 'wrong table',
  LEDGER_KEY: 'the-wrong-ledger-key',
  INVITE_QUEUE_URL: 'wrong-queue',
  AWS_REGION: 'Wrongshire',
  TWILIO_BASE_URL: 'https://wrong.example.org',
  REHEARSAL_FAULT: 'wrong-fault',
  // Each test replaces this with the path of a file, which is no folder.
  URMSTON_INVITE_HOME: '',
};

type Finding = {
  readonly check: string;
  readonly state: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string | null;
};
type Doctor = { readonly ready: boolean; readonly findings: readonly Finding[] };

const NAMES = SETTINGS.map(({ name }) => name);
const now = (): string => new Date().toISOString();
const isNamed = (name: string, { state, message, fix }: Finding): boolean =>
  state === 'fault' && `${message} ${fix}`.includes(name);

/** A complete set-up with one malformed setting. */
async function badSetUp(name: string) {
  expect(BAD).toHaveProperty(name);
  const standIn = await openStandIn();
  const home = name === 'URMSTON_INVITE_HOME' ? { home: aFile('file', '') } : {};
  const bad = name === 'URMSTON_INVITE_HOME' ? {} : { [name]: BAD[name] ?? '' };
  const key = {
    TWILIO_API_KEY: name === 'TWILIO_API_SECRET' ? `SK${'b'.repeat(32)}` : undefined,
    TWILIO_API_SECRET: name === 'TWILIO_API_KEY' ? 'secret-of-the-key' : undefined,
  };
  return {
    standIn,
    scene: { now: now(), env: { ...standIn.settings, ...key, ...bad }, ...home },
  };
}

describe('doctor, of a setting that cannot be read,', () => {
  it.each(NAMES)(
    'tells %s as a fault that names it, ends with 4 and is not ready',
    async (name) => {
      const { scene } = await badSetUp(name);
      const ran = await run(['doctor', '--json'], scene);
      const { ready, findings } = documentIn(ran) as Doctor;
      expect([ran.exitCode, ready]).toEqual([4, false]);
      expect(findings.filter((finding) => isNamed(name, finding))).toHaveLength(1);
      const page = await run(['doctor'], scene);
      expect(page.exitCode).toBe(4);
      expect(page.stdout).toMatch(/^Not ready: \d+ faults?/mu);
      expect(page.stdout.replaceAll(/\s+/gu, ' ')).toContain(name);
      if (/TOKEN|SECRET|KEY/u.test(name)) expect(page.stdout + ran.stdout).not.toContain(BAD[name]);
    },
  );

  const LEADING_TO_TWILIO = new Set([
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_API_KEY',
    'TWILIO_API_SECRET',
    'TWILIO_BASE_URL',
  ]);

  it.each(NAMES.filter((name) => !LEADING_TO_TWILIO.has(name)))(
    'asks Twilio all the same where it is %s',
    async (name) => {
      const { scene } = await badSetUp(name);
      const { findings } = documentIn(await run(['doctor', '--json'], scene)) as Doctor;
      const of = (check: string): string | undefined =>
        findings.find((finding) => finding.check === check)?.code;
      expect(['credentials', 'account', 'balance', 'clock'].map(of)).toEqual([
        'credentials_taken',
        'account_full',
        'balance_left',
        'clock_right',
      ]);
      expect(of('sender')).toBe(name === 'TWILIO_PHONE_NUMBER' ? 'not_done' : 'sender_ready');
      expect(of('template')).toBe(name === 'TWILIO_TEMPLATE_SID' ? 'not_done' : 'template_found');
      expect(of('ledger')).toBe(
        name === 'LEDGER_TABLE'
          ? 'not_done'
          : name === 'URMSTON_INVITE_HOME'
            ? 'ledger_unavailable'
            : 'ledger_writable',
      );
    },
  );

  it('sends no request if it is the address of a stand-in for Twilio', async () => {
    const { scene, standIn } = await badSetUp('TWILIO_BASE_URL');
    const { findings } = documentIn(await run(['doctor', '--json'], scene)) as Doctor;
    expect(findings.find(({ check }) => check === 'credentials')?.code).toBe('not_done');
    expect(standIn.requests).toEqual([]);
  });

  it('reports all of them at once', async () => {
    const { settings } = await openStandIn();
    const scene = { now: now(), env: { ...settings, ...BAD, URMSTON_INVITE_HOME: undefined } };
    const { findings } = documentIn(await run(['doctor', '--json'], scene)) as Doctor;
    const malformed = findings.filter(({ code }) => code === 'setting_malformed');
    expect(new Set(malformed.map(({ message }) => message.split(' ')[0]))).toEqual(
      new Set(NAMES.filter((name) => name !== 'URMSTON_INVITE_HOME')),
    );
  });

  it('names the form of a price', async () => {
    const { scene } = await badSetUp('PRICE_PER_MESSAGE');
    const { findings } = documentIn(await run(['doctor', '--json'], scene)) as Doctor;
    expect(findings[0]).toEqual({
      check: 'settings',
      state: 'fault',
      code: 'setting_malformed',
      message: 'PRICE_PER_MESSAGE cannot be right.',
      fix: 'Set PRICE_PER_MESSAGE to the price, its currency and the day it was looked up, as 0.0379 GBP 2026-09-01.',
      lines: [],
    });
  });
});

/** The settings that some command reads in a rehearsal. */
const REHEARSED = new Set([
  'TEST_NUMBERS',
  'API_KEY',
  'PUBLIC_URL',
  'SEND_HOURS',
  'DAILY_LIMIT',
  'TEAMS_FILE',
  'TEAMS',
  'PRICE_PER_MESSAGE',
  'OPERATOR',
  'REHEARSAL_FAULT',
]);

describe('doctor --rehearse, of a setting that cannot be read,', () => {
  it.each(NAMES.filter((name) => name !== 'URMSTON_INVITE_HOME'))(
    'tells %s if a rehearsal reads it, and looks at all the rest',
    async (name) => {
      const env = { [name]: BAD[name] ?? '' };
      const ran = await run(['doctor', '--rehearse', '--json'], { now: now(), env });
      const { ready, findings } = documentIn(ran) as Doctor;
      const isRead = REHEARSED.has(name);
      expect([ran.exitCode, ready]).toEqual(isRead ? [4, false] : [0, true]);
      expect(findings.some((finding) => isNamed(name, finding))).toBe(isRead);
      expect(findings.find(({ check }) => check === 'template')?.code).toBe('template_found');
    },
  );

  it('reports a home that is a file', async () => {
    const ran = await run(['doctor', '--rehearse', '--json'], { home: aFile('file', '') });
    const { findings } = documentIn(ran) as Doctor;
    expect(ran.exitCode).toBe(4);
    expect(findings.some((finding) => isNamed('URMSTON_INVITE_HOME', finding))).toBe(true);
  });
});

describe('doctor --service, of a setting that cannot be read,', () => {
  const KEY = { API_KEY: 'registration:0123456789-0123456789' };
  type Service = { readonly ready: boolean; readonly checks: readonly Finding[] };

  it.each(NAMES.filter((name) => name !== 'URMSTON_INVITE_HOME'))(
    'tells %s as a fault that names it, beside what the service answers',
    async (name) => {
      const env = { ...KEY, [name]: BAD[name] ?? '' };
      const argv = ['doctor', '--service', 'http://127.0.0.1:1'];
      const ran = await run([...argv, '--json'], { env });
      const { ready, checks } = documentIn(ran) as Service;
      expect([ran.exitCode, ready]).toEqual([4, false]);
      expect(checks[0]).toMatchObject({ check: 'settings', state: 'fault', http_status: null });
      expect(isNamed(name, checks[0] as Finding)).toBe(true);
      expect(checks.map(({ check }) => check)).toEqual(
        expect.arrayContaining(['health', 'no_key', 'forged_webhook', 'request_id']),
      );
      expect(checks.some(({ check }) => check === 'invalid_record')).toBe(name !== 'API_KEY');
      const page = await run(argv, { env });
      expect(page.stdout).toMatch(new RegExp(`^fault {2}settings .*${name}`, 'mu'));
    },
  );
});

const LIVE_RUN = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_API_KEY',
  'TWILIO_API_SECRET',
  'TWILIO_PHONE_NUMBER',
  'TWILIO_TEMPLATE_SID',
  'TWILIO_BASE_URL',
  'PUBLIC_URL',
  'SEND_HOURS',
  'DAILY_LIMIT',
  'TEAMS',
  'PRICE_PER_MESSAGE',
  'OPERATOR',
  'LEDGER_TABLE',
];
const REHEARSAL_RUN = [
  'SEND_HOURS',
  'DAILY_LIMIT',
  'TEAMS',
  'PRICE_PER_MESSAGE',
  'OPERATOR',
  'REHEARSAL_FAULT',
];
const RECORD = ['TWILIO_BASE_URL', 'OPERATOR', 'LEDGER_TABLE', 'LEDGER_KEY'];
const list = (): string => aCsv(rowsFor(['101']));

/** The settings that each command reads. */
const READERS: readonly (readonly [string, () => readonly string[], readonly string[]])[] = [
  ['send', () => ['send', list()], [...LIVE_RUN, 'KEEP_UNTIL']],
  ['send --rehearse', () => ['send', list(), '--rehearse'], REHEARSAL_RUN],
  ['send --via aws', () => ['send', list(), '--via', 'aws'], ['INVITE_QUEUE_URL', 'AWS_REGION']],
  ['test', () => ['test', list()], [...LIVE_RUN, 'TEST_NUMBERS']],
  ['test --rehearse', () => ['test', list(), '--rehearse'], [...REHEARSAL_RUN, 'TEST_NUMBERS']],
  ['status', () => ['status'], LIVE_RUN],
  ['status --rehearse', () => ['status', '--rehearse'], REHEARSAL_RUN],
  ['reply', () => ['reply', '07700 900101', 'Hello'], ['TWILIO_BASE_URL', 'LEDGER_TABLE']],
  ['inbox', () => ['inbox'], [...LIVE_RUN, 'LINK']],
  ['inbox --rehearse', () => ['inbox', '--rehearse'], [...REHEARSAL_RUN, 'LINK']],
  ['serve', () => ['serve'], [...LIVE_RUN, 'API_KEY']],
  ['serve --rehearse', () => ['serve', '--rehearse'], [...REHEARSAL_RUN, 'API_KEY', 'PUBLIC_URL']],
  ['check', () => ['check', list()], ['TEAMS', 'TEAMS_FILE']],
  ['preview', () => ['preview', list()], ['TEAMS', 'TWILIO_TEMPLATE_SID', 'TWILIO_BASE_URL']],
  ['report', () => ['report'], ['TWILIO_TEMPLATE_SID', 'TWILIO_BASE_URL', 'LEDGER_TABLE']],
  ['history', () => ['history'], RECORD],
  ['opt-out list', () => ['opt-out', 'list'], RECORD],
  ['forget', () => ['forget', '07700 900101', '--dry-run'], ['OPERATOR', 'LEDGER_TABLE']],
];

describe('a setting that cannot be read stops every command that reads it, with 4', () => {
  const cases = READERS.flatMap(([what, argv, names]) =>
    names.map((name) => [what, name, argv] as const),
  );

  it.each(cases)('%s: %s', async (_what, name, argv) => {
    const { standIn, scene } = await badSetUp(name);
    // LEDGER_KEY is read with the shared ledger only.
    const isShared = _what === 'send --via aws' || name === 'LEDGER_KEY';
    const aws = isShared ? { LEDGER_TABLE: 'table' } : {};
    const api = _what === 'serve' && name !== 'API_KEY' ? { API_KEY: 'k'.repeat(20) } : {};
    const url =
      _what === 'serve' && name !== 'PUBLIC_URL' ? { PUBLIC_URL: 'https://a.example' } : {};
    const env = { ...aws, ...api, ...url, ...scene.env };
    const queue =
      _what === 'send --via aws' && name !== 'INVITE_QUEUE_URL'
        ? { INVITE_QUEUE_URL: 'https://queue.example' }
        : {};
    const shell = fakeShell({
      ...scene,
      env: { TERM: 'dumb', ...queue, ...env },
      terminals: ['stdin', 'stderr'],
    });
    expect(await runIn([...argv(), '--json'], shell)).toBe(4);
    const { error } = documentIn({ stdout: shell.stdout.text() }) as {
      readonly error: { readonly code: string; readonly message: string; readonly fix: string };
    };
    expect(error.code).toBe('settings_malformed');
    expect(error.message).toContain(name);
    expect(error.fix).toContain(`Set ${name} to `);
    expect(standIn.requests).toEqual([]);
  });

  it('is tested for every setting', () => {
    const read = new Set(READERS.flatMap(([, , names]) => names));
    // URMSTON_INVITE_HOME is reported with the ledger that cannot be created in it.
    expect(NAMES.filter((name) => !read.has(name))).toEqual(['URMSTON_INVITE_HOME']);
  });
});
