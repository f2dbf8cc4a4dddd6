import { describe, expect, it } from '@jest/globals';
import {
  pacedCourse,
  progressOf,
  type Course,
} from '../../../../src/adapters/simulator/messages/lifecycle.ts';

const READ: Course = { endsAs: 'read' };
const BLOCKED: Course = { endsAs: 'sent' };
const NEVER_READ: Course = { endsAs: 'delivered' };
const NOT_ON_WHATSAPP: Course = { endsAs: 'undelivered', errorCode: 63024 };
const SUSPENDED: Course = { endsAs: 'failed', errorCode: 30002 };
const HELD: Course = { endsAs: 'failed', errorCode: 30036, heldForMs: 60_000 };
const PACED = pacedCourse('whatsapp:+447700900100');
const A_DAY = 86_400_000;

describe('the life of a message', () => {
  it.each([
    ['is queued at first', READ, 0, 'queued', null, 0],
    ['is queued for a second', READ, 999, 'queued', null, 0],
    ['is then sending', READ, 1000, 'sending', null, 1000],
    ['is sending until two seconds', READ, 1999, 'sending', null, 1000],
    ['is sent at two seconds', READ, 2000, 'sent', 2000, 2000],
    ['is sent until four seconds', READ, 3999, 'sent', 2000, 2000],
    ['is delivered at four seconds', READ, 4000, 'delivered', 2000, 4000],
    ['is delivered until ten seconds', READ, 9999, 'delivered', 2000, 4000],
    ['is read at ten seconds', READ, 10_000, 'read', 2000, 10_000],
    ['stays read', READ, A_DAY, 'read', 2000, 10_000],
    ['stays delivered with read receipts off', NEVER_READ, A_DAY, 'delivered', 2000, 4000],
    ['stays sent when the parent blocked us', BLOCKED, A_DAY, 'sent', 2000, 2000],
    ['stays sent while its template is paced', PACED, 1_199_999, 'sent', 2000, 2000],
    ['is queued when the clock was set back', READ, -5000, 'queued', null, 0],
    ['is queued as long as it is held', HELD, 59_999, 'queued', null, 0],
    ['shows no failure while it is sending', NOT_ON_WHATSAPP, 1999, 'sending', null, 1000],
  ] as const)('%s', (_reason, course, elapsedMs, status, sentAfterMs, changedAfterMs) => {
    expect(progressOf(elapsedMs, course)).toEqual({
      status,
      errorCode: null,
      errorMessage: null,
      sentAfterMs,
      changedAfterMs,
    });
  });

  it('is undelivered after two seconds, with a sending date, when the channel returns it', () => {
    expect(progressOf(2000, NOT_ON_WHATSAPP)).toEqual({
      status: 'undelivered',
      errorCode: 63024,
      errorMessage: 'Invalid message recipient',
      sentAfterMs: 2000,
      changedAfterMs: 2000,
    });
  });

  it('is failed as its time in the queue ends', () => {
    expect(progressOf(60_000, HELD)).toEqual({
      status: 'failed',
      errorCode: 30036,
      errorMessage: 'Validity Period Expired',
      sentAfterMs: null,
      changedAfterMs: 60_000,
    });
  });

  it('is undelivered after twenty minutes when WhatsApp drops what it held', () => {
    expect(progressOf(1_200_000, PACED)).toEqual({
      status: 'undelivered',
      errorCode: 63041,
      errorMessage: 'Template paused',
      sentAfterMs: 2000,
      changedAfterMs: 1_200_000,
    });
  });

  it('with a paced template is dropped for some numbers', () => {
    const numbers = Array.from({ length: 10 }, (_, index) => `whatsapp:+44770090010${index}`);
    expect(numbers.filter((to) => 'errorCode' in pacedCourse(to))).toEqual(numbers.slice(0, 3));
  });

  it('is failed after two seconds, without a sending date, when it was never sent', () => {
    expect(progressOf(A_DAY, SUSPENDED)).toEqual({
      status: 'failed',
      errorCode: 30002,
      errorMessage: 'Account suspended',
      sentAfterMs: null,
      changedAfterMs: 2000,
    });
  });
});
