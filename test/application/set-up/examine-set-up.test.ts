import { describe, expect, it } from '@jest/globals';
import type { AccountSource, TwilioAnswer } from '../../../src/application/ports/account-source.ts';
import {
  examineSetUp,
  type Examined,
  type SetUp,
} from '../../../src/application/set-up/examine-set-up.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { VARIABLE_NUMBERS } from '../../../src/domain/message/template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Season } from '../../../src/domain/record/values/season.ts';
import { isReady, type Check } from '../../../src/domain/set-up/set-up.ts';

const SENDER = 'whatsapp:+447700900999';
const { sid, body } = builtInTemplate();

const ok = <T>(value: T): TwilioAnswer<T> => ({ kind: 'ok', value });
const UNCLEAR = { kind: 'unclear', httpStatus: 503 } as const;
const refusedWith = (httpStatus: number, twilioCode: number) =>
  ({ kind: 'refused', httpStatus, twilioCode, twilioText: 'No' }) as const;

const TEMPLATE = ok({
  sid,
  name: 'registration_invite',
  types: [{ type: 'twilio/text', body, buttons: [] }],
  declared: VARIABLE_NUMBERS,
  approvalState: 'approved',
  category: 'UTILITY',
  approvedType: 'twilio/text',
});

function aSource(changes: Partial<AccountSource>): AccountSource {
  return {
    account: async () => ok({ name: 'The club', status: 'active', isTrial: false }),
    balance: async () => ok({ amount: 20, currency: 'GBP' }),
    senders: async () => ok([{ id: SENDER, status: 'ONLINE' }]),
    messages: async () => ok(null),
    template: async () => TEMPLATE,
    clockAheadMs: () => 0,
    ...changes,
  };
}

async function examined(
  changes: Partial<AccountSource>,
  others: Partial<SetUp> = {},
): Promise<Examined> {
  return await examineSetUp({
    settings: [{ code: 'settings_complete' }],
    twilio: {
      source: aSource(changes),
      sender: SENDER,
      templateSid: sid,
      dailyLimit: 250,
      serviceUrl: null,
    },
    ledgerFile: 'ledger.db',
    ledgerKey: { kind: 'file', file: 'ledger.db.key' },
    tryLedger: async () => {},
    keptSeasons: async () => [],
    strangers: async () => 0,
    keepUntil: null,
    deliveriesOf: async () => ({ code: 'template_known' }),
    askWebhook: async () => ({ code: 'webhook_not_set' }),
    clock: { now: () => new Date('2026-11-23T10:00:00Z') },
    ...others,
  });
}

const codesOf = ({ findings }: Examined, check: Check): readonly string[] =>
  findings.filter((finding) => finding.check === check).map(({ detail }) => detail.code);

describe('a set-up', () => {
  it('is ready, and shows the text to read aloud', async () => {
    const found = await examined({});
    expect(isReady(found.findings)).toBe(true);
    expect(found.sample?.body).toContain('register John to join Urmston Town Panthers u11s');
    expect(found.sample?.body).toContain('2026-27');
  });

  it.each<readonly [string, Partial<AccountSource>, Check, string, boolean]>([
    ['the account', { account: async () => UNCLEAR }, 'account', 'not_done', true],
    ['the balance', { balance: async () => UNCLEAR }, 'balance', 'not_done', true],
    ['the senders', { senders: async () => UNCLEAR }, 'sender', 'senders_hidden', true],
    [
      'the senders, refused,',
      { senders: async () => refusedWith(403, 70_051) },
      'sender',
      'senders_hidden',
      true,
    ],
    ['the messages', { messages: async () => UNCLEAR }, 'messages', 'not_done', true],
    [
      'the messages, refused,',
      { messages: async () => refusedWith(401, 70_051) },
      'messages',
      'messages_hidden',
      true,
    ],
    [
      'the template, refused,',
      { template: async () => refusedWith(403, 70_051) },
      'template',
      'template_hidden',
      false,
    ],
    ['any clock', { clockAheadMs: () => null }, 'clock', 'not_done', true],
  ])('with no answer from Twilio for %s', async (_what, changes, check, code, ready) => {
    const found = await examined(changes);
    expect(codesOf(found, check)).toEqual([code]);
    expect(isReady(found.findings)).toBe(ready);
  });

  it.each([
    ['twilio_unclear', UNCLEAR],
    ['twilio_unreachable', { kind: 'unreachable' }],
    ['credentials_refused', refusedWith(401, 20_003)],
  ] as const)(
    'that Twilio gives no answer about is not checked further: %s',
    async (code, answer) => {
      let isAsked = false;
      const account: AccountSource['account'] = async () => {
        isAsked = true;
        return answer;
      };
      const found = await examined({ template: async () => answer, account });
      expect(codesOf(found, 'credentials')).toEqual([code]);
      for (const check of ['account', 'balance', 'sender', 'template', 'category'] as const) {
        expect(codesOf(found, check)).toEqual(['not_done']);
      }
      expect(isAsked).toBe(false);
      expect(isReady(found.findings)).toBe(false);
      expect(found.sample).toBeNull();
    },
  );

  it.each([
    ['ONLINE:UPDATING', 'sender_ready'],
    ['PENDING_VERIFICATION', 'sender_not_ready'],
  ])('has a sender that is %s: %s', async (status, code) => {
    const senders = async () => ok([{ id: SENDER, status }]);
    expect(codesOf(await examined({ senders }), 'sender')).toEqual([code]);
  });

  it.each([
    [120_000, 'clock_right'],
    [-121_000, 'clock_off'],
    [600_000, 'clock_off'],
    [601_000, 'clock_far_off'],
  ])('has a clock that is %i ms ahead: %s', async (aheadMs, code) => {
    const found = await examined({ clockAheadMs: () => aheadMs });
    expect(codesOf(found, 'clock')).toEqual([code]);
  });

  it('has a ledger written by a newer version', async () => {
    const newer = new InviteError({ code: 'ledger_from_newer_version', file: 'ledger.db' });
    const found = await examined({}, { tryLedger: async () => await Promise.reject(newer) });
    expect(codesOf(found, 'ledger')).toEqual(['ledger_from_newer_version']);
    expect(isReady(found.findings)).toBe(false);
  });

  it('reports people of past seasons, but not of the current one', async () => {
    const seasons = ['2024-25', '2025-26', '2026-27'] as readonly string[] as readonly Season[];
    const found = await examined({}, { keptSeasons: async () => seasons });
    expect(found.findings.filter(({ check }) => check === 'past_seasons')).toEqual([
      {
        check: 'past_seasons',
        state: 'warning',
        detail: { code: 'past_seasons_kept', seasons: ['2024-25', '2025-26'] },
      },
    ]);
    expect(isReady(found.findings)).toBe(true);
  });

  it('counts strangers, and reminds of the day until which the club keeps data', async () => {
    const parts = {
      keptSeasons: async () => ['2025-26' as Season],
      strangers: async () => 3,
      keepUntil: '2026-06-30',
    };
    const codes = async (changes: Partial<typeof parts> = {}): Promise<readonly string[]> =>
      (await examined({}, { ...parts, ...changes })).findings
        .filter(({ check }) => check === 'keep_until' || check === 'strangers')
        .map(({ detail: { code } }) => code);
    expect(await codes()).toEqual(['keep_until_over', 'strangers_kept']);
    expect(await codes({ keepUntil: '2099-06-30' })).toEqual(['strangers_kept']);
    const gone = { keptSeasons: async () => [], strangers: async () => 0 };
    expect(await codes(gone)).toEqual([]);
  });

  it('is not ready when Twilio was not asked, whatever the settings are', async () => {
    for (const settings of [[], [{ code: 'settings_complete' }]] as const) {
      const found = await examined({}, { settings, twilio: null });
      expect(found.findings.filter(({ state }) => state === 'fault')).toEqual([]);
      expect(isReady(found.findings)).toBe(false);
    }
  });

  it('throws an error of the program and reports no finding for it', async () => {
    const fault = new Error('a fault');
    const found = examined({}, { tryLedger: async () => await Promise.reject(fault) });
    await expect(found).rejects.toThrow('a fault');
  });
});
