import { describe, expect, it } from '@jest/globals';
import { lacksMarketingConsent } from '../../../src/domain/policy/marketing-consent.ts';
import type { Consent } from '../../../src/domain/record/consent.ts';
import { aMessage } from '../../support/builders.ts';

const NOTHING: Consent = {
  isGiven: false,
  override: null,
  optInAt: null,
  optInHow: null,
  optInWording: null,
};
const MARKETING = { category: 'MARKETING' };

const withConsent = (consent: Partial<Consent>) => {
  const message = aMessage();
  return { ...message, invite: { ...message.invite, consent: { ...NOTHING, ...consent } } };
};

describe('a marketing message', () => {
  it.each([
    ['a yes in the list', { isGiven: true }, false],
    ['the day of an opt-in', { optInAt: '2026-06-03' }, false],
    ['the way of an opt-in', { optInHow: 'form' }, false],
    ['the wording alone', { optInWording: 'You may write' }, true],
    ['nothing', {}, true],
    ["an operator's decision", { override: { heading: 'Consent', value: 'No' } }, true],
  ])('with %s', (_what, consent, lacks) => {
    expect(lacksMarketingConsent(withConsent(consent), MARKETING)).toBe(lacks);
  });

  it('lacks consent where the list says nothing', () => {
    expect(lacksMarketingConsent(aMessage(), MARKETING)).toBe(true);
  });

  it('may go to the own phones of the operator as a test', () => {
    expect(lacksMarketingConsent({ ...aMessage(), purpose: 'test' }, MARKETING)).toBe(false);
  });
});

it.each(['UTILITY', null])('a message of the category %s needs none', (category) => {
  expect(lacksMarketingConsent(aMessage(), { category })).toBe(false);
});
