import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { RESOURCES, type Resource } from '../../../../src/adapters/simulator/account.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import {
  AUTH_TOKEN,
  openStandIn,
  SENDER,
  unreachableSettings,
  TEMPLATE_SID,
} from '../../../support/sending/stand-in.ts';
import { aFolder, fakeShell, type Scene } from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, runIn } from '../../run.ts';

type Found = {
  readonly check: string;
  readonly state: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string | null;
  readonly lines: readonly string[];
};
type Doctor = {
  readonly ready: boolean;
  readonly findings: readonly Found[];
  readonly sample: { readonly name: string; readonly body: string } | null;
  readonly exitCode: number;
};

const body = builtInTemplate().body;
const now = (): string => new Date().toISOString();

/** The stand-in uses the real clock. */
async function examined(scene: Scene, ...argv: readonly string[]): Promise<Doctor> {
  const ran = await run(['doctor', '--json', ...argv], { now: now(), ...scene });
  expect(ran.stdout).not.toContain(AUTH_TOKEN);
  expect(ran.stderr).not.toContain(AUTH_TOKEN);
  const document = documentIn(ran) as Omit<Doctor, 'exitCode'>;
  expect(document).toMatchObject({ schema: 1, command: 'doctor' });
  return { ...document, exitCode: ran.exitCode };
}

type StandInOptions = Parameters<typeof openStandIn>[0];

async function withTwilio(options: StandInOptions, more: Scene['env'] = {}): Promise<Doctor> {
  const standIn = await openStandIn(options);
  const found = await examined({ env: { ...standIn.settings, ...more } });
  expect(standIn.posts).toEqual([]);
  return found;
}

const of = ({ findings }: Doctor, check: string): readonly Found[] =>
  findings.filter((finding) => finding.check === check);
const codes = (doctor: Doctor, state: string): readonly string[] =>
  doctor.findings.filter((finding) => finding.state === state).map(({ code }) => code);

/** What the registered text does not say. */
const MISSING_NOTICES = ['stop_unexplained', 'privacy_notice_missing'];

describe('doctor', () => {
  it('finds a good set-up ready, and sends nothing', async () => {
    const doctor = await withTwilio({});
    expect(doctor).toMatchObject({ ready: true, exitCode: 0, mode: 'stand_in' });
    expect(doctor.findings.map(({ check, state, code }) => [check, state, code])).toEqual([
      ['settings', 'ok', 'settings_complete'],
      ['credentials', 'ok', 'credentials_taken'],
      ['account', 'ok', 'account_full'],
      ['balance', 'ok', 'balance_left'],
      ['sender', 'ok', 'sender_ready'],
      ['sender_quality', 'ok', 'quality_not_low'],
      ['sender_limit', 'ok', 'limit_not_smaller'],
      ['messages', 'ok', 'messages_shown'],
      ['template', 'ok', 'template_found'],
      ['template_text', 'ok', 'text_as_registered'],
      ['template_notices', 'warning', 'stop_unexplained'],
      ['template_notices', 'warning', 'privacy_notice_missing'],
      ['template_variables', 'ok', 'variables_exact'],
      ['approval', 'ok', 'approved'],
      ['category', 'ok', 'category_utility'],
      ['deliveries', 'ok', 'template_new'],
      ['ledger', 'ok', 'ledger_writable'],
      ['past_seasons', 'ok', 'past_seasons_gone'],
      ['clock', 'ok', 'clock_right'],
      ['time_zone', 'ok', 'time_zone_known'],
      ['webhook', 'ok', 'webhook_not_set'],
    ]);
    const good = doctor.findings.filter(({ state }) => state === 'ok');
    expect(good.every(({ fix }) => fix === null)).toBe(true);
  });

  it('names the account, and gives the text with example values to read aloud', async () => {
    const doctor = await withTwilio({});
    expect(of(doctor, 'account')[0]?.message).toBe('Urmston Town Juniors, a full account.');
    expect(doctor.sample?.body).toContain("You've been invited to register John to join");
    expect(doctor.sample?.body).not.toContain('{{');
  });

  it('reports all that is missing at once, and what is not checked because of it', async () => {
    const doctor = await examined({
      env: { TWILIO_PHONE_NUMBER: '07700 900999', SEND_HOURS: '9' },
    });
    expect(doctor).toMatchObject({ ready: false, exitCode: 4, sample: null });
    expect(of(doctor, 'settings').map(({ code, message }) => [code, message])).toEqual([
      ['setting_missing', 'TWILIO_ACCOUNT_SID is missing.'],
      ['setting_missing', 'TWILIO_AUTH_TOKEN is missing.'],
      ['setting_missing', 'TWILIO_TEMPLATE_SID is missing.'],
      ['setting_malformed', 'TWILIO_PHONE_NUMBER cannot be right.'],
      ['setting_malformed', 'SEND_HOURS cannot be right.'],
    ]);
    for (const check of ['credentials', 'account', 'sender', 'template', 'approval', 'clock']) {
      expect(of(doctor, check)).toMatchObject([{ state: 'warning', code: 'not_done' }]);
    }
    expect(of(doctor, 'ledger')).toMatchObject([{ state: 'ok' }]);
    expect(of(doctor, 'time_zone')).toMatchObject([{ state: 'ok' }]);
  });

  it('reports settings that cannot be read beside all the rest', async () => {
    const shell = fakeShell({ env: {} });
    mkdirSync(join(shell.workingFolder, '.env'));
    expect(await runIn(['doctor', '--json'], shell)).toBe(4);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ state: 'fault', code: 'settings_unreadable' }),
        expect.objectContaining({ state: 'ok', code: 'ledger_writable' }),
      ]),
    });
  });

  it('reports credentials that Twilio refuses, and asks for nothing more', async () => {
    const doctor = await withTwilio({}, { TWILIO_AUTH_TOKEN: 'another' });
    expect(codes(doctor, 'fault')).toEqual(['credentials_refused']);
    expect(of(doctor, 'balance')).toMatchObject([{ code: 'not_done' }]);
    expect(of(doctor, 'clock')).toMatchObject([{ code: 'clock_right' }]);
    expect(doctor.exitCode).toBe(4);
  });

  it('reports that Twilio cannot be reached', async () => {
    const doctor = await examined({ env: unreachableSettings() });
    expect(codes(doctor, 'fault')).toEqual(['twilio_unreachable']);
    expect(doctor.exitCode).toBe(4);
  });

  it('takes an API key, which may not see the account', async () => {
    const key = { sid: `SK${'b'.repeat(32)}`, secret: 's3cret-of-the-key' };
    const doctor = await withTwilio(
      { profile: { apiKeys: [key] } },
      { TWILIO_AUTH_TOKEN: '', TWILIO_API_KEY: key.sid, TWILIO_API_SECRET: key.secret },
    );
    expect(doctor).toMatchObject({ ready: true, exitCode: 0 });
    expect(codes(doctor, 'warning')).toEqual([
      'account_hidden',
      'balance_hidden',
      ...MISSING_NOTICES,
    ]);
    expect(JSON.stringify(doctor)).not.toContain(key.secret);
  });

  it.each([401, 403] as const)(
    'explains a key without permissions as that, with HTTP %i, and not as a wrong password',
    async (httpStatus) => {
      const of70051 = (resources: Resource[]) => ({
        profile: { refusal: { code: 70_051, httpStatus, of: resources } as const },
      });
      const all = await withTwilio(of70051([...RESOURCES]));
      expect(codes(all, 'fault')).toEqual(['template_hidden']);
      expect(of(all, 'credentials')).toMatchObject([{ state: 'ok' }]);
      expect(of(all, 'template')[0]?.message).toContain('it lacks a permission');
      expect(of(all, 'template')[0]?.fix).toContain(
        'Messages (create and read), Content (read) and Senders (read)',
      );
      expect(of(all, 'sender')).toMatchObject([{ state: 'warning', code: 'senders_hidden' }]);
      expect(of(all, 'approval')[0]?.message).toBe('Not checked: the API key may not read it.');
      expect(JSON.stringify(all)).not.toContain('gave no answer');
      expect(of(all, 'messages')).toMatchObject([{ state: 'warning', code: 'messages_hidden' }]);
      const some = await withTwilio(of70051(['senders', 'account', 'messages_read']));
      expect(some).toMatchObject({ ready: true, exitCode: 0 });
      expect(of(some, 'sender')[0]?.fix).toContain('the permission Senders (read)');
    },
  );

  it('says that the account is suspended or closed', async () => {
    const refusal = { code: 20_403, httpStatus: 403, of: RESOURCES } as const;
    const doctor = await withTwilio({ profile: { refusal } });
    expect(codes(doctor, 'fault')).toEqual(['account_suspended']);
    expect(of(doctor, 'credentials')).toMatchObject([{ state: 'ok' }]);
    expect(of(doctor, 'account')).toMatchObject([
      { message: 'Twilio has suspended or closed the account. Twilio says: “Forbidden”.' },
    ]);
    const own = await withTwilio({ profile: { refusal: { ...refusal, of: ['account'] } } });
    expect(codes(own, 'fault')).toEqual(['account_suspended']);
  });

  it('says of refused credentials that tokens belong to a region', async () => {
    const doctor = await withTwilio({}, { TWILIO_AUTH_TOKEN: 'another' });
    expect(of(doctor, 'credentials')[0]?.fix).toContain('in the region US1');
  });

  it.each<readonly [string, NonNullable<StandInOptions>, string, string]>([
    ['a trial account', { profile: { type: 'Trial' } }, 'warning', 'account_trial'],
    ['a suspended account', { profile: { status: 'suspended' } }, 'fault', 'account_not_active'],
    ['no money', { profile: { balance: '-0.10' } }, 'warning', 'balance_gone'],
    ['a sender that is off', { profile: { senderStatus: 'OFFLINE' } }, 'fault', 'sender_not_ready'],
    ['a low quality', { profile: { qualityRating: 'LOW' } }, 'warning', 'quality_low'],
    [
      'a smaller limit',
      { profile: { messagingLimit: '50 Customers/24hrs' } },
      'warning',
      'limit_smaller',
    ],
    ['a paused template', { templateState: 'paused' }, 'fault', 'not_approved'],
    ['a new state', { templateState: 'something_new' }, 'fault', 'not_approved'],
    [
      'marketing',
      { template: { approval: { status: 'approved', category: 'MARKETING' } } },
      'warning',
      'category_marketing',
    ],
    [
      'another category',
      { template: { approval: { status: 'approved', category: 'AUTHENTICATION' } } },
      'warning',
      'category_odd',
    ],
    ['a variable too few', { template: { variables: { 1: 'a' } } }, 'fault', 'variables_differ'],
    ['no samples', { template: { variables: {} } }, 'fault', 'samples_missing'],
    [
      'no variables at all',
      { template: { body: 'Hello there.', variables: {} } },
      'fault',
      'variables_differ',
    ],
    ['a link', { template: { body: `${body} example.com/a` } }, 'warning', 'link_written'],
    ['an old season', { template: { body: `${body} 2019-20.` } }, 'warning', 'season_written'],
  ])('reports %s', async (_what, options, state, code) => {
    const doctor = await withTwilio(options);
    expect(codes(doctor, state)).toContain(code);
    expect(doctor.ready).toBe(state !== 'fault');
    expect(doctor.exitCode).toBe(state === 'fault' ? 4 : 0);
    expect(doctor.findings.find((one) => one.code === code)?.fix).toMatch(/^[A-Z].*\.$/su);
  });

  it('says that the sandbox takes no templates of one’s own', async () => {
    const doctor = await withTwilio({}, { TWILIO_PHONE_NUMBER: 'whatsapp:+14155238886' });
    expect(codes(doctor, 'fault')).toEqual(['sender_sandbox']);
    expect(of(doctor, 'sender')[0]?.message).toContain('takes no templates of your own');
  });

  it('reports a sender of another account, and lists those of this one', async () => {
    const doctor = await withTwilio({}, { TWILIO_PHONE_NUMBER: 'whatsapp:+447700900998' });
    expect(of(doctor, 'sender')).toMatchObject([
      {
        state: 'fault',
        code: 'sender_unknown',
        message:
          '+44 7700 900998 is no WhatsApp sender of this account, which has +44 7700 900999.',
      },
    ]);
  });

  it('reports a template of another account', async () => {
    const doctor = await withTwilio({}, { TWILIO_TEMPLATE_SID: `HX${'9'.repeat(32)}` });
    expect(codes(doctor, 'fault')).toEqual(['template_not_found']);
    expect(of(doctor, 'approval')).toMatchObject([{ code: 'not_done' }]);
  });

  it('reports a template with more than text, and every button in it', async () => {
    const actions = [{ title: 'Yes please', id: 'yes' }, { title: 'Not this year' }];
    const otherTypes = { 'twilio/quick-reply': { body, actions } };
    const doctor = await withTwilio({ template: { otherTypes } });
    expect(of(doctor, 'template')).toMatchObject([{ state: 'fault', code: 'template_not_text' }]);
    expect(of(doctor, 'template')[0]?.message).toContain(
      'twilio/text and twilio/quick-reply with the buttons "Yes please" and "Not this year"',
    );
    expect(doctor).toMatchObject({ ready: false, sample: null, exitCode: 4 });
  });

  it('reads the template for what it has to say to people, with a sentence to add and its length', async () => {
    const doctor = await withTwilio({ template: { body: `${body}\nReply STOP to opt out.` } });
    expect(of(doctor, 'template_notices')).toMatchObject([
      {
        state: 'warning',
        code: 'privacy_notice_missing',
        fix: expect.stringMatching(
          new RegExp(
            `^Add "Our privacy notice:" .* has ${body.length + 45} characters then, .* of 1024`,
            'u',
          ),
        ),
      },
    ]);
    const complete = `${body}\nReply STOP to opt out. Privacy: urmston.example.org/privacy`;
    const other = await withTwilio({ template: { body: complete } });
    expect(of(other, 'template_notices')).toMatchObject([{ state: 'ok', code: 'notices_given' }]);
  });

  it('shows another text line by line, and points at a misspelt club', async () => {
    const other = body.replaceAll('Urmston Town', 'Urmston Twon');
    const doctor = await withTwilio({ template: { body: other } });
    expect(of(doctor, 'template_text')).toMatchObject([
      {
        code: 'text_differs',
        lines: [
          '- Omega here, the Urmston Town Registration Assistant.',
          expect.stringMatching(/^- You've been invited .* Urmston Town/u),
          '+ Omega here, the Urmston Twon Registration Assistant.',
          expect.stringMatching(/^\+ You've been invited .* Urmston Twon/u),
        ],
      },
      {
        code: 'club_misspelt',
        message: 'It says "Urmston Twon"; the club is called Urmston Town.',
      },
    ]);
    expect(doctor.sample?.body).toContain('Urmston Twon');
  });

  it.each([
    [1, 'ok', 'clock_right'],
    [3, 'warning', 'clock_off'],
    [-11, 'fault', 'clock_far_off'],
  ])(
    'holds a clock that is %i minutes ahead against Twilio’s: %s',
    async (minutes, state, code) => {
      const standIn = await openStandIn();
      const scene = {
        env: standIn.settings,
        now: new Date(Date.now() + minutes * 60_000).toISOString(),
      };
      expect(of(await examined(scene), 'clock')).toMatchObject([{ state, code }]);
    },
  );

  it('leaves nothing but the ledger, and reports one that cannot be used', async () => {
    const home = join(aFolder(), 'home');
    await examined({ home });
    expect(readdirSync(home)).toEqual(['ledger.db', 'ledger.db.key']);
    expect(statSync(join(home, 'ledger.db')).mode % 0o1000).toBe(0o600);
    const broken = aFolder();
    writeFileSync(
      join(broken, 'ledger.db'),
      'This is no ledger, and long enough to be seen as such.',
    );
    const doctor = await examined({ home: broken });
    expect(of(doctor, 'ledger')).toMatchObject([{ state: 'fault', code: 'ledger_unavailable' }]);
  });

  it('advises to keep the ledger and its key together', async () => {
    const home = join(aFolder(), 'home');
    const file = join(home, 'ledger.db');
    expect(of(await examined({ home }), 'ledger')).toMatchObject([
      {
        code: 'ledger_writable',
        message: `${file} can be written. Its key is ${file}.key: keep the two together and back up both, since neither is of use without the other.`,
      },
    ]);
  });

  it.each([
    ['was copied without its key', null, 'ledger_key_missing', 'has no key: KEY is missing.'],
    [
      'lies beside the key of another',
      `${'5e'.repeat(32)}\n`,
      'ledger_key_wrong',
      'KEY is not the key of the ledger',
    ],
    ['lies beside half a key', '5e5e5e', 'ledger_key_wrong', 'KEY is not the key of the ledger'],
  ])('recognises a ledger that %s, and changes nothing', async (_what, key, code, words) => {
    const home = join(aFolder(), 'home');
    await examined({ home });
    const copy = join(aFolder(), 'ledger.db');
    copyFileSync(join(home, 'ledger.db'), copy);
    if (key !== null) writeFileSync(`${copy}.key`, key);
    const doctor = await examined({ home: dirname(copy) });
    expect(doctor).toMatchObject({ ready: false, exitCode: 4 });
    const [found, ...others] = of(doctor, 'ledger');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ state: 'fault', code });
    expect(found?.message).toContain(words.replace('KEY', `${copy}.key`));
    expect(found?.fix).toContain('the two belong together');
    expect(existsSync(`${copy}.key`)).toBe(key !== null);
  });

  it('looks at the simulator in a rehearsal, without settings', async () => {
    const home = join(aFolder(), 'home');
    const doctor = await examined(
      { home, env: { PUBLIC_URL: 'http://127.0.0.1:9' } },
      '--rehearse',
    );
    expect(doctor).toMatchObject({ ready: true, mode: 'rehearsal', exitCode: 0 });
    expect(codes(doctor, 'warning')).toEqual(MISSING_NOTICES);
    expect(of(doctor, 'webhook')).toMatchObject([{ code: 'webhook_not_asked' }]);
    expect(readdirSync(home)).toEqual(['rehearsal.db', 'rehearsal.db.key']);
  });

  it('is a page for a person, each finding a line with its state and what to do', async () => {
    const standIn = await openStandIn({ templateState: 'paused' });
    const ran = await run(['doctor'], { env: standIn.settings, now: now() });
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout).toMatch(/^STAND-IN\nok {7}settings {7}Everything/u);
    expect(ran.stdout).toMatch(
      /^fault {4}its approval {3}WhatsApp has not approved it: .* Wait for/mu,
    );
    expect(ran.stdout).toContain(`registration_invite, ${TEMPLATE_SID}, plain text.`);
    expect(ran.stdout).toContain('Read it aloud once');
    expect(ran.stdout).toContain('Hi Jane');
    expect(ran.stdout).toMatch(/\nNot ready: 1 fault and 2 warnings\. Nothing was sent\.\n$/u);
    expect(ran.stderr).toContain('Next: ');
    expect(ran.stdout).not.toContain(AUTH_TOKEN);
    expect(SENDER).toContain('447700900999');
  });

  it('stops at Ctrl-C', async () => {
    const standIn = await openStandIn({ holdsTemplate: true });
    const shell = fakeShell({ env: standIn.settings });
    const running = runIn(['doctor'], shell);
    shell.requestStop();
    expect(await running).toBe(130);
  });
});

describe('doctor, of the webhook,', () => {
  type Request = { readonly method: string; readonly url: string; readonly body: string };

  async function aService(
    health: number,
    forged: number,
  ): Promise<{ readonly url: string; readonly requests: Request[]; readonly close: () => void }> {
    const requests: Request[] = [];
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method = '', url = '' } = incoming;
        requests.push({ method, url, body: Buffer.concat(chunks).toString() });
        response.writeHead(method === 'GET' ? health : forged, { Location: '/elsewhere' }).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const close = (): void => {
      server.close();
      server.closeAllConnections();
    };
    return { url: `http://127.0.0.1:${port}`, requests, close };
  }

  it.each([
    [200, 403, 'ok', 'webhook_signed', 'refuses what nobody signed'],
    [200, 200, 'fault', 'webhook_open', 'takes it'],
    [200, 204, 'fault', 'webhook_open', 'takes it without a word'],
    [200, 500, 'warning', 'webhook_unclear', 'breaks down'],
    [200, 302, 'warning', 'webhook_unclear', 'sends it elsewhere'],
    [503, 403, 'fault', 'webhook_unwell', 'is not well'],
    [302, 403, 'fault', 'webhook_unwell', 'is elsewhere'],
  ])('that answers %i and %i: %s, %s; it %s', async (health, forged, state, code, _why) => {
    const service = await aService(health, forged);
    try {
      const doctor = await examined({ env: { PUBLIC_URL: `${service.url}/live/` } });
      expect(of(doctor, 'webhook')).toMatchObject([{ state, code }]);
      expect(service.requests).toEqual(
        [
          { method: 'GET', url: '/live/health', body: '' },
          { method: 'POST', url: '/live/webhook', body: '' },
        ].slice(0, health === 200 ? 2 : 1),
      );
    } finally {
      service.close();
    }
  });

  const PUBLIC_URL = 'http://127.0.0.1:4/live';
  it.each([
    [`${PUBLIC_URL}/webhook#rc=3`, 'ok', 'sender_webhook_right', null],
    [null, 'warning', 'sender_webhook_missing', `${PUBLIC_URL}/webhook`],
    [
      'https://demo.example.com/?k=secret',
      'warning',
      'sender_webhook_differs',
      `${PUBLIC_URL}/webhook`,
    ],
  ])('compares it with that of the sender, %s: %s, %s', async (callbackUrl, state, code, fix) => {
    const doctor = await withTwilio({ profile: { callbackUrl } }, { PUBLIC_URL });
    const [found, ...others] = of(doctor, 'sender_webhook');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ state, code });
    if (fix !== null) expect(found?.fix).toContain(fix);
    expect(JSON.stringify(doctor)).not.toContain('k=secret');
  });

  it('does not compare it with that of the sender where PUBLIC_URL is not set', async () => {
    const doctor = await withTwilio({ profile: { callbackUrl: 'https://demo.example.com/' } });
    expect(of(doctor, 'sender_webhook')).toEqual([]);
  });

  it('reports a service that cannot be reached', async () => {
    const service = await aService(200, 403);
    service.close();
    const doctor = await examined({ env: { PUBLIC_URL: service.url } });
    expect(of(doctor, 'webhook')).toMatchObject([{ state: 'fault', code: 'webhook_unreachable' }]);
  });

  it.each(['ftp://example.org', 'http://example.org', 'nonsense'])(
    'does not ask at %s',
    async (address) => {
      const doctor = await examined({ env: { PUBLIC_URL: address } });
      expect(of(doctor, 'settings').map(({ message }) => message)).toContain(
        'PUBLIC_URL cannot be right.',
      );
      expect(of(doctor, 'webhook')).toMatchObject([{ code: 'webhook_not_set' }]);
    },
  );
});

describe('what doctor says at a terminal', () => {
  it('wraps a long finding under its own beginning, within the width', async () => {
    const ran = await run(['doctor', '--rehearse', '--no-color'], {
      now: now(),
      terminals: ['stdout'],
    });
    expect(ran.stdout).toMatch(/of this account,\n {24}ONLINE\.\n/u);
    expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
