import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readEnvFile } from '../../../../src/adapters/settings/find-settings.ts';
import { RESOURCES } from '../../../../src/adapters/simulator/account.ts';
import { unwrapped } from '../../../support/normalised-text.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  openStandIn,
  SENDER,
  unreachableSettings,
  TEMPLATE_SID,
  type StandIn,
} from '../../../support/sending/stand-in.ts';
import {
  aFolder,
  fakeShell,
  type FakeShell,
  type Scene,
} from '../../../support/terminal/fake-shell.ts';
import { typeAnswers, type Step } from '../../../support/terminal/type-answers.ts';
import { documentIn, run, runIn } from '../../run.ts';

const SID: Step = [/TWILIO_ACCOUNT_SID:/u, `${ACCOUNT_SID}\r`];
const BY_TOKEN: Step = [/Token or key/u, 't\r'];
const TOKEN: Step = [/TWILIO_AUTH_TOKEN:/u, `${AUTH_TOKEN}\r`];
const FROM: Step = [/TWILIO_PHONE_NUMBER \[whatsapp:/u, '\r'];
const TEMPLATE: Step = [/TWILIO_TEMPLATE_SID:/u, `${TEMPLATE_SID}\r`];
const NAME: Step = [/OPERATOR \[/u, 'Robin Green\r'];
const PHONES: Step = [/TEST_NUMBERS:/u, '\r'];
const HOURS: Step = [/SEND_HOURS \[08:00-20:30\]/u, '\r'];
const NO_TEAMS: Step = [/List with the teams \[none\]:/u, '\r'];
const LOGIN = [SID, BY_TOKEN, TOKEN];
const REST = [NAME, PHONES, HOURS, NO_TEAMS];

type Done = { readonly exitCode: number; readonly shell: FakeShell; readonly file: string };

/** The settings an operator types; the address of the stand-in comes from the environment. */
async function answered(
  steps: readonly Step[],
  standIn: Pick<StandIn, 'settings'>,
  { env = {}, ...scene }: Scene = {},
  argv: readonly string[] = [],
): Promise<Done> {
  const { TWILIO_BASE_URL } = standIn.settings;
  const shell = fakeShell({
    terminals: ['stdin', 'stderr'],
    now: new Date().toISOString(),
    env: { TWILIO_BASE_URL, TERM: 'dumb', NO_COLOR: '1', ...env },
    ...scene,
  });
  const running = runIn(['init', ...argv], shell);
  const exitCode = await typeAnswers(steps, shell, running);
  return { exitCode, shell, file: join(shell.home, 'settings.env') };
}

const output = ({ shell }: Done): string => shell.stderr.text() + shell.stdout.text();

function aHomeWith(text: string): string {
  const home = join(aFolder(), 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'settings.env'), text);
  return home;
}

const COMPLETE = `# The club's own
TWILIO_ACCOUNT_SID=${ACCOUNT_SID}
COLUMN_MAP_SPOND='{"parent_tel":"Mobile"}'
TWILIO_AUTH_TOKEN=${AUTH_TOKEN}
TWILIO_PHONE_NUMBER=${SENDER}
TWILIO_TEMPLATE_SID=${TEMPLATE_SID}
OPERATOR='Robin Green'
TEST_NUMBERS=+447700900001
SEND_HOURS=09:00-20:00
`;
/** Enter at each question. */
const KEEP: readonly Step[] = [
  [/TWILIO_ACCOUNT_SID \[AC/u, '\r'],
  [/Token or key/u, '\r'],
  [/TWILIO_AUTH_TOKEN \[set, 22 characters\]/u, '\r'],
  [/TWILIO_PHONE_NUMBER \[whatsapp/u, '\r'],
  [/TWILIO_TEMPLATE_SID \[HX/u, '\r'],
  [/OPERATOR \[Robin Green\]/u, '\r'],
  [/TEST_NUMBERS \[\+447700900001\]/u, '\r'],
  [/SEND_HOURS \[09:00-20:00\]/u, '\r'],
  NO_TEAMS,
];
const keepBut = (name: string, ...steps: readonly Step[]): readonly Step[] =>
  KEEP.flatMap((step) => (step[0].source.startsWith(name) ? steps : [step]));

describe('init', () => {
  it('leads from nothing to a settings file with which doctor is content', async () => {
    const standIn = await openStandIn();
    const done = await answered([...LOGIN, FROM, TEMPLATE, ...REST], standIn);
    expect(done.exitCode).toBe(0);
    expect(readFileSync(done.file, 'utf8')).toBe(
      [
        `TWILIO_ACCOUNT_SID=${ACCOUNT_SID}`,
        `TWILIO_AUTH_TOKEN=${AUTH_TOKEN}`,
        `TWILIO_PHONE_NUMBER=${SENDER}`,
        `TWILIO_TEMPLATE_SID=${TEMPLATE_SID}`,
        "OPERATOR='Robin Green'",
        'SEND_HOURS=08:00-20:30',
        '',
      ].join('\n'),
    );
    expect(statSync(done.file).mode % 0o1000).toBe(0o600);
    expect(statSync(done.shell.home).mode % 0o1000).toBe(0o700);
    expect(readdirSync(done.shell.home)).toEqual(['settings.env']);
    expect(done.shell.keys.isClosed()).toBe(true);
    const { TWILIO_BASE_URL } = standIn.settings;
    const doctor = await run(['doctor', '--json'], {
      home: done.shell.home,
      env: { TWILIO_BASE_URL },
      now: new Date().toISOString(),
    });
    expect(documentIn(doctor)).toMatchObject({ ready: true });
    expect(standIn.posts).toEqual([]);
  });

  it('shows the account, the sender and the template as Twilio has them, and no secret', async () => {
    const done = await answered([...LOGIN, FROM, TEMPLATE, ...REST], await openStandIn());
    expect(output(done)).toContain('ok: Urmston Town Juniors, a full account.');
    expect(output(done)).toContain('ok: +44 7700 900999 is a WhatsApp sender of this account');
    expect(output(done)).toContain('ok: Approved by WhatsApp.');
    expect(output(done)).toContain('Next: urmston-invite doctor');
    expect(output(done)).toContain('--rehearse');
    expect(output(done)).not.toContain(AUTH_TOKEN);
    expect(output(done)).toContain('*'.repeat(AUTH_TOKEN.length));
  });

  it('keeps every setting, and the file to the byte, where Enter is all that is pressed', async () => {
    const home = aHomeWith(COMPLETE);
    const done = await answered(KEEP, await openStandIn(), { home });
    expect(done).toMatchObject({ exitCode: 0 });
    expect(readFileSync(done.file, 'utf8')).toBe(COMPLETE);
    expect(done.shell.stdout.text()).toBe('Nothing was changed.\n');
    expect(output(done)).not.toContain(AUTH_TOKEN);
  });

  it('replaces a value on a yes that shows both, and leaves all other lines as they are', async () => {
    const home = aHomeWith(COMPLETE);
    const steps = keepBut(
      'SEND_HOURS',
      [/SEND_HOURS \[/u, '10:00-18:00\r'],
      [/SEND_HOURS is 09:00-20:00 in[^]*Replace it with 10:00-18:00\?/u, 'y\r'],
    );
    const done = await answered(steps, await openStandIn(), { home });
    expect(readFileSync(done.file, 'utf8')).toBe(COMPLETE.replace('09:00-20:00', '10:00-18:00'));
    expect(done.shell.stdout.text()).toContain('SEND_HOURS.');
  });

  it('keeps the old value on a no', async () => {
    const home = aHomeWith(COMPLETE);
    const steps = keepBut('OPERATOR', [/OPERATOR \[/u, 'Sam\r'], [/Replace it with Sam\?/u, 'n\r']);
    const done = await answered(steps, await openStandIn(), { home });
    expect(readFileSync(done.file, 'utf8')).toBe(COMPLETE);
  });

  it('shows of a secret that is replaced neither the old nor the new', async () => {
    const home = aHomeWith(COMPLETE.replace(AUTH_TOKEN, 'an-old-token'));
    const steps = keepBut(
      'TWILIO_AUTH_TOKEN',
      [/TWILIO_AUTH_TOKEN \[set, 12 characters\]/u, `${AUTH_TOKEN}\r`],
      [/is set, 12 characters in[^]*Replace it with set, 22 characters\?/u, 'y\r'],
    );
    const done = await answered(steps, await openStandIn(), { home });
    expect(readFileSync(done.file, 'utf8')).toBe(COMPLETE);
    expect(output(done)).not.toContain('an-old-token');
    expect(output(done)).not.toContain(AUTH_TOKEN);
  });

  it('asks again until a value can be right, and mends a number', async () => {
    const steps: readonly Step[] = [
      [/TWILIO_ACCOUNT_SID:/u, 'AC12\r'],
      [/That cannot be right: it is AC and 32 hex digits/u, `\u0015${ACCOUNT_SID}\r`],
      [/Token or key/u, 'x\r'],
      [/Type t or k/u, '\u007F\r'],
      [/TWILIO_AUTH_TOKEN:/u, '\r'],
      [/It is needed/u, `${AUTH_TOKEN}\r`],
      [/TWILIO_PHONE_NUMBER \[/u, '07700 900999\r'],
      TEMPLATE,
      NAME,
      [/TEST_NUMBERS:/u, '07700 900001, 0161 496 0000\r'],
      [/one or more UK mobiles/u, '\u001507700 900001, +44 7700 900002\r'],
      [/SEND_HOURS \[/u, 'half past eight\r'],
      [/two times of day/u, '\u001509:00-19:00\r'],
      NO_TEAMS,
    ];
    const done = await answered(steps, await openStandIn());
    expect(done.exitCode).toBe(0);
    expect(readEnvFile(done.file)).toMatchObject({
      TWILIO_PHONE_NUMBER: SENDER,
      TEST_NUMBERS: '+447700900001,+447700900002',
      SEND_HOURS: '09:00-19:00',
    });
  });

  it('asks for the credentials again when Twilio refuses them', async () => {
    const steps: readonly Step[] = [
      SID,
      BY_TOKEN,
      [/TWILIO_AUTH_TOKEN:/u, 'wrong\r'],
      [/Type them again\?/u, 'y\r'],
      [/again[^]*TWILIO_ACCOUNT_SID \[AC/u, '\r'],
      [/again[^]*Token or key/u, '\r'],
      [/again[^]*TWILIO_AUTH_TOKEN \[set, 5/u, `${AUTH_TOKEN}\r`],
      FROM,
      TEMPLATE,
      ...REST,
    ];
    const done = await answered(steps, await openStandIn());
    expect(done.exitCode).toBe(0);
    expect(output(done)).toContain('fault: ');
    expect(readEnvFile(done.file)['TWILIO_AUTH_TOKEN']).toBe(AUTH_TOKEN);
  });

  it('takes an API key, and puts it away again for a token', async () => {
    const key = { sid: `SK${'b'.repeat(32)}`, secret: 's3cret-of-the-key' };
    const standIn = await openStandIn({ profile: { apiKeys: [key] } });
    const withKey: readonly Step[] = [
      SID,
      [/Token or key/u, 'k\r'],
      [/TWILIO_API_KEY:/u, `${key.sid}\r`],
      [/TWILIO_API_SECRET:/u, `${key.secret}\r`],
    ];
    const done = await answered([...withKey, FROM, TEMPLATE, ...REST], standIn);
    expect(output(done).replaceAll(/\s+/gu, ' ')).toContain('a standard API key cannot see it');
    expect(output(done)).not.toContain(key.secret);
    const { home } = done.shell;
    expect(readEnvFile(done.file)).toMatchObject({ TWILIO_API_KEY: key.sid });
    const back: readonly Step[] = [
      KEEP[0] as Step,
      [/Token or key\? \(t\/k\) \[k\]/u, 't\r'],
      TOKEN,
      [/TWILIO_API_KEY is SK[^]*Replace it with nothing\?/u, 'y\r'],
      ...KEEP.slice(3, 6),
      PHONES,
      [/SEND_HOURS \[/u, '\r'],
      NO_TEAMS,
    ];
    const again = await answered(back, standIn, { home });
    expect(again.exitCode).toBe(0);
    expect(readEnvFile(again.file)).toMatchObject({
      TWILIO_API_KEY: '',
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    });
  });

  it.each([401, 403] as const)(
    'takes a key without permissions as no wrong password, with HTTP %i',
    async (httpStatus) => {
      const refusal = { code: 70_051, httpStatus, of: RESOURCES } as const;
      const steps: readonly Step[] = [
        ...LOGIN,
        [/TWILIO_PHONE_NUMBER:/u, `${SENDER}\r`],
        TEMPLATE,
        [/lacks a permission[^]*Keep it all the same\?/u, 'y\r'],
        ...REST,
      ];
      const done = await answered(steps, await openStandIn({ profile: { refusal } }));
      expect(done.exitCode).toBe(0);
      const said = output(done).replaceAll(/\s+/gu, ' ');
      expect(said).not.toContain('Type them again?');
      expect(said).not.toContain('has no template');
      expect(said).toContain('warning: The API key may not read the WhatsApp senders');
      expect(said).toContain('Messages (create and read), Content (read) and Senders (read)');
    },
  );

  it('says that the account is suspended or closed', async () => {
    const refusal = { code: 20_403, httpStatus: 403, of: RESOURCES } as const;
    const steps: readonly Step[] = [
      ...LOGIN,
      [/TWILIO_PHONE_NUMBER:/u, `${SENDER}\r`],
      TEMPLATE,
      ...REST,
    ];
    const done = await answered(steps, await openStandIn({ profile: { refusal } }));
    expect(done.exitCode).toBe(0);
    expect(output(done)).toContain('fault: Twilio has suspended or closed the account.');
    expect(output(done)).not.toContain('Type them again?');
  });

  it('asks whether a sender and a template that Twilio does not have are meant', async () => {
    const other = `HX${'9'.repeat(32)}`;
    const steps: readonly Step[] = [
      ...LOGIN,
      [/TWILIO_PHONE_NUMBER \[/u, '+447700900998\r'],
      [/no WhatsApp sender of this account[^]*Keep it all the same\?/u, 'n\r'],
      [/Keep it[^]*TWILIO_PHONE_NUMBER \[whatsapp:\+447700900998\]/u, '+447700900999\r'],
      [/TWILIO_TEMPLATE_SID:/u, `${other}\r`],
      [/has no template[^]*Keep it all the same\?/u, 'y\r'],
      ...REST,
    ];
    const done = await answered(steps, await openStandIn());
    expect(readEnvFile(done.file)).toMatchObject({
      TWILIO_PHONE_NUMBER: SENDER,
      TWILIO_TEMPLATE_SID: other,
    });
  });

  it('goes on without Twilio where it cannot be reached, and says so', async () => {
    const steps: readonly Step[] = [
      ...LOGIN,
      [/cannot be reached[^]*TWILIO_PHONE_NUMBER:/u, '+447700900999\r'],
      TEMPLATE,
      ...REST,
    ];
    const done = await answered(steps, { settings: unreachableSettings() });
    expect(done.exitCode).toBe(0);
    expect(output(done)).toContain('So nothing is checked with Twilio now');
    expect(readEnvFile(done.file)['TWILIO_TEMPLATE_SID']).toBe(TEMPLATE_SID);
  });

  it('says where the environment wins, and copies nothing out of it', async () => {
    const standIn = await openStandIn();
    const { TWILIO_AUTH_TOKEN } = standIn.settings;
    const steps = [SID, BY_TOKEN, KEEP[2] as Step, FROM, TEMPLATE, ...REST];
    const done = await answered(steps, standIn, { env: { TWILIO_AUTH_TOKEN } });
    expect(output(done)).toContain('It is set in the environment, which wins');
    expect(readFileSync(done.file, 'utf8')).not.toContain(AUTH_TOKEN);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('leaves the file as it is at %s', async (_key, typed) => {
    const home = aHomeWith(COMPLETE);
    const steps: readonly Step[] = [
      [/TWILIO_ACCOUNT_SID \[/u, `AC${'1'.repeat(32)}\r`],
      [/Replace it/u, 'y\r'],
      [/Token or key/u, typed],
    ];
    const done = await answered(steps, await openStandIn(), { home });
    expect(done.exitCode).toBe(130);
    expect(readFileSync(done.file, 'utf8')).toBe(COMPLETE);
    expect(output(done)).toContain('No setting was changed.');
    expect(done.shell.keys.isClosed()).toBe(true);
  });

  it('makes no file when it is stopped at the first question', async () => {
    const done = await answered([[/TWILIO_ACCOUNT_SID:/u, '\u0003']], await openStandIn());
    expect(done.exitCode).toBe(130);
    expect(existsSync(done.shell.home)).toBe(false);
  });

  it('takes what is pasted behind the end of a line for no answer', async () => {
    const steps: readonly Step[] = [
      [/TWILIO_ACCOUNT_SID:/u, `${ACCOUNT_SID}\r\nt\r\nan-answer-too-many\r\n`],
      [/Token or key/u, '\u0003'],
    ];
    const done = await answered(steps, await openStandIn());
    expect(output(done)).not.toContain('TWILIO_AUTH_TOKEN:');
    expect(done.exitCode).toBe(130);
  });

  it('is one document with --json', async () => {
    const home = aHomeWith(COMPLETE.replace(/^OPERATOR.*\n/mu, ''));
    const steps = keepBut('OPERATOR', [/OPERATOR \[robin\]/u, '\r']);
    const done = await answered(steps, await openStandIn(), { home }, ['--json']);
    expect(documentIn({ stdout: done.shell.stdout.text() })).toEqual({
      schema: 1,
      command: 'init',
      file: done.file,
      written: ['OPERATOR'],
    });
  });

  it.each([[[]], [['stdin']], [['stderr']]] as const)(
    'asks nobody where the terminals are %j',
    async (terminals) => {
      const ran = await run(['init'], { terminals });
      expect(ran).toMatchObject({ exitCode: 8, stdout: '' });
      expect(unwrapped(stripVTControlCharacters(ran.stderr))).toContain('Nothing was sent.');
      expect(existsSync(ran.home)).toBe(false);
    },
  );

  it('refuses a stand-in elsewhere before it asks anything', async () => {
    const ran = await run(['init'], {
      terminals: ['stdin', 'stderr'],
      env: { TWILIO_BASE_URL: 'http://198.51.100.7' },
    });
    expect(ran.exitCode).toBe(4);
    expect(ran.stderr).toContain('TWILIO_BASE_URL');
  });
});
