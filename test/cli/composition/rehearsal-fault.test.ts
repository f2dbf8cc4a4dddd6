import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aCsv, documentIn, rowsFor, run } from '../run.ts';

const send = async (fault: string) =>
  await run(['send', aCsv(rowsFor(['101', '102'])), '--rehearse', '--json'], {
    stdin: 'y\ny\n',
    env: { REHEARSAL_FAULT: fault },
  });

describe('REHEARSAL_FAULT', () => {
  it('makes that message of a rehearsal go wrong, and no other', async () => {
    const ran = await send('accept-then-drop@2');
    expect(documentIn(ran)).toMatchObject({
      results: [{ outcome: 'accepted' }, { outcome: 'unknown' }],
    });
    expect(ran.exitCode).toBe(7);
  });

  it('stops the rehearsal before anything is made if it is malformed, and says what may stand there', async () => {
    const ran = await send('nonsense');
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({
      error: {
        code: 'settings_malformed',
        message: expect.stringContaining('REHEARSAL_FAULT'),
        fix: expect.stringContaining('accept-then-drop'),
      },
    });
    expect(existsSync(join(ran.home, 'rehearsal.db'))).toBe(false);
  });

  it.each([
    ['send', (): readonly string[] => ['send', aCsv(rowsFor(['101']))]],
    ['test', (): readonly string[] => ['test', aCsv(rowsFor(['101']))]],
  ])('turns the sender off, which stops %s before the first question', async (_what, argv) => {
    const ran = await run([...argv(), '--rehearse', '--json'], {
      stdin: 'y\n',
      env: { REHEARSAL_FAULT: 'sender-offline' },
    });
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({
      error: {
        code: 'sender_not_ready',
        message: expect.stringMatching(
          /but OFFLINE.* Twilio says: .*\(63112\)\. Nothing was sent\.$/u,
        ),
        fix: expect.stringContaining('Twilio console'),
      },
    });
    expect(ran.stderr).not.toContain('Send this to');
  });

  it('turns the sender off for doctor, too', async () => {
    const env = { REHEARSAL_FAULT: 'sender-offline' };
    const ran = await run(['doctor', '--rehearse', '--json'], { env });
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({
      ready: false,
      findings: expect.arrayContaining([
        expect.objectContaining({
          check: 'sender',
          state: 'fault',
          code: 'sender_not_ready',
          message: expect.stringContaining('(63112)'),
        }),
      ]),
    });
  });

  it('hides the senders, which stops nothing and is said', async () => {
    const ran = await send('senders-hidden');
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('! The API key may not read the WhatsApp senders');
  });

  const WITH_URL = { PUBLIC_URL: 'https://invites.example.org' };
  it.each([
    ['quality-low', {}, '! WhatsApp rates this sender LOW:', 'quality_low'],
    ['limit=50', {}, '! WhatsApp lets this sender write to 50 people', 'limit_smaller'],
    [
      'other-webhook',
      WITH_URL,
      "! Parents' replies go to https://demo.twilio.com/welcome/sms/reply, not to the service. Set the webhook of the sender to https://invites.example.org/webhook",
      'sender_webhook_differs',
    ],
  ])('has %s for the sender, which send and doctor point out', async (fault, more, note, code) => {
    const env = { REHEARSAL_FAULT: fault, ...more };
    const sent = await run(['send', aCsv(rowsFor(['101'])), '--rehearse'], { stdin: 'y\n', env });
    expect(sent.exitCode).toBe(0);
    expect(sent.stderr.replaceAll(/\s+/gu, ' ')).toContain(note);
    const found = await run(['doctor', '--rehearse', '--json'], { env });
    expect(documentIn(found)).toMatchObject({
      ready: true,
      findings: expect.arrayContaining([expect.objectContaining({ state: 'warning', code })]),
    });
  });

  it('has the webhook of PUBLIC_URL for the sender, and none to compare without it', async () => {
    const env = { REHEARSAL_FAULT: 'other-webhook' };
    const without = await run(['doctor', '--rehearse', '--json'], { env });
    expect(without.stdout).not.toContain('sender_webhook');
    const found = await run(['doctor', '--rehearse', '--json'], { env: WITH_URL });
    expect(found.stdout).toContain('"sender_webhook_right"');
  });

  it.each(['restricted-key', 'restricted-key=401'])(
    'refuses all that a key without permissions asks for, which send, status and reply explain: %s',
    async (fault) => {
      const sent = await run(['send', aCsv(rowsFor(['101'])), '--rehearse', '--json'], {
        stdin: 'y\n',
      });
      const { home } = sent;
      const env = { REHEARSAL_FAULT: fault };
      for (const argv of [['send', aCsv(rowsFor(['102']))], ['status']]) {
        // oxlint-disable-next-line no-await-in-loop -- one command after the other
        const ran = await run([...argv, '--rehearse'], { home, env, stdin: 'y\n' });
        expect(ran.exitCode).toBe(4);
        const said = ran.stderr.replaceAll(/\s+/gu, ' ');
        expect(said).toContain('Your Twilio key is not allowed to do this: it lacks a permission.');
        expect(said).toContain('Messages (create and read), Content (read) and Senders (read)');
      }
    },
  );

  it('says why an outcome stays unknown where the key may not read messages', async () => {
    const { home } = await run(['send', aCsv(rowsFor(['101'])), '--rehearse', '--json'], {
      stdin: 'y\n',
      env: { REHEARSAL_FAULT: 'accept-then-drop' },
    });
    const env = { REHEARSAL_FAULT: 'restricted-key' };
    const ran = await run(['status', '--rehearse'], { home, env });
    const said = ran.stderr.replaceAll(/\s+/gu, ' ');
    expect(said).toContain('Twilio did not answer: Your Twilio key is not allowed to do this');
    expect(said).not.toContain('could not be asked');
  });

  it('is not read where it is no rehearsal', async () => {
    const ran = await run(['send', aCsv(rowsFor(['101'])), '--json'], {
      env: { REHEARSAL_FAULT: 'nonsense' },
      terminals: ['stdin', 'stderr'],
    });
    expect(documentIn(ran)).toMatchObject({ error: { code: 'settings_missing' } });
  });
});
