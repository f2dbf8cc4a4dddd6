import { describe, expect, it } from '@jest/globals';
import type { OwnMessage } from '../../../src/domain/policy/own-messages.ts';
import {
  sendPolicy,
  type SendDecision,
  type SendFacts,
} from '../../../src/domain/policy/send-policy.ts';
import { anApproved } from '../../support/builders.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
const OPENS_AT = new Date('2026-07-16T07:00:00Z');
const NO_LIMITS = { lastWrittenTo: null, lastAsked: null, people: [], dailyLimit: 250 };
const FULL = { ...NO_LIMITS, people: [[NOW.getTime(), 1] as [number, number]], dailyLimit: 1 };

const sentAgo = (milliseconds: number): OwnMessage => ({
  sid: null,
  sentAt: later(-milliseconds),
  state: 'queued',
});
const atTwilio = sentAgo(1000);
const times = (number: number, one: OwnMessage): readonly OwnMessage[] =>
  Array.from({ length: number }, () => one);

function decide(facts: Partial<SendFacts> = {}): SendDecision {
  return sendPolicy({
    now: NOW,
    message: anApproved(),
    hasOptedOut: false,
    lacksMarketingConsent: false,
    template: 'as_approved',
    opensAt: null,
    limits: NO_LIMITS,
    latest: [],
    halt: null,
    first: [],
    waitedMs: 0,
    ...facts,
  });
}

describe('whether a message may go now', () => {
  it('is so where nothing stands against it', () => {
    expect(decide()).toEqual({ kind: 'go' });
  });

  it.each<readonly [string, Partial<SendFacts>]>([
    ['approval_too_old', { now: later(13 * 3_600_000) }],
    ['opted_out', { hasOptedOut: true }],
    ['no_marketing_consent', { lacksMarketingConsent: true }],
    ['template_changed', { template: 'changed' }],
    ['template_not_told', { template: 'not_told' }],
    ['outside_hours', { opensAt: OPENS_AT }],
    ['sending_halted', { halt: { twilioCode: 63_051 } }],
    ['daily_limit', { limits: FULL }],
  ])('is not so because of %s', (because, facts) => {
    expect(decide(facts)).toMatchObject({ kind: 'hold', because });
  });

  it.each([
    ['two wait at Twilio', times(2, atTwilio)],
    [
      'one of them has left Twilio',
      [...times(5, atTwilio), { ...atTwilio, state: 'sent' } as const],
    ],
    ['the third of them was sent 20 s ago', times(3, sentAgo(20_000))],
  ])('is so where %s', (_why, first) => {
    expect(decide({ first })).toEqual({ kind: 'go' });
  });

  it('returns when the hours begin, and when a place is free', () => {
    expect(decide({ opensAt: OPENS_AT })).toMatchObject({ opensAt: OPENS_AT });
    expect(decide({ limits: FULL })).toMatchObject({
      room: { limit: 1, used: 1, fits: 0, nextFreeAt: later(24 * 3_600_000) },
    });
  });

  it('does not count a person twice within the day', () => {
    const known = { ...FULL, lastWrittenTo: later(-60_000), lastAsked: later(-60_000) };
    expect(decide({ limits: known })).toEqual({ kind: 'go' });
  });

  it.each<readonly [string, Partial<SendFacts>, number]>([
    ['its number was just written to', { limits: { ...NO_LIMITS, lastAsked: later(-1000) } }, 5000],
    ['80 went in this second', { latest: Array.from({ length: 80 }, () => later(-400)) }, 600],
    [
      'both',
      {
        limits: { ...NO_LIMITS, lastAsked: later(-1000) },
        latest: Array.from({ length: 80 }, () => later(-400)),
      },
      5000,
    ],
    ['three wait at Twilio', { first: times(3, atTwilio) }, 2000],
    ['the third of them was sent 19 s ago', { first: times(3, sentAgo(19_000)) }, 1000],
  ])('is so in a moment where %s', (_why, facts, milliseconds) => {
    expect(decide(facts)).toEqual({ kind: 'wait', milliseconds });
  });

  it('does not wait for what does not go', () => {
    const limits = { ...NO_LIMITS, lastAsked: NOW };
    expect(decide({ limits, hasOptedOut: true })).toMatchObject({ because: 'opted_out' });
  });

  it.each([
    { limits: { ...NO_LIMITS, lastAsked: later(3_600_000) } },
    { latest: Array.from({ length: 80 }, () => later(3_600_000)) },
  ])('is so after one wait where the clock was set back', (facts) => {
    const first = decide(facts);
    if (first.kind !== 'wait') throw new Error('It was to wait.');
    const { milliseconds } = first;
    expect(milliseconds).toBeLessThanOrEqual(6000);
    expect(decide({ ...facts, now: later(milliseconds), waitedMs: milliseconds })).toEqual({
      kind: 'go',
    });
  });
});
