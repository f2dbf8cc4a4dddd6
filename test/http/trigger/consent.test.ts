import { describe, expect, it } from '@jest/globals';
import { aService } from '../../support/network/service.ts';

describe('POST /trigger with a record that excludes its parent', () => {
  it.each<readonly [string, unknown, string]>([
    ['consent', false, 'no_consent'],
    ['consent', 'No', 'no_consent'],
    ['consent', 0, 'no_consent'],
    ['consentWhatsApp', 'n', 'no_consent'],
    ['whatsapp_opt_in', 'false', 'no_consent'],
    ['do_not_contact', true, 'no_consent'],
    ['optedOut', '2026-05-03', 'no_consent'],
    ['unsubscribed', 'yes', 'no_consent'],
    ['marketing_consent', false, 'no_consent'],
    ['membershipState', 'resigned', 'left_club'],
    ['status', 'left', 'left_club'],
    ['registration_status', 'Archived', 'left_club'],
    ['active', false, 'left_club'],
    ['archived', 1, 'left_club'],
  ])('is refused with %s: %j, and nothing is sent', async (name, value, code) => {
    const service = await aService();
    const answer = await service.trigger({ [name]: value });
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 'invalid_record', problems: [{ field: null, code }] },
    });
    expect(service.twilio.sent()).toEqual([]);
  });

  it.each<readonly [string, unknown]>([
    ['consent', true],
    ['consentWhatsApp', 'Yes'],
    ['opted_out', false],
    ['status', 'active'],
    ['photo_consent', false],
    ['email_consent', false],
    ['opt_in_at', '2026-06-03'],
    ['opt_in_how', 'registration form'],
    ['opt_in_wording', 'You may write to me'],
  ])('is sent with %s: %j', async (name, value) => {
    const service = await aService();
    const answer = await service.trigger({ [name]: value });
    expect(answer).toMatchObject({ status: 200, body: { status: 'message_sent' } });
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('keeps its opt-in with the approval', async () => {
    const service = await aService();
    await service.trigger({ opt_in_at: '3 June 2026', opt_in_how: 'form', consent: true });
    const events = await Array.fromAsync(service.ledger.events({}));
    expect(events[0]?.consent).toEqual({
      isGiven: true,
      override: null,
      optInAt: '2026-06-03',
      optInHow: 'form',
      optInWording: null,
    });
  });

  it.each([
    ['opt_in_at', 'last summer'],
    ['opt_in_at', '2027-06-03'],
    ['opt_in_wording', ['a', 'b']],
  ])('is refused with a value of %s that cannot be read: %j', async (field, value) => {
    const service = await aService();
    expect(await service.trigger({ [field]: value })).toMatchObject({
      status: 400,
      body: { problems: [{ field, code: 'opt_in_malformed' }] },
    });
    expect(service.twilio.sent()).toEqual([]);
  });
});

describe('POST /trigger with a template that counts as marketing', () => {
  const twilio = { profile: { templateCategory: 'MARKETING' } };

  it.each([
    ['opt_in_at', '2026-06-03'],
    ['opt_in_how', 'registration form'],
    ['whatsapp_consent', 'Yes'],
  ])('is sent with %s: %j', async (name, value) => {
    const service = await aService({ twilio });
    expect(await service.trigger({ [name]: value })).toMatchObject({ status: 200 });
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it.each<readonly [string, unknown]>([
    ['shirt', 7],
    ['opt_in_wording', 'You may write to me'],
    ['status', 'active'],
  ])('is refused without consent on record, with %s: %j', async (name, value) => {
    const service = await aService({ twilio });
    expect(await service.trigger({ [name]: value })).toMatchObject({
      status: 422,
      body: { status: 'no_marketing_consent' },
    });
    expect(service.twilio.sent()).toEqual([]);
    expect(await Array.fromAsync(service.ledger.events({}))).toEqual([]);
  });
});
