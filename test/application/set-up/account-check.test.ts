import { describe, expect, it } from '@jest/globals';
import type {
  AccountSource,
  TwilioAnswer,
  Sender,
} from '../../../src/application/ports/account-source.ts';
import { checkSender, loadAccountFacts } from '../../../src/application/set-up/account-check.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';

const SENDER = 'whatsapp:+447700900999';
const OTHER = 'whatsapp:+447700900998';
const EXPECTED = { sender: SENDER, dailyLimit: 250, serviceUrl: null };
const REASONS = [{ code: '63112', text: 'Disabled by Meta.', moreInfo: '' }];

const SUSPENDED = {
  kind: 'refused',
  httpStatus: 403,
  twilioCode: 20_403,
  twilioText: 'Forbidden',
} as const;

const ACCOUNT: Pick<AccountSource, 'account' | 'balance'> = {
  account: async () => ({
    kind: 'ok',
    value: { name: 'The club', status: 'active', isTrial: false },
  }),
  balance: async () => ({ kind: 'ok', value: { amount: 5, currency: 'GBP' } }),
};

/** The code of the sender check, or the problem that stops the run. */
async function senderCheck(answer: TwilioAnswer<readonly Sender[]>): Promise<unknown> {
  const senderSource = { senders: async () => answer };
  try {
    const known = await loadAccountFacts({ accountSource: ACCOUNT, senderSource, ...EXPECTED });
    return known.sender?.code;
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
}

const listOf = (...senders: readonly Sender[]): TwilioAnswer<readonly Sender[]> => ({
  kind: 'ok',
  value: senders,
});

describe('a sender', () => {
  it.each(['ONLINE', 'ONLINE:UPDATING'])('that is %s can send', async (status) => {
    expect(await senderCheck(listOf({ id: SENDER, status }))).toBe('sender_ready');
  });

  it.each([
    'OFFLINE',
    'CREATING',
    'PENDING_VERIFICATION',
    'VERIFYING',
    'TWILIO_REVIEW',
    'DRAFT',
    'STUBBED',
    'SOMETHING_NEW',
    'online',
    '',
  ])('that is %s stops the run, with the reasons that Twilio gives', async (status) => {
    expect(await senderCheck(listOf({ id: SENDER, status, offlineReasons: REASONS }))).toEqual({
      code: 'sender_not_ready',
      sender: SENDER,
      status,
      reasons: REASONS,
    });
  });

  it('that is offline stops the run even if others are online', async () => {
    const senders = listOf({ id: OTHER, status: 'ONLINE' }, { id: SENDER, status: 'OFFLINE' });
    expect(await senderCheck(senders)).toMatchObject({ code: 'sender_not_ready', reasons: [] });
  });

  it('that is listed twice, once as online, can send', async () => {
    const senders = listOf({ id: SENDER, status: 'DRAFT' }, { id: SENDER, status: 'ONLINE' });
    expect(await senderCheck(senders)).toBe('sender_ready');
  });

  it('that is not listed stops nothing: the Sandbox sender never is', async () => {
    expect(await senderCheck(listOf({ id: OTHER, status: 'OFFLINE' }))).toBe('sender_unknown');
    expect(await senderCheck(listOf())).toBe('sender_unknown');
  });

  it.each<TwilioAnswer<readonly Sender[]>>([
    { kind: 'refused', httpStatus: 401, twilioCode: 70_051, twilioText: 'Authorization error' },
    { kind: 'refused', httpStatus: 403, twilioCode: 70_051, twilioText: 'Authorization error' },
    { kind: 'refused', httpStatus: 401, twilioCode: 20_003, twilioText: 'Authenticate' },
    { kind: 'refused', httpStatus: 404, twilioCode: 20_404, twilioText: 'Not found' },
    { kind: 'refused', httpStatus: 429, twilioCode: 20_429, twilioText: 'Too many' },
    { kind: 'unreachable' },
    { kind: 'unclear', httpStatus: 500 },
  ])('without an answer from Twilio stops nothing: %j', async (answer) => {
    expect(await senderCheck(answer)).toBe('senders_hidden');
  });

  it.each([
    ['account', { ...ACCOUNT, account: async () => SUSPENDED }, listOf()],
    ['senders', ACCOUNT, SUSPENDED],
  ])(
    'of an account that Twilio has suspended stops the run: the %s',
    async (_, source, senders) => {
      const senderSource = { senders: async () => senders };
      const loaded = loadAccountFacts({ accountSource: source, senderSource, ...EXPECTED });
      await expect(loaded).rejects.toMatchObject({
        problem: { code: 'twilio_refused', twilioCode: 20_403 },
      });
    },
  );

  it.each([
    [{ kind: 'refused', httpStatus: 401, twilioCode: 70_051, twilioText: '' }, 'permission'],
    [{ kind: 'refused', httpStatus: 403, twilioCode: 70_051, twilioText: '' }, 'permission'],
    [{ kind: 'refused', httpStatus: 401, twilioCode: 20_003, twilioText: '' }, 'no_answer'],
    [{ kind: 'unreachable' }, 'no_answer'],
  ] as const)('that is not shown is so for a reason: %j, %s', (answer, because) => {
    expect(checkSender(SENDER, answer)).toEqual({ code: 'senders_hidden', because });
  });

  it('that is offline is reported after an account that is closed', async () => {
    const accountSource = {
      ...ACCOUNT,
      account: async () =>
        ({ kind: 'ok', value: { name: 'The club', status: 'closed', isTrial: false } }) as const,
    };
    const senderSource = { senders: async () => listOf({ id: SENDER, status: 'OFFLINE' }) };
    await expect(loadAccountFacts({ accountSource, senderSource, ...EXPECTED })).rejects.toThrow(
      'account_not_active',
    );
  });
});
