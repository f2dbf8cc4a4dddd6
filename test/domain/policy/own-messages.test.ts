import { describe, expect, it } from '@jest/globals';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import {
  firstMessagesWaitMs,
  nextLookMs,
  type OwnMessage,
} from '../../../src/domain/policy/own-messages.ts';

const SID = asMessageSid(`MM${'a'.repeat(32)}`) as MessageSid;
const START = Date.parse('2026-07-15T18:42:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1000);

/** Messages that were sent one second after the other, each with its state. */
function sent(...states: readonly (DeliveryState | null)[]): readonly OwnMessage[] {
  return states.map((state, second) => ({ sid: SID, sentAt: at(second), state }));
}

describe('the wait for the first messages of a run', () => {
  it.each<readonly [readonly OwnMessage[], number, number]>([
    [[], 0, 0],
    [sent('queued', 'queued'), 1, 0],
    [sent('queued', null, 'queued'), 2, 20],
    [sent('queued', null, 'queued'), 7, 15],
    [sent('queued', null, 'queued'), 21.5, 0.5],
    [sent('queued', null, 'queued'), 22, 0],
    [sent('queued', 'sending', 'accepted', 'queued'), 3, 19],
    [sent('queued', 'sent', 'queued'), 2, 0],
    [sent('delivered', 'queued', 'queued'), 2, 0],
    [sent('queued', 'queued', 'read'), 2, 0],
    [sent('undelivered', 'failed', 'canceled'), 2, 20],
  ])('%j after %d s: %d s', (own, now, seconds) => {
    expect(firstMessagesWaitMs(own, at(now), 0)).toBe(seconds * 1000);
  });

  it('ends after 20 s also if the clock was set back', () => {
    const own = sent(null, null, null);
    expect(firstMessagesWaitMs(own, at(-3600), 5000)).toBe(15_000);
    expect(firstMessagesWaitMs(own, at(-3600), 20_000)).toBe(0);
  });
});

describe('the next look at the messages of a run', () => {
  it.each<readonly [string, readonly OwnMessage[], number | null, number, number | null]>([
    ['no message was sent', [], null, 0, null],
    ['the first message is new', sent('queued'), null, 0, 3],
    ['the first message is 3 s old', sent('queued'), null, 3, 0],
    ['the last look was 4 s ago', sent('sent'), 3, 7, 6],
    ['the last look was 10 s ago', sent('sent'), 3, 13, 0],
    ['a message is new, long after the last look', sent('read', null), -60, 1, 3],
    ['all have arrived or failed', sent('delivered', 'read', 'failed', 'canceled'), 3, 9, null],
    ['one has not arrived', sent('delivered', 'sent'), 3, 9, 4],
    ['the clock was set back by an hour', sent('queued'), 3, -3600, 10],
  ])('%s', (_what, own, lastLook, now, seconds) => {
    const last = lastLook === null ? null : at(lastLook);
    const expected = seconds === null ? null : seconds * 1000;
    expect(nextLookMs(own, last, at(now))).toBe(expected);
  });

  it('does not come for a message of unknown outcome, which has no SID', () => {
    expect(nextLookMs([{ sid: null, sentAt: at(0), state: null }], null, at(5))).toBeNull();
  });
});
