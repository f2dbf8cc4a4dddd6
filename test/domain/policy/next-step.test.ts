import { describe, expect, it } from '@jest/globals';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import {
  faultsInARow,
  nextStepAfter,
  nextStepAfterEndings,
  type Ending,
} from '../../../src/domain/policy/next-step.ts';
import { isRetryable, automaticRetry } from '../../../src/domain/policy/retry.ts';

const ACCEPTED: Outcome = {
  kind: 'accepted',
  messageSid: asMessageSid(`MM${'0'.repeat(32)}`) as MessageSid,
};
const UNREACHABLE: Outcome = { kind: 'unreachable' };
const refused = (twilioCode: number): Outcome => ({
  kind: 'refused',
  twilioCode,
  twilioText: '',
  retryAfterSeconds: null,
});
const unknown = (doubt: Extract<Outcome, { kind: 'unknown' }>['doubt']): Outcome => ({
  kind: 'unknown',
  doubt,
});

describe('what an outcome means for the next message', () => {
  it.each([
    { outcome: ACCEPTED, faults: 0, is: 'go_on', why: 'all is well' },
    { outcome: refused(21_610), faults: 0, is: 'go_on', why: 'it is about this person alone' },
    { outcome: refused(21_656), faults: 0, is: 'pause', why: 'it may be the template' },
    { outcome: refused(20_429), faults: 0, is: 'pause', why: 'it did not go away' },
    { outcome: refused(99_999), faults: 0, is: 'pause', why: 'nobody knows the code' },
    { outcome: refused(20_003), faults: 0, is: 'stop', why: 'the credentials are wrong for all' },
    { outcome: refused(63_007), faults: 0, is: 'stop', why: 'the sender is wrong for all' },
    { outcome: refused(63_041), faults: 0, is: 'stop', why: 'the template is paused for all' },
    { outcome: refused(30_002), faults: 0, is: 'stop', why: 'the money has run out' },
    { outcome: UNREACHABLE, faults: 0, is: 'stop', why: 'there is no way to Twilio' },
    { outcome: unknown('server_fault'), faults: 2, is: 'go_on', why: 'twice may be an accident' },
    { outcome: unknown('server_fault'), faults: 3, is: 'pause', why: 'three times is none' },
    { outcome: unknown('connection_lost'), faults: 4, is: 'pause', why: 'nor is a fourth' },
  ])('$is, since $why', ({ outcome, faults, is }) => {
    expect(nextStepAfter(outcome, faults).kind).toBe(is);
  });

  it('counts provider faults in a row, and anew after an answer', () => {
    const counts: number[] = [];
    let faults = 0;
    for (const outcome of [
      unknown('server_fault'),
      unknown('no_answer_in_time'),
      unknown('interrupted'),
      unknown('connection_lost'),
      ACCEPTED,
      unknown('answer_unreadable'),
      refused(21_610),
      unknown('server_fault'),
    ]) {
      faults = faultsInARow(faults, outcome);
      counts.push(faults);
    }
    expect(counts).toEqual([1, 2, 2, 3, 0, 1, 0, 1]);
  });

  it.each([
    [20_429, true],
    [63_018, false],
    [20_500, false],
    [99_999, false],
  ])('%i is tried again without asking: %s', (twilioCode, isAgain) => {
    expect(isRetryable({ twilioCode })).toBe(isAgain);
  });

  it.each([
    [refused(20_429), true, true],
    [refused(20_429), false, true],
    [refused(63_018), true, false],
    [refused(63_018), false, false],
    [{ kind: 'unreachable' }, true, false],
    [{ kind: 'unreachable' }, false, true],
    [unknown('connection_lost'), false, false],
    [ACCEPTED, false, false],
  ] as const)('%j, with an operator there: %s, is tried again: %s', (fate, isAttended, isAgain) => {
    expect(automaticRetry(fate, { isAttended }) !== null).toBe(isAgain);
  });

  it('is tried again no sooner than Twilio asks', () => {
    const asked = { ...refused(20_429), retryAfterSeconds: 7 };
    expect(automaticRetry(asked, { isAttended: true })).toEqual({ afterSeconds: 7 });
    expect(automaticRetry(refused(20_429), { isAttended: true })).toEqual({ afterSeconds: null });
  });
});

const ARRIVED: Ending = { kind: 'arrived' };
const failed = (twilioCode: number | null): Ending => ({ kind: 'not_delivered', twilioCode });

describe('what failures that become known later mean for the next message', () => {
  it.each<readonly [readonly Ending[], string, string]>([
    [[], 'go_on', 'nothing is known'],
    [[ARRIVED], 'go_on', 'all is well'],
    [[failed(63_051)], 'stop', 'the account is locked for all'],
    [[failed(63_016)], 'stop', 'the template is not approved'],
    [[failed(30_002)], 'stop', 'the money has run out'],
    [[ARRIVED, failed(63_041), ARRIVED], 'stop', 'others may have arrived before the pause'],
    [[failed(99_999)], 'pause', 'nobody knows the code'],
    [[failed(63_018)], 'go_on', 'once may be an accident'],
    [[failed(63_018), failed(63_018)], 'go_on', 'twice may be one, too'],
    [[failed(63_018), failed(63_018), failed(63_018)], 'pause', 'three times is none'],
    [[failed(63_018), failed(63_018), ARRIVED, failed(63_018)], 'go_on', 'one arrived between'],
    [[failed(63_018), failed(63_013), failed(63_018)], 'go_on', 'the reasons differ'],
    [[failed(null), failed(null), failed(null)], 'pause', 'none of three has a reason'],
    [[failed(63_024), failed(63_024), failed(63_024)], 'go_on', 'each is about one person'],
    [[failed(63_049), failed(63_049), failed(63_049)], 'go_on', 'each is about one person'],
    [[failed(20_429), failed(20_429), failed(20_429)], 'go_on', 'it is tried again'],
    [[failed(99_999), failed(63_051)], 'stop', 'the strongest counts'],
  ])('%j: %s, since %s', (endings, is) => {
    expect(nextStepAfterEndings(null, endings).next.kind).toBe(is);
  });

  it('counts the failures of several looks', () => {
    const first = nextStepAfterEndings(null, [failed(63_018), failed(63_018)]);
    expect(first).toEqual({ next: { kind: 'go_on' }, row: { twilioCode: 63_018, count: 2 } });
    const row = { twilioCode: 63_018, count: 3 };
    expect(nextStepAfterEndings(first.row, [failed(63_018)])).toEqual({
      next: { kind: 'pause', reason: { kind: 'not_delivered', ...row } },
      row,
    });
    expect(nextStepAfterEndings(first.row, [ARRIVED]).row).toBeNull();
  });
});
