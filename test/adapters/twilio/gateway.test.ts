import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { TwilioConnection } from '../../../src/adapters/twilio/client.ts';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import type { ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import type { ApprovedReply } from '../../../src/domain/contact/free-reply.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  connectionTo,
  SENDER,
  simulatedTwilio,
  UNREACHABLE_URL,
} from '../../support/sending/simulated-twilio.ts';
import { CREATED, startStandIn, type StandIn, type StandInAnswer } from './stand-in.ts';

const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`;

const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

const callbackFor = (attempt: AttemptId): string => `https://club.example/webhook?ref=${attempt}`;

async function sendTo(
  baseUrl: string,
  changes: Partial<TwilioConnection> = {},
  message: ApprovedMessage = anApproved(),
): Promise<Outcome> {
  return await twilioGateway(connectionTo(baseUrl, changes), SENDER).send(message, 3600);
}

describe('the gateway', () => {
  const opened: StandIn[] = [];
  const setVariables: string[] = [];
  afterEach(async () => {
    for (const name of setVariables.splice(0)) delete process.env[name];
    await Promise.all(opened.splice(0).map((standIn) => standIn.close()));
  });

  async function standIn(answer: StandInAnswer | 'silence' = CREATED): Promise<StandIn> {
    const started = await startStandIn(() => answer);
    opened.push(started);
    return started;
  }

  function setVariable(name: string, value: string): void {
    setVariables.push(name);
    process.env[name] = value;
  }

  it('refuses a reply without an approval', async () => {
    const twilio = await standIn();
    const forged = { to: 'whatsapp:+447700900123', body: 'Hello' } as unknown as ApprovedReply;
    const sent = twilioGateway(connectionTo(twilio.baseUrl), SENDER).reply(forged, 3600);
    await expect(sent).rejects.toThrow('Nobody approved this reply.');
    expect(twilio.requests).toEqual([]);
  });

  describe('a request', () => {
    it('has a status callback that names the attempt', async () => {
      const twilio = await standIn();
      const gateway = twilioGateway(connectionTo(twilio.baseUrl), SENDER, callbackFor);
      await gateway.send(anApproved(), 3600, 'an-attempt' as AttemptId);
      expect(twilio.requests[0]?.form).toContainEqual([
        'StatusCallback',
        'https://club.example/webhook?ref=an-attempt',
      ]);
    });

    it('has exactly this content', async () => {
      const twilio = await standIn();
      const message = anApproved(
        aMessage({
          parent_first_name: 'Zoë',
          team_name: 'Panthers & Co',
          membership_fee_amount: '40',
        }),
      );
      await sendTo(twilio.baseUrl, {}, message);
      expect(twilio.requests).toEqual([
        {
          method: 'POST',
          path: MESSAGES,
          authorization: basic(ACCOUNT_SID, AUTH_TOKEN),
          contentType: 'application/x-www-form-urlencoded',
          form: [
            ['ContentSid', message.contentSid],
            [
              'ContentVariables',
              '{"1":"Zoë","2":"John","3":"Panthers & Co","4":"u11s","5":"2026-27",' +
                '"6":"40","7":"26","8":"Alex Johnson","9":"07700 900001"}',
            ],
            ['From', SENDER],
            ['To', 'whatsapp:+447700900123'],
            ['ValidityPeriod', '3600'],
          ],
        },
      ]);
    });

    it('uses an API key if there is one, for the same account', async () => {
      const twilio = await standIn();
      const username = `SK${'b'.repeat(32)}`;
      const credentials = { accountSid: ACCOUNT_SID, username, password: 'key-secret' };
      await sendTo(twilio.baseUrl, { credentials });
      expect(twilio.requests.map(({ path, authorization }) => ({ path, authorization }))).toEqual([
        { path: MESSAGES, authorization: basic(username, 'key-secret') },
      ]);
    });

    it('keeps the path of the stand-in’s address', async () => {
      const twilio = await standIn();
      await sendTo(`${twilio.baseUrl}/twilio/`);
      expect(twilio.requests.map(({ path }) => path)).toEqual([`/twilio${MESSAGES}`]);
    });

    it('has the text that was approved', async () => {
      const twilio = await simulatedTwilio();
      const message = anApproved();
      const result = await twilioGateway(twilio.connection, SENDER).send(message, 3600);
      const [sent] = twilio.sent();
      await twilio.close();
      expect(sent).toMatchObject({ to: message.to, from: SENDER, body: message.body });
      expect(result).toEqual({ kind: 'accepted', messageSid: sent?.sid });
    });

    it('is sent to the stand-in directly, whatever proxy the environment names', async () => {
      const twilio = await standIn();
      const proxy = await standIn();
      for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) {
        setVariable(name, proxy.baseUrl);
      }
      const result = await sendTo(twilio.baseUrl);
      expect(result.kind).toBe('accepted');
      expect([twilio.requests.length, proxy.requests.length]).toEqual([1, 0]);
    });

    it('is sent to the same host, whatever region and edge the environment names', async () => {
      const twilio = await standIn();
      setVariable('TWILIO_REGION', 'ie1');
      setVariable('TWILIO_EDGE', 'dublin');
      // Requests to a host such as api.dublin.ie1.twilio.com are refused, so that nothing is accepted.
      expect((await sendTo(twilio.baseUrl)).kind).toBe('accepted');
      expect(twilio.requests.map(({ path }) => path)).toEqual([MESSAGES]);
    });

    it('uses the given credentials, whatever credentials the environment has', async () => {
      const twilio = await standIn();
      setVariable('TWILIO_ACCOUNT_SID', `AC${'f'.repeat(32)}`);
      setVariable('TWILIO_AUTH_TOKEN', 'token-of-another');
      await sendTo(twilio.baseUrl);
      expect(twilio.requests.map(({ path, authorization }) => ({ path, authorization }))).toEqual([
        { path: MESSAGES, authorization: basic(ACCOUNT_SID, AUTH_TOKEN) },
      ]);
    });
  });

  describe('a response', () => {
    const HTML = { 'Content-Type': 'text/html' };
    const taken = { sid: `MM${'c'.repeat(32)}` };
    const UNKNOWN_SERVER = { kind: 'unknown', doubt: 'server_fault' };
    const UNREADABLE = { kind: 'unknown', doubt: 'answer_unreadable' };

    it.each<readonly [string, StandInAnswer, object, string]>([
      [
        '201 with a SID that begins with SM',
        { status: 201, body: { sid: `SM${'c'.repeat(32)}` } },
        { kind: 'accepted', messageSid: `SM${'c'.repeat(32)}` },
        'both kinds are message SIDs',
      ],
      [
        '201 without a SID',
        { status: 201, body: { status: 'queued' } },
        UNREADABLE,
        'possibly accepted',
      ],
      ['201 with no SID', { status: 201, body: { sid: null } }, UNREADABLE, 'possibly accepted'],
      [
        '201 with an odd SID',
        { status: 201, body: { sid: 'MM123' } },
        UNREADABLE,
        'possibly accepted',
      ],
      [
        '201 with the SID of another resource',
        { status: 201, body: { sid: `HX${'c'.repeat(32)}` } },
        UNREADABLE,
        'possibly accepted',
      ],
      ['201 with an empty body', { status: 201, body: '' }, UNREADABLE, 'possibly accepted'],
      [
        '201 with a page',
        { status: 201, body: '<html>', headers: HTML },
        UNREADABLE,
        'possibly accepted',
      ],
      [
        '201 with truncated JSON',
        { status: 201, body: '{"sid":"MM' },
        UNREADABLE,
        'possibly accepted',
      ],
      [
        '302 to another address',
        { status: 302, body: '', headers: { Location: '/elsewhere' } },
        UNKNOWN_SERVER,
        'from a server in between, and not followed',
      ],
      [
        '307, which would repeat the form',
        { status: 307, body: '', headers: { Location: '/elsewhere' } },
        UNKNOWN_SERVER,
        'from a server in between, and not followed',
      ],
      ['304', { status: 304, body: '' }, UNKNOWN_SERVER, 'not from Twilio'],
      [
        '400 with an HTML page',
        { status: 400, body: '<html>', headers: HTML },
        UNKNOWN_SERVER,
        'not from Twilio',
      ],
      [
        '400 without a code',
        { status: 400, body: { error: 'no' } },
        UNKNOWN_SERVER,
        'not from Twilio',
      ],
      [
        '403 with an HTML page',
        { status: 403, body: '<html>', headers: HTML },
        UNKNOWN_SERVER,
        'a firewall',
      ],
      ['407', { status: 407, body: '', headers: HTML }, UNKNOWN_SERVER, 'a proxy'],
      ['408 without a code', { status: 408, body: '' }, UNKNOWN_SERVER, 'possibly accepted'],
      [
        '400 with a code in quotes',
        { status: 400, body: { code: '21610', message: 'no' } },
        UNKNOWN_SERVER,
        'Twilio’s codes are numbers',
      ],
      [
        '400 with an unknown code',
        { status: 400, body: { code: 99_999, message: 'Something new' } },
        {
          kind: 'refused',
          twilioCode: 99_999,
          twilioText: 'Something new',
          retryAfterSeconds: null,
        },
        'refused as well',
      ],
      [
        '400 with a code and no message',
        { status: 400, body: { code: 21_610 } },
        { kind: 'refused', twilioCode: 21_610, twilioText: '', retryAfterSeconds: null },
        'the code is enough',
      ],
      [
        '400 in the newer shape of errors',
        {
          status: 400,
          body: { type: 'about:blank', title: 'Bad value', status: 400, code: 21_656 },
        },
        {
          kind: 'refused',
          twilioCode: 21_656,
          twilioText: '[HTTP 400] Bad value',
          retryAfterSeconds: null,
        },
        'the SDK distinguishes the two shapes',
      ],
      [
        '500 with a code',
        { status: 500, body: { code: 20_500, message: 'Internal server error' } },
        UNKNOWN_SERVER,
        'a 500 is not a refusal',
      ],
      [
        '503 with Retry-After',
        { status: 503, body: '', headers: { 'Retry-After': '5' } },
        UNKNOWN_SERVER,
        'possibly accepted',
      ],
      ['504', { status: 504, body: '', headers: HTML }, UNKNOWN_SERVER, 'possibly accepted'],
      [
        '200 with a SID',
        { status: 200, body: taken },
        { kind: 'accepted', messageSid: taken.sid },
        'the message exists',
      ],
    ])('%s has this outcome: %p (%s)', async (_what, answer, outcome) => {
      const twilio = await standIn(answer);
      expect(await sendTo(twilio.baseUrl)).toEqual(outcome);
      expect(twilio.requests).toHaveLength(1);
    });

    it('that is a refusal keeps the code and the message, and nothing else', async () => {
      const twilio = await standIn({
        status: 400,
        body: {
          code: 21_211,
          message: "The 'To' number whatsapp:+447700900123 is not a valid phone number.",
          more_info: 'https://www.twilio.com/docs/errors/21211',
          status: 400,
          details: { to: 'whatsapp:+447700900123' },
        },
      });
      expect(await sendTo(twilio.baseUrl)).toEqual({
        kind: 'refused',
        twilioCode: 21_211,
        twilioText: "The 'To' number whatsapp:+447700900123 is not a valid phone number.",
        retryAfterSeconds: null,
      });
    });
  });

  describe('the response 429', () => {
    it.each([
      [{ 'Retry-After': '7' }, 7],
      [
        { 'Retry-After': 'Wed, 15 Jul 2026 18:43:00 GMT', Date: 'Wed, 15 Jul 2026 18:42:00 GMT' },
        60,
      ],
      [{}, null],
    ])(
      'is not retried, and has the wait that it asks for: %j',
      async (headers, retryAfterSeconds) => {
        const twilio = await standIn({
          status: 429,
          headers: { 'Content-Type': 'application/json', ...headers },
          body: { code: 20_429, message: 'Too many requests' },
        });
        expect(await sendTo(twilio.baseUrl)).toEqual({
          kind: 'refused',
          twilioCode: 20_429,
          twilioText: 'Too many requests',
          retryAfterSeconds,
        });
        expect(twilio.requests).toHaveLength(1);
      },
    );
  });

  describe('without a response', () => {
    it('the outcome is unknown at the time limit', async () => {
      const twilio = await standIn('silence');
      expect(await sendTo(twilio.baseUrl, { timeoutMs: 1000 })).toEqual({
        kind: 'unknown',
        doubt: 'no_answer_in_time',
      });
      expect(twilio.requests).toHaveLength(1);
    });

    it.each([
      ['127.0.0.1', 'which is one address'],
      ['localhost', 'which may be two, and is refused at both'],
    ])('nothing was sent when nothing listens at %s, %s', async (host) => {
      const address = UNREACHABLE_URL.replace('127.0.0.1', host);
      expect(await sendTo(address)).toEqual({ kind: 'unreachable' });
    });

    it('the outcome is unknown when the connection is lost', async () => {
      const twilio = await standIn('silence');
      const closing = new AbortController();
      const result = sendTo(twilio.baseUrl, { closed: closing.signal });
      await twilio.asked;
      closing.abort();
      expect(await result).toEqual({ kind: 'unknown', doubt: 'no_answer_in_time' });
    });

    it('a response that never ends is abandoned at the time limit', async () => {
      const server = createServer((_, response) => {
        response.writeHead(201, { 'Content-Type': 'application/json' });
        // Sends bytes often enough to keep the connection alive, and never ends.
        const trickle = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(trickle));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      try {
        const result = await sendTo(`http://127.0.0.1:${port}`, { timeoutMs: 1000 });
        expect(result).toEqual({ kind: 'unknown', doubt: 'no_answer_in_time' });
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });

    it('each request opens a connection, so that none is sent on one that is closing', async () => {
      let connections = 0;
      const server = createServer((_, response) => {
        response.writeHead(201, { 'Content-Type': 'application/json', Connection: 'keep-alive' });
        response.end(JSON.stringify({ sid: `MM${'d'.repeat(32)}` }));
      });
      server.on('connection', () => (connections += 1)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      try {
        await sendTo(`http://127.0.0.1:${port}`);
        await sendTo(`http://127.0.0.1:${port}`);
        expect(connections).toBe(2);
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });

    it('no request is sent once the gateway has been closed', async () => {
      const twilio = await standIn();
      const result = await sendTo(twilio.baseUrl, { closed: AbortSignal.abort() });
      expect(result).toEqual({ kind: 'unknown', doubt: 'no_answer_in_time' });
      expect(twilio.requests).toEqual([]);
    });
  });

  describe('a message without an approval', () => {
    const approved = anApproved();
    const forged = (changes: object): ApprovedMessage => ({ ...approved, ...changes });

    it.each<readonly [string, ApprovedMessage]>([
      ['cast to an approved one', aMessage() as ApprovedMessage],
      ['copied from an approved one', forged({})],
      ['with another recipient', forged({ to: 'whatsapp:+447700900124' })],
      ['with another template', forged({ contentSid: `HX${'e'.repeat(32)}` })],
      [
        'with another value',
        forged({ contentVariables: { ...approved.contentVariables, 6: '4000' } }),
      ],
      ['with an approved one as its prototype', Object.create(approved) as ApprovedMessage],
    ])('is not sent: %s', async (_what, message) => {
      const twilio = await standIn();
      await expect(sendTo(twilio.baseUrl, {}, message)).rejects.toThrow(
        'Nobody approved this message.',
      );
      expect(twilio.requests).toEqual([]);
    });

    it('cannot be made of an approved one, which is frozen', async () => {
      const twilio = await standIn();
      const message = anApproved();
      expect(() => Object.assign(message, { to: 'whatsapp:+447700900124' })).toThrow(TypeError);
      expect(() => Object.assign(message.contentVariables, { 6: '4000' })).toThrow(TypeError);
      await sendTo(twilio.baseUrl, {}, message);
      expect(Object.fromEntries(twilio.requests[0]?.form ?? [])['To']).toBe(
        'whatsapp:+447700900123',
      );
    });
  });
});
