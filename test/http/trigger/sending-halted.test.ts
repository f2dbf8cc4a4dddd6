import { describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { aService, type RunningService } from '../../support/network/service.ts';

async function report(
  service: RunningService,
  sid: unknown,
  state: string,
  errorCode?: number,
): Promise<void> {
  await service.webhook([
    ['MessageSid', String(sid)],
    ['MessageStatus', state],
    ...(errorCode === undefined ? [] : [['ErrorCode', String(errorCode)] as const]),
  ]);
}

/** A service whose last message failed with this code, as Twilio's callback says. */
async function afterFailures(...codes: readonly number[]): Promise<RunningService> {
  const service = await aService();
  for (const [index, code] of codes.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    const { body } = await service.trigger({ player_first_name: `Ava${'a'.repeat(index)}` });
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await report(service, body['message_sid'], 'undelivered', code);
  }
  return service;
}

/** An invite that an operator sends meanwhile. */
async function sentByOperator(ledger: Ledger): Promise<MessageSid> {
  const messageSid = asMessageSid(`MM${'7'.repeat(32)}`) as MessageSid;
  const at = new Date('2026-07-15T18:43:00Z');
  const message = anApproved(aMessage({ parent_tel: '07700 900125' }));
  const claim = await ledger.claim(message, { file: 'players.csv' }, at, null);
  if (claim.kind !== 'claimed') throw new Error('The invite is new.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, at);
  await ledger.advance(claim.attemptId, { kind: 'accepted', messageSid }, at);
  return messageSid;
}

const HALTED = {
  status: 'sending_halted',
  message:
    "Sending is halted, because the last messages were not delivered. WhatsApp has locked the club's business account. Nothing was sent.",
  fix: expect.stringMatching(
    /Then send one message with "urmston-invite send": once it is on its way, the service sends again\.$/u,
  ),
  twilio_code: 63_051,
  request_id: expect.any(String),
};

describe('POST /trigger after a failure that stops all messages', () => {
  it('sends nothing, and says so in the answer and in the log', async () => {
    const service = await afterFailures(63_051);
    const { status, headers, body } = await service.trigger();
    expect([status, headers.get('Retry-After'), body]).toEqual([503, '60', HALTED]);
    expect(service.twilio.sent()).toHaveLength(1);
    expect(service.logs.at(-1)).toMatchObject({
      level: 'error',
      event: 'trigger',
      outcome: 'sending_halted',
      twilio_code: 63_051,
      message_tag: expect.any(String),
    });
  });

  it('claims nothing, so that the invite goes once the halt is over', async () => {
    const service = await afterFailures(63_051);
    expect((await service.trigger()).body['status']).toBe('sending_halted');
    const sid = await sentByOperator(service.ledger);
    expect((await service.trigger()).body['status']).toBe('sending_halted');
    await report(service, sid, 'sent');
    expect((await service.trigger()).body['status']).toBe('message_sent');
  });

  it('still answers for an invite that was sent', async () => {
    const service = await aService();
    const { body } = await service.trigger();
    await report(service, body['message_sid'], 'delivered');
    const second = await service.trigger({ player_first_name: 'Ava' });
    await report(service, second.body['message_sid'], 'failed', 63_051);
    expect((await service.trigger()).body['status']).toBe('already_sent');
  });

  it('sends on after failures that are about a recipient', async () => {
    const service = await afterFailures(63_024, 63_024, 63_024, 63_024);
    expect((await service.trigger()).body['status']).toBe('message_sent');
  });
});

describe('GET /health after such a failure', () => {
  it('is degraded, with the reason and Twilio’s code, and stays 200', async () => {
    const service = await afterFailures(63_051);
    const { status, body } = await service.ask('/health');
    expect([status, body]).toEqual([
      200,
      {
        status: 'degraded',
        version: '1.2.3',
        ledger: 'reachable',
        reason: 'sending_halted',
        twilio_code: 63_051,
        request_id: expect.any(String),
      },
    ]);
    expect(service.logs.at(-1)).toMatchObject({ level: 'info', outcome: 'sending_halted' });
  });
});
