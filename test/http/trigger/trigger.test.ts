import { describe, expect, it } from '@jest/globals';
import { approve } from '../../../src/domain/approval/approval.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { SERVICE_SOURCE } from '../../../src/domain/policy/service-attempt.ts';
import { FIELDS, isRequired } from '../../../src/domain/record/field.ts';
import { aMessage, anApproved, aTemplateSid, aYesTo } from '../../support/builders.ts';
import { historyOf } from '../../support/ledger/history-of.ts';
import {
  aService,
  API_KEY,
  exampleRecord,
  OTHER_KEY,
  PUBLIC_URL,
} from '../../support/network/service.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { aSimulatedTemplate } from '../../support/sending/simulated-twilio.ts';

const JOHN = aMessage();
const AN_HOUR_AGO = new Date('2026-07-15T17:42:00Z');
const JUST_NOW = new Date('2026-07-15T18:41:50Z');

describe('POST /trigger with a valid record', () => {
  it('sends it once, and returns its recipient', async () => {
    const service = await aService();
    const answer = await service.trigger({}, { 'X-Request-Id': 'order-4711-abc' });
    const [sent, ...others] = service.twilio.sent();
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: {
        message: 'Registration data received successfully',
        player: 'John Smith',
        parent: 'Jane Smith',
        team: 'Panthers u11s',
        status: 'message_sent',
        message_sid: sent?.sid,
        request_id: 'order-4711-abc',
      },
    });
    expect([sent?.to, sent?.body, others]).toEqual([JOHN.to, JOHN.body, []]);
  });

  it.each([
    [API_KEY, 'registration'],
    [OTHER_KEY, 'secretary'],
  ])('records the owner of the key as the operator who approved', async (key, name) => {
    const service = await aService();
    await service.trigger({}, { 'x-api-key': key });
    const history = await historyOf(service.ledger, JOHN);
    expect(history.map(({ state, operator }) => [state, operator])).toEqual([
      ['approved', name],
      ['sending', name],
      ['accepted', name],
    ]);
  });

  it('lets Twilio keep it until the hours for sending end', async () => {
    const periods: (string | null)[] = [];
    const service = await aService({
      twilio: {
        faults: (_number, { form }) => {
          periods.push(form.get('ValidityPeriod'));
          return null;
        },
      },
    });
    await service.trigger();
    // 19:42 in London; the last minute of the hours is 20:30.
    expect(periods).toEqual([String(49 * 60)]);
  });

  it('passes Twilio a callback address with the opaque id of the attempt', async () => {
    const callbacks: (string | null)[] = [];
    const service = await aService({
      twilio: {
        faults: (_number, { form }) => {
          callbacks.push(form.get('StatusCallback'));
          return null;
        },
      },
    });
    await service.trigger();
    const [entry] = await historyOf(service.ledger, JOHN);
    expect(callbacks).toEqual([`${PUBLIC_URL}/webhook?ref=${entry?.attempt}`]);
  });

  it('requested again is not sent again, and the response has the SID of the first send', async () => {
    const service = await aService();
    const first = await service.trigger();
    const again = await service.trigger({ parent_tel: '07700 900 123' });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      status: 'already_sent',
      message_sid: first.body['message_sid'],
    });
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('is sent without last names, once for each first name and number', async () => {
    const service = await aService();
    const names = { player_last_name: undefined, parent_last_name: '' };
    const first = await service.trigger(names);
    expect(first).toMatchObject({
      status: 200,
      body: { status: 'message_sent', player: 'John', parent: 'Jane' },
    });
    expect((await service.trigger()).body).toMatchObject({
      status: 'already_sent',
      player: 'John Smith',
      message_sid: first.body['message_sid'],
    });
    expect((await service.trigger({ ...names, player_first_name: 'Ava' })).body).toMatchObject({
      status: 'message_sent',
    });
    expect(service.twilio.sent()).toHaveLength(2);
  });

  it('requested 20 times at once is sent once', async () => {
    const service = await aService();
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.trigger()));
    const statuses = answers.map(({ body }) => body['status']);
    expect(service.twilio.sent()).toHaveLength(1);
    expect(statuses.filter((status) => status === 'message_sent')).toHaveLength(1);
    const known = ['message_sent', 'already_sent', 'on_its_way'];
    expect(statuses.filter((status) => !known.includes(String(status)))).toEqual([]);
    expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
  });

  it('sends the messages of siblings to one number in turn', async () => {
    const waits: number[] = [];
    const service = await aService({ wait: async (milliseconds) => void waits.push(milliseconds) });
    const answers = await Promise.all(
      ['Ava', 'Ben', 'Cara'].map((name) => service.trigger({ player_first_name: name })),
    );
    expect(answers.map(({ body }) => body['status'])).toEqual(Array(3).fill('message_sent'));
    expect(waits).toEqual([6000, 6000]);
  });
});

describe('POST /trigger with an invalid request', () => {
  it.each<readonly [string, number, string, object, RequestInit]>([
    ['no key', 403, 'forbidden', { 'x-api-key': '' }, {}],
    ['a wrong key', 403, 'forbidden', { 'x-api-key': `${API_KEY}x` }, {}],
    ['the start of a key', 403, 'forbidden', { 'x-api-key': API_KEY.slice(0, -1) }, {}],
    ['the name of a key', 403, 'forbidden', { 'x-api-key': 'registration' }, {}],
    ['two keys in one header', 403, 'forbidden', { 'x-api-key': `${API_KEY}, ${OTHER_KEY}` }, {}],
    ['a form', 415, 'unsupported_media_type', { 'Content-Type': 'multipart/form-data' }, {}],
    ['text', 415, 'unsupported_media_type', { 'Content-Type': 'text/plain' }, {}],
    ['too much', 413, 'too_large', {}, { body: JSON.stringify({ a: 'x'.repeat(16_384) }) }],
    ['another method', 405, 'method_not_allowed', {}, { method: 'PUT' }],
    ['truncated JSON', 400, 'invalid_record', {}, { body: '{"player_first_name":"Jo' }],
    ['no body', 400, 'invalid_record', {}, { body: '' }],
    ['a list', 400, 'invalid_record', {}, { body: JSON.stringify([exampleRecord()]) }],
    [
      'an array in a field',
      400,
      'invalid_record',
      {},
      { body: JSON.stringify({ records: [exampleRecord()] }) },
    ],
    ['a number', 400, 'invalid_record', {}, { body: '7' }],
  ])('for %s is answered with %d', async (_what, status, code, headers, request) => {
    const service = await aService();
    const answer = await service.ask('/trigger', {
      method: 'POST',
      body: JSON.stringify(exampleRecord()),
      ...request,
      headers: { 'Content-Type': 'application/json', 'x-api-key': API_KEY, ...headers },
    });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      status: code,
      message: expect.stringMatching(/\.$/u),
      fix: expect.stringMatching(/\.$/u),
      request_id: answer.headers.get('X-Request-Id'),
    });
    expect(service.twilio.sent()).toEqual([]);
  });

  it('for a body without a length and without an end, reads no further than the limit', async () => {
    const service = await aService();
    const chunk = new TextEncoder().encode('x'.repeat(16 * 1024));
    let given = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        given += 1;
        if (given > 1000) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { 'Content-Type': 'application/json', 'x-api-key': API_KEY };
    const request = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await service.ask('/trigger', request)).status).toBe(413);
  });

  it('reports every problem of a record at once', async () => {
    const service = await aService();
    const answer = await service.trigger(
      Object.fromEntries(FIELDS.map((field) => [field, undefined])),
    );
    const problems = answer.body['problems'] as readonly { readonly field: string }[];
    expect(answer.status).toBe(400);
    expect(problems.map(({ field }) => field).toSorted()).toEqual(
      FIELDS.filter(isRequired).toSorted(),
    );
    expect(problems[0]).toEqual({
      field: 'player_first_name',
      code: 'missing',
      message: "The player's first name is missing.",
      fix: 'Fill it in.',
    });
  });

  it('returns the allowed methods when it is another', async () => {
    const service = await aService();
    expect((await service.ask('/trigger')).headers.get('Allow')).toBe('POST');
  });

  it('with another address is not found', async () => {
    const service = await aService();
    expect(await service.ask('/admin')).toMatchObject({
      status: 404,
      body: { status: 'not_found' },
    });
  });

  it('about a player whose messages the parent does not get is refused', async () => {
    const service = await aService();
    const optOut = {
      state: 'stopped',
      source: 'operator',
      operator: 'x',
      at: AN_HOUR_AGO,
    } as const;
    await service.optOuts.add([JOHN.invite.parent.phone], { ...optOut, player: 'John' });
    expect(await service.trigger()).toMatchObject({ status: 422, body: { status: 'opted_out' } });
    expect(await service.trigger({ player_first_name: 'Joan' })).toMatchObject({ status: 200 });
  });

  it('for a parent who opted out is refused', async () => {
    const service = await aService();
    const optOut = { state: 'stopped', source: 'reply', operator: 'x', at: AN_HOUR_AGO } as const;
    await service.optOuts.add([JOHN.invite.parent.phone], optOut);
    expect(await service.trigger()).toMatchObject({ status: 422, body: { status: 'opted_out' } });
    expect(await historyOf(service.ledger, JOHN)).toEqual([]);
  });

  it('at night says when the send hours begin', async () => {
    const service = await aService({ now: '2026-07-15T21:00:00Z' });
    const answer = await service.trigger();
    expect(answer).toMatchObject({ status: 503, body: { status: 'outside_hours' } });
    // 22:00 in London; 08:00 is ten hours away.
    expect(answer.headers.get('Retry-After')).toBe(String(10 * 60 * 60));
  });

  it('with too little time for Twilio is answered with a retry, and claims nothing', async () => {
    const service = await aService({ tooLate: AbortSignal.abort() });
    const answer = await service.trigger();
    expect(answer).toMatchObject({ status: 503, body: { status: 'no_time' } });
    expect(answer.headers.get('Retry-After')).toBe('5');
    expect(await historyOf(service.ledger, JOHN)).toEqual([]);
    expect(service.twilio.sent()).toEqual([]);
  });

  it('at night still returns a message that was sent before', async () => {
    const service = await aService({ now: '2026-07-15T21:00:00Z' });
    await addAttempt(service.ledger, AN_HOUR_AGO, { kind: 'accepted', messageSid: SID });
    expect((await service.trigger()).body).toMatchObject({
      status: 'already_sent',
      message_sid: SID,
    });
  });

  it('beyond the daily limit says when the next send is possible', async () => {
    const service = await aService({ dailyLimit: 1 });
    await service.trigger();
    const answer = await service.trigger({ parent_tel: '07700 900124' });
    expect(answer).toMatchObject({ status: 503, body: { status: 'daily_limit' } });
    expect(answer.headers.get('Retry-After')).toBe(String(24 * 60 * 60));
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('for a player who was invited with another template is left to a person', async () => {
    const service = await aService();
    const template = { ...builtInTemplate(), sid: aTemplateSid('b') };
    const earlier = anApproved(aMessage({ template }));
    await service.ledger.claim(earlier, { file: 'players.csv' }, AN_HOUR_AGO, null);
    expect(await service.trigger()).toMatchObject({
      status: 409,
      body: { status: 'invited_with_other_template' },
    });
  });

  it('says so while WhatsApp has not approved the template', async () => {
    const pending = { status: 'pending', category: 'UTILITY' };
    const service = await aService({
      twilio: { templates: [aSimulatedTemplate({ approval: pending })] },
    });
    expect(await service.trigger()).toMatchObject({
      status: 503,
      body: { status: 'template_not_approved' },
    });
  });
});

describe('POST /trigger with a key that lacks a permission', () => {
  it.each([401, 403] as const)('says so and logs the code, with HTTP %i', async (httpStatus) => {
    const profile = { refusal: { code: 70_051, httpStatus, of: ['content'] } } as const;
    const service = await aService({ twilio: { profile } });
    expect(await service.trigger()).toMatchObject({
      status: 503,
      body: { status: 'twilio_refused', message: expect.stringContaining('lacks a permission') },
    });
    expect(service.logs).toMatchObject([{ outcome: 'twilio_refused', twilio_code: 70_051 }]);
  });

  it('says so where it may not create messages', async () => {
    const profile = {
      refusal: { code: 70_051, httpStatus: 401, of: ['messages_create'] },
    } as const;
    const service = await aService({ twilio: { profile } });
    expect(await service.trigger()).toMatchObject({
      status: 502,
      body: { status: 'refused', twilio_code: 70_051 },
    });
  });
});

const tooManyAtFirst = (number: number) =>
  number === 1 ? ({ kind: 'refused', code: 20_429, retryAfterSeconds: 7 } as const) : null;

describe('POST /trigger when Twilio does not accept the message', () => {
  it('explains Twilio’s error code in plain words', async () => {
    const service = await aService();
    const answer = await service.trigger({ parent_tel: '07700 900211' });
    expect(answer).toMatchObject({
      status: 502,
      body: { status: 'refused', twilio_code: 21_211, message: expect.stringMatching(/\.$/u) },
    });
  });

  it('returns the wait that Twilio asks for, and sends when requested again', async () => {
    const service = await aService({ twilio: { faults: tooManyAtFirst } });
    const answer = await service.trigger();
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([502, '7']);
    expect((await service.trigger()).body['status']).toBe('message_sent');
  });

  it('reports an unknown outcome, and searches at Twilio when requested again', async () => {
    const service = await aService();
    const parent = { parent_tel: '07700 900801' };
    expect(await service.trigger(parent)).toMatchObject({
      status: 202,
      body: { status: 'unknown', player: 'John Smith' },
    });
    const again = await service.trigger(parent);
    const [sent] = service.twilio.sent();
    expect(again.body).toMatchObject({ status: 'already_sent', message_sid: sent?.sid });
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('never sends a message of unknown outcome again by itself when Twilio has none', async () => {
    const service = await aService();
    await addAttempt(service.ledger, AN_HOUR_AGO, { kind: 'unknown', doubt: 'connection_lost' });
    expect((await service.trigger()).body['status']).toBe('unknown');
    expect((await service.trigger()).body['status']).toBe('unknown');
    expect(service.twilio.sent()).toEqual([]);
  });
});

describe('POST /trigger for an outcome that stays unknown', () => {
  it.each([{ textsHidden: true }, { numbersHidden: true }])(
    'returns what Twilio has that may be the message, and never sends it again: %j',
    async (profile) => {
      const service = await aService({ twilio: { profile } });
      const parent = { parent_tel: '07700 900801' };
      await service.trigger(parent);
      const [sent] = service.twilio.sent();
      for (const again of [await service.trigger(parent), await service.trigger(parent)]) {
        expect(again).toMatchObject({
          status: 202,
          body: {
            status: 'unknown',
            message: `Twilio has a message that may be this invite or another one (${sent?.sid}), so nobody can say whether it went. It is not sent again.`,
            fix: expect.stringContaining('Twilio console'),
            player: 'John Smith',
          },
        });
      }
      expect(service.twilio.sent()).toHaveLength(1);
    },
  );
});

const SID = `MM${'d'.repeat(32)}` as never;

/** An attempt of an earlier request that was cut off after this step. */
async function addAttempt(
  ledger: Awaited<ReturnType<typeof aService>>['ledger'],
  at: Date,
  ...steps: readonly Parameters<typeof ledger.advance>[1][]
): Promise<void> {
  const message = approve(JOHN, aYesTo(JOHN, { operator: 'registration' }));
  const claim = await ledger.claim(message, { file: SERVICE_SOURCE }, at, null);
  if (claim.kind === 'taken') throw new Error('The message was taken already.');
  const [first] = steps;
  if (first === undefined) return;
  await ledger.advance(claim.attemptId, { kind: 'sending' }, at);
  for (const step of steps.filter(({ kind }) => kind !== 'sending')) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await ledger.advance(claim.attemptId, step, at);
  }
}

describe('POST /trigger for a message whose earlier request was cut off', () => {
  it('a moment ago returns that it is being sent', async () => {
    const service = await aService();
    await addAttempt(service.ledger, JUST_NOW, { kind: 'sending' });
    expect(await service.trigger()).toMatchObject({ status: 409, body: { status: 'on_its_way' } });
  });

  it('before it was sent sends it', async () => {
    const service = await aService();
    await addAttempt(service.ledger, AN_HOUR_AGO);
    expect((await service.trigger()).body['status']).toBe('message_sent');
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('during the send is unknown and not sent again when Twilio has none', async () => {
    const service = await aService();
    await addAttempt(service.ledger, AN_HOUR_AGO, { kind: 'sending' });
    expect(await service.trigger()).toMatchObject({ status: 202, body: { status: 'unknown' } });
    expect(service.twilio.sent()).toEqual([]);
  });

  it('during the send is unknown for now when the search takes longer than a request may', async () => {
    const service = await aService({ settleWithin: () => AbortSignal.abort() });
    await addAttempt(service.ledger, AN_HOUR_AGO, { kind: 'sending' });
    expect((await service.trigger()).status).toBe(202);
  });

  it('returns that a message approved in a run is in progress, for hours', async () => {
    const service = await aService();
    await service.ledger.claim(anApproved(JOHN), { file: 'players.csv' }, AN_HOUR_AGO, null);
    expect((await service.trigger()).status).toBe(409);
  });
});

describe('beside a run that holds the run lock', () => {
  it('the service sends, and the run finds what was sent', async () => {
    const service = await aService();
    await service.ledger.hold('Robin Green', AN_HOUR_AGO);
    expect((await service.trigger()).body['status']).toBe('message_sent');
    const other = anApproved(aMessage({ parent_tel: '07700 900124' }));
    const claim = await service.ledger.claim(other, { file: 'players.csv' }, JUST_NOW, null);
    expect(claim.kind).toBe('claimed');
  });
});

describe('a request id', () => {
  it.each(['order-4711-abc', '8b1f7a2e-1234-4f6a-9d3c-123456789012'])(
    'that is safe for a log is echoed: %s',
    async (id) => {
      const service = await aService();
      const answer = await service.ask('/health', { headers: { 'X-Request-Id': id } });
      expect([answer.headers.get('X-Request-Id'), answer.body['request_id']]).toEqual([id, id]);
      expect(service.logs).toMatchObject([{ request_id: id }]);
    },
  );

  it.each(['short', '447700900123', 'call-07700900123', 'a b c d e f g', 'x'.repeat(65)])(
    'that is not safe for a log is replaced: %s',
    async (id) => {
      const service = await aService();
      const answer = await service.ask('/health', { headers: { 'X-Request-Id': id } });
      expect(answer.body['request_id']).toMatch(/^[\da-f-]{36}$/u);
      expect(withoutIds(JSON.stringify(service.logs))).not.toContain(id);
    },
  );
});

describe('GET /health', () => {
  it('returns the version once the ledger was read', async () => {
    const service = await aService();
    const { status, body } = await service.ask('/health');
    expect([status, body]).toEqual([
      200,
      { status: 'ok', version: '1.2.3', ledger: 'reachable', request_id: expect.any(String) },
    ]);
  });

  it('is 503 when the ledger cannot be read', async () => {
    const service = await aService();
    await service.ledger.close();
    expect(await service.ask('/health')).toMatchObject({
      status: 503,
      body: { status: 'unwell', ledger: 'unreachable' },
    });
  });
});
