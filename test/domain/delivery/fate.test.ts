import { describe, expect, it } from '@jest/globals';
import {
  countsForDailyLimit,
  countsForRateLimit,
  isTwilioOutcome,
  mayHaveLeft,
  troubleOf,
  type FateKind,
  type SendFate,
} from '../../../src/domain/delivery/fate.ts';

/** A second table, written by hand, to check the one in the code. */
const MEANT: { readonly [kind in FateKind]: string } = {
  accepted: 'asked, pace, day, left',
  refused: 'asked, pace, refused',
  unreachable: 'asked, pace, unreachable',
  unknown: 'asked, pace, day, left, unknown',
  unwritten: 'asked, pace, day, left, unknown',
  sent: 'asked, pace, day, left',
  queued: 'pace, day, left',
  on_its_way: 'left',
  done_before: 'left',
  already_sent: 'left',
  still_unknown: 'left, unknown',
  not_delivered: 'not_delivered',
  opted_out: '',
  no_marketing_consent: '',
  other_template: '',
  outside_hours: '',
  daily_limit: '',
  sending_halted: '',
  no_time: '',
  window_closed: '',
  handled_since: '',
  lapsed: '',
  skipped: '',
  left: '',
};

describe('the meaning of a result', () => {
  it.each(Object.entries(MEANT) as [FateKind, string][])('for %s is %j', (kind, meant) => {
    const fate = { kind };
    const found = [
      ...(isTwilioOutcome(fate as SendFate) ? ['asked'] : []),
      ...(countsForRateLimit(fate) ? ['pace'] : []),
      ...(countsForDailyLimit(fate) ? ['day'] : []),
      ...(mayHaveLeft(fate) ? ['left'] : []),
      troubleOf(fate) ?? [],
    ].flat();
    expect(found.join(', ')).toBe(meant);
  });
});
