import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { exampleRecord } from '../../../support/network/service.ts';
import { openStandIn } from '../../../support/sending/stand-in.ts';
import {
  fakeShell,
  manualTimers,
  type FakeShell,
  type Scene,
} from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, runIn } from '../../run.ts';

const KEY = 'a-key-of-the-registration-system';
const SERVICE = { API_KEY: `registration:${KEY}`, PUBLIC_URL: 'https://invites.example.org' };

type Running = {
  readonly shell: FakeShell;
  readonly url: string;
  /** Resolves to the exit code. */
  readonly stop: () => Promise<number>;
};

const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(async ({ stop }) => await stop()));
});

async function serving(argv: readonly string[], scene: Scene = {}): Promise<Running> {
  const shell = fakeShell(scene);
  const ended = runIn(['serve', '--port', '0', ...argv], shell);
  await Promise.race([shell.stderr.shows(/Listening on/u), ended]);
  const [, url = ''] = /Listening on (\S+)\. /u.exec(shell.stderr.text()) ?? [];
  const stop = async (): Promise<number> => {
    shell.requestStop();
    return await ended;
  };
  const one = { shell, url, stop };
  running.push(one);
  return one;
}

async function trigger(
  url: string,
  key: string,
  values: object = {},
): Promise<{ readonly [key: string]: unknown }> {
  const response = await fetch(`${url}/trigger`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ ...exampleRecord(), ...values }),
  });
  return (await response.json()) as { readonly [key: string]: unknown };
}

/** What makes a record one that may get a marketing template. */
const AGREED = { opt_in_at: '2026-09-01', opt_in_how: 'the registration form' };

describe('serve --rehearse', () => {
  it('logs once that the template counts as marketing, and sends all the same', async () => {
    const { shell, url } = await serving(['--rehearse'], {
      env: { REHEARSAL_FAULT: 'marketing' },
    });
    expect(await trigger(url, 'rehearsal-key-of-nobody', AGREED)).toMatchObject({
      status: 'message_sent',
    });
    expect(await trigger(url, 'rehearsal-key-of-nobody', AGREED)).toMatchObject({
      status: 'already_sent',
    });
    const warnings = shell.stdout
      .text()
      .split('\n')
      .filter((line) => line.includes('"level":"warn"'));
    expect(warnings.map((line): unknown => JSON.parse(line))).toEqual([
      {
        time: expect.any(String),
        level: 'warn',
        event: 'trigger',
        outcome: 'template_marketing',
      },
    ]);
  });

  it('asks Twilio what became of its messages, and sends no more where all would fail', async () => {
    let now = new Date('2026-11-23T10:00:00Z').getTime();
    const timers = manualTimers();
    const { shell, url } = await serving(['--rehearse'], {
      env: { REHEARSAL_FAULT: 'fail-later=63051' },
      broken: { clock: { now: () => new Date(now) }, after: timers.after },
    });
    const key = 'rehearsal-key-of-nobody';
    expect(await trigger(url, key)).toMatchObject({ status: 'message_sent' });
    await timers.hasWait(3000);
    now += 2500;
    const sent = await trigger(url, key, { parent_tel: '07700 900125', player_first_name: 'Ava' });
    expect(sent).toMatchObject({ status: 'message_sent' });
    now += 500;
    await timers.elapse();
    // The second message is still queued at Twilio.
    await timers.hasWait(10_000);
    const third = { parent_tel: '07700 900126', player_first_name: 'Zoe' };
    expect(await trigger(url, key, third)).toMatchObject({
      status: 'sending_halted',
      twilio_code: 63_051,
    });
    const health = await fetch(`${url}/health`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { status: 'degraded', reason: 'sending_halted', twilio_code: 63_051 },
    ]);
    expect(shell.stdout.text()).toContain('"level":"error","event":"trigger"');
  });

  it('says where it listens and which key it takes, sends once, and stops when asked to', async () => {
    const { shell, url, stop } = await serving(['--rehearse']);
    expect(shell.stderr.text()).toMatch(
      /^REHEARSAL {2}Listening on http:\/\/127\.0\.0\.1:\d+\. Ctrl-C stops it\.\nNo API_KEY is set, so it takes the key rehearsal-key-of-nobody\.\n$/u,
    );
    const first = await trigger(url, 'rehearsal-key-of-nobody');
    expect(first).toMatchObject({ status: 'message_sent' });
    expect(await trigger(url, 'rehearsal-key-of-nobody')).toMatchObject({
      status: 'already_sent',
      message_sid: first['message_sid'],
    });
    expect(await stop()).toBe(0);
    expect(shell.stdout.text()).not.toContain('template_marketing');
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
  });

  it('logs one JSON document a line on standard output', async () => {
    const { shell, url, stop } = await serving(['--rehearse', '--quiet']);
    await fetch(`${url}/health`);
    await stop();
    const lines = shell.stdout.text().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { time: '2026-11-23T10:00:00.000Z', level: 'info', event: 'listening' },
      { event: 'health', status: 200 },
      { event: 'stopped' },
    ]);
    expect(shell.stderr.text()).not.toContain('API_KEY');
  });

  it('takes the keys that are set, where there are any', async () => {
    const { url } = await serving(['--rehearse'], { env: { API_KEY: `one:${KEY}` } });
    expect(await trigger(url, 'rehearsal-key-of-nobody')).toMatchObject({ status: 'forbidden' });
    expect(await trigger(url, KEY)).toMatchObject({ status: 'message_sent' });
  });

  it('believes nothing that is not signed there either', async () => {
    const { url } = await serving(['--rehearse']);
    expect((await fetch(`${url}/webhook`, { method: 'POST', body: '' })).status).toBe(403);
  });
});

describe('serve', () => {
  it('sends through Twilio for the holder of a key, and finishes what is on its way', async () => {
    const twilio = await openStandIn();
    const { url, stop } = await serving([], { env: { ...twilio.settings, ...SERVICE } });
    twilio.holdAnswers();
    const answer = trigger(url, KEY);
    await twilio.posted(1);
    const ended = stop();
    twilio.release();
    expect(await answer).toMatchObject({ status: 'message_sent' });
    expect(await ended).toBe(0);
    expect(twilio.posts).toMatchObject([
      { StatusCallback: expect.stringMatching(/^https:\/\/invites\.example\.org\/webhook\?ref=/u) },
    ]);
  });

  it('reports at once all that is missing and all that is malformed', async () => {
    const env = { SEND_HOURS: 'always', API_KEY: 'short', TWILIO_TEMPLATE_SID: 'HX1' };
    const ran = await run(['serve', '--json'], { env });
    expect(ran.exitCode).toBe(4);
    const { error } = documentIn(ran) as { readonly error: { readonly [key: string]: string } };
    expect(error).toMatchObject({
      code: 'settings_missing',
      message:
        'Not set up yet: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, PUBLIC_URL are missing.',
    });
    for (const name of ['SEND_HOURS', 'API_KEY', 'PUBLIC_URL', 'TWILIO_TEMPLATE_SID']) {
      expect(error['fix']).toContain(`Set ${name} to `);
    }
  });

  it('needs the token that Twilio signs with, even where an API key does for sending', async () => {
    const { settings } = await openStandIn();
    const { TWILIO_AUTH_TOKEN: _token, ...others } = settings;
    const key = { TWILIO_API_KEY: `SK${'a'.repeat(32)}`, TWILIO_API_SECRET: 'secret' };
    const ran = await run(['serve'], { env: { ...others, ...key, ...SERVICE } });
    expect([ran.exitCode, ran.stderr]).toEqual([
      4,
      expect.stringContaining('Not set up yet: TWILIO_AUTH_TOKEN is missing.'),
    ]);
  });

  it.each([
    ['too short', 'a-short-key'],
    ['one of two too short', `a:${KEY},b:short`],
    ['two of one name', `a:${KEY},a:${KEY}-2`],
    ['one key for two names', `a:${KEY},b:${KEY}`],
    ['without a name', `:${KEY}`],
    ['a name with a space', `Jane Smith:${KEY}`],
    ['with a space', `${KEY} ${KEY}`],
  ])('takes no keys that are %s, and does not show them', async (_what, keys) => {
    const { settings } = await openStandIn();
    const env = { ...settings, ...SERVICE, API_KEY: keys };
    const ran = await run(['serve'], { env });
    expect([ran.exitCode, ran.stderr]).toEqual([
      4,
      expect.stringContaining('Settings that cannot be right: API_KEY.'),
    ]);
    expect(ran.stderr).not.toContain(KEY);
  });

  it('says in one sentence that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const ran = await run(['serve', '--rehearse', '--port', String(port)]);
    other.close();
    expect([ran.exitCode, ran.stderr]).toEqual([
      4,
      `Port ${port} on 127.0.0.1 is in use by another program.\nGive another one, as --port 8788, or stop the other program.\n`,
    ]);
  });

  it.each(['x', '65536', '-1', '80.5'])('takes no port %s', async (port) => {
    expect((await run(['serve', '--rehearse', `--port=${port}`])).exitCode).toBe(2);
  });
});

describe('doctor --service', () => {
  const env = { API_KEY: `registration:${KEY}` };

  it('tries a running service, finds it right and sends nothing', async () => {
    const twilio = await openStandIn();
    const { url } = await serving([], { env: { ...twilio.settings, ...SERVICE } });
    const ran = await run(['doctor', '--service', url, '--json'], { env });
    expect(ran.exitCode).toBe(0);
    const { ready, checks } = documentIn(ran) as {
      readonly ready: boolean;
      readonly checks: readonly { readonly [key: string]: unknown }[];
    };
    expect(ready).toBe(true);
    expect(checks.map(({ check, http_status }) => [check, http_status])).toEqual([
      ['health', 200],
      ['no_key', 403],
      ['wrong_key', 403],
      ['invalid_record', 400],
      ['oversized_record', 413],
      ['wrong_method', 405],
      ['wrong_content_type', 415],
      ['unsigned_webhook', 403],
      ['forged_webhook', 403],
      ['request_id', 200],
    ]);
    expect(twilio.requests).toEqual([]);
  });

  it('finds whatever a service that takes everything does wrong', async () => {
    const open = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
    await once(open, 'listening');
    const { port } = open.address() as AddressInfo;
    const ran = await run(['doctor', `--service=http://127.0.0.1:${port}`], { env });
    open.close();
    open.closeAllConnections();
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout.match(/^fault /gmu)).toHaveLength(9);
    expect(ran.stdout).toMatch(/^ok {5}health {14}HTTP 200 in \d+ ms\.$/mu);
    expect(ran.stdout).toContain('Not ready: 9 faults. Nothing was sent.');
    expect(ran.stdout + ran.stderr).not.toContain(KEY);
  });

  it('reports that no server answers', async () => {
    const { url, stop } = await serving(['--rehearse']);
    await stop();
    const ran = await run(['doctor', '--service', url], { env });
    expect([ran.exitCode, ran.stdout]).toEqual([4, expect.stringContaining('No answer came.')]);
  });

  it('needs the key from the settings', async () => {
    const ran = await run(['doctor', '--service', 'http://127.0.0.1:1']);
    expect([ran.exitCode, ran.stderr]).toEqual([4, expect.stringContaining('API_KEY is missing')]);
  });

  it.each([
    'http://invites.example.org',
    'ftp://127.0.0.1',
    'invites.example.org',
    'https://a:b@c.example',
  ])('sends no key to %s', async (address) => {
    const ran = await run(['doctor', '--service', address], { env });
    expect([ran.exitCode, ran.stderr]).toEqual([
      2,
      expect.stringContaining('https address, or one on this computer'),
    ]);
  });
});
