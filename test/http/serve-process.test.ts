import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { liveLedgerFile } from '../../src/adapters/files/home-folder.ts';
import { openOptOuts } from '../support/ledger/ledger-parts.ts';
import { openReplies } from '../support/ledger/ledger-parts.ts';
import { rawConnection } from '../support/network/raw-request.ts';
import { startService, type ServiceProcess } from '../support/network/service-process.ts';
import { API_KEY, exampleRecord, PUBLIC_URL, signed } from '../support/network/service.ts';
import { AUTH_TOKEN, openStandIn, type StandIn } from '../support/sending/stand-in.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let home: string;
let twilio: StandIn;
let service: ServiceProcess;
const agent = new Agent({ keepAlive: true });
beforeEach(async () => {
  home = temporaryFolder('urmston-serve-');
  twilio = await openStandIn();
  const own = { URMSTON_INVITE_HOME: home, API_KEY: `registration:${API_KEY}`, PUBLIC_URL };
  service = await startService({ ...twilio.settings, ...own }, home);
});
afterEach(async () => {
  await service.stop('SIGKILL');
  agent.destroy();
  rmSync(home, { recursive: true });
});

/** Requests an invite over a keep-alive connection. */
async function requestInvite(): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const headers = { 'Content-Type': 'application/json', 'x-api-key': API_KEY };
  request(`${service.url}/trigger`, { method: 'POST', agent, headers }, (response) => {
    json(response).then(resolve, reject);
  })
    .on('error', reject)
    .end(JSON.stringify(exampleRecord()));
  return await promise;
}

describe('the service while another process locks the ledger', () => {
  it('answers every request, and stores what it received before it exits', async () => {
    const file = liveLedgerFile(home);
    const writer = new DatabaseSync(file);
    writer.exec('BEGIN IMMEDIATE');
    const messages = Array.from({ length: 20 }, (_, index) => ({
      sid: `SM${String(index).padStart(32, '0')}`,
      from: `whatsapp:+4477009001${String(index).padStart(2, '0')}`,
    }));
    const answers = messages.map(async ({ sid, from }) => {
      const form = [
        ['MessageSid', sid],
        ['From', from],
        ['Body', 'STOP'],
      ] as const;
      const answer = await fetch(`${service.url}/webhook`, signed(form, { token: AUTH_TOKEN }));
      return [answer.status, await answer.text()];
    });
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    const accepted = [200, '<?xml version="1.0" encoding="UTF-8"?><Response/>'];
    expect(await Promise.all(answers)).toEqual(messages.map(() => accepted));
    const ended = service.stop('SIGTERM');
    writer.exec('COMMIT');
    writer.close();
    expect(await ended).toBe(0);
    expect(service.output().match(/"outcome":"goes_on"/gu)).toHaveLength(20);
    expect(service.output()).not.toContain('not_kept');
    const replies = openReplies(file, 'stand_in');
    const optOuts = openOptOuts(file, 'stand_in');
    const stored = await Array.fromAsync(replies.since(new Date(0)));
    expect(new Set(stored.map(({ sid }) => String(sid)))).toEqual(
      new Set(messages.map(({ sid }) => sid)),
    );
    expect(await optOuts.list()).toHaveLength(20);
    await replies.close();
    await optOuts.close();
  });
});

describe('the service that is stopped during a send', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s answers first, and exits with 0',
    async (signal) => {
      twilio.holdAnswers();
      const answer = requestInvite();
      await twilio.posted(1);
      const ended = service.stop(signal);
      // Once it refuses connections, it has handled the signal.
      await waitUntilClosed(service.url);
      twilio.release();
      expect(await answer).toMatchObject({ status: 'message_sent' });
      expect(await ended).toBe(0);
      expect(twilio.posts).toHaveLength(1);
      expect(service.output()).toMatch(/"outcome":"message_sent".*\n.*"event":"stopped"\}\n$/u);
    },
  );
});

/** Resolves when connections are refused. */
async function waitUntilClosed(url: string): Promise<void> {
  try {
    const socket = await rawConnection(url);
    socket.destroy();
  } catch {
    return;
  }
  await waitUntilClosed(url);
}
