import { describe, expect, it } from '@jest/globals';
import type { Sender } from '../../../src/application/ports/account-source.ts';
import { dailyLimitWith } from '../../../src/application/set-up/account-check.ts';
import { checkSenderDetails } from '../../../src/application/set-up/sender-details.ts';

const EXPECTED = { dailyLimit: 250, serviceUrl: 'https://invites.example.org' };
const WEBHOOK = 'https://invites.example.org/webhook';

function detailsOf(properties: Partial<Sender>, expected = {}): readonly unknown[] {
  const sender = { id: 'whatsapp:+447700900999', status: 'ONLINE', ...properties };
  return checkSenderDetails(sender, { ...EXPECTED, ...expected });
}

describe('what Twilio shows of a sender', () => {
  it('is as it should be', () => {
    const properties = {
      quality: 'HIGH',
      messagingLimit: '250 Customers/24hrs',
      callbackUrl: `${WEBHOOK}#rc=3`,
    };
    expect(detailsOf(properties)).toEqual([
      { code: 'quality_not_low', rating: 'HIGH' },
      { code: 'limit_not_smaller', text: '250 Customers/24hrs', dailyLimit: 250 },
      { code: 'sender_webhook_right', address: WEBHOOK },
    ]);
  });

  it('may be nothing', () => {
    expect(detailsOf({})).toEqual([
      { code: 'quality_not_low', rating: null },
      { code: 'limit_not_smaller', text: null, dailyLimit: 250 },
      { code: 'sender_webhook_missing', expected: WEBHOOK },
    ]);
  });

  it('is a low quality, a limit below the setting and the webhook of another service', () => {
    const properties = {
      quality: 'LOW',
      messagingLimit: 'TIER_50',
      callbackUrl: 'https://user:secret@demo.example.com/reply?key=secret',
    };
    expect(detailsOf(properties)).toEqual([
      { code: 'quality_low', rating: 'LOW' },
      { code: 'limit_smaller', people: 50, dailyLimit: 250 },
      {
        code: 'sender_webhook_differs',
        found: 'https://demo.example.com/reply',
        expected: WEBHOOK,
      },
    ]);
  });

  it.each([
    `${WEBHOOK}/`,
    'https://invites.example.org/',
    'http://invites.example.org/webhook',
    '-',
  ])('is another webhook if it is %s', (callbackUrl) => {
    expect(detailsOf({ callbackUrl })[2]).toMatchObject({ code: 'sender_webhook_differs' });
  });

  it('has no webhook to compare where PUBLIC_URL is not set', () => {
    const callbackUrl = 'https://demo.example.com/reply';
    expect(detailsOf({ callbackUrl }, { serviceUrl: null })).toHaveLength(2);
  });
});

describe('the daily limit of a run', () => {
  it.each([
    ['250 Customers/24hrs', 1000, 250],
    ['1K Customers/24hrs', 250, 250],
    ['Unlimited', 250, 250],
    ['Unavailable', 250, 250],
  ])(
    'is the smaller of WhatsApp’s (%s) and the setting (%i): %i',
    (messagingLimit, dailyLimit, people) => {
      const sender = { id: 'whatsapp:+447700900999', status: 'ONLINE', messagingLimit };
      const senderDetails = checkSenderDetails(sender, { dailyLimit, serviceUrl: null });
      expect(dailyLimitWith({ senderDetails }, dailyLimit)).toBe(people);
    },
  );

  it('is the setting where Twilio does not show the sender', () => {
    expect(dailyLimitWith({}, 250)).toBe(250);
  });
});
