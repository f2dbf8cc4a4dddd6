import { describe, expect, it } from '@jest/globals';
import type { LoadedList } from '../../src/application/check/load-list.ts';
import type { Halt, SendReport } from '../../src/application/send/send-messages.ts';
import type { LateFailure } from '../../src/application/send/send-one.ts';
import { exitCodeOf } from '../../src/cli/sending/results.ts';
import type { Fate } from '../../src/domain/delivery/fate.ts';
import type { MessageKey } from '../../src/domain/message/message.ts';
import type { Finding } from '../../src/domain/problem/finding.ts';
import { aMessage, anAttempt } from '../support/builders.ts';
import { SID } from '../support/sending/fake-gateway.ts';

const FAULT: Finding = {
  severity: 'error',
  row: 3,
  column: null,
  heading: null,
  field: null,
  value: null,
  detail: { code: 'missing' },
};
const FAULTY = [{ row: 3, because: FAULT }];
const GOOD = [aMessage()];

/** Account-wide: the credentials are wrong. */
const REFUSED_FOR_ALL: Halt = { kind: 'refused', twilioCode: 20003, twilioText: '' };
const ATTEMPT = anAttempt({ state: 'accepted' });
const REFUSED: Fate = {
  kind: 'refused',
  twilioCode: 63024,
  twilioText: '',
  retryAfterSeconds: null,
};
const UNKNOWN: Fate = { kind: 'unknown', doubt: 'connection_lost' };
const SENT: Fate = { kind: 'already_sent', attempt: ATTEMPT };

const failedWith = (...codes: readonly (number | null)[]): readonly LateFailure[] =>
  codes.map((twilioCode) => ({
    messageSid: SID,
    state: 'undelivered',
    twilioCode,
    twilioText: null,
  }));
const pausedBy = (twilioCode: number | null): Halt => ({
  kind: 'paused',
  reason: { kind: 'not_delivered', twilioCode, count: 3 },
});

type Case = {
  readonly list?: Partial<LoadedList>;
  readonly halt?: Halt;
  /** Messages that Twilio accepted and could not deliver. */
  readonly failed?: readonly LateFailure[];
  readonly fates?: readonly Fate[];
  readonly is: number;
  readonly why: string;
};

describe('the exit code of a send', () => {
  const CASES: readonly Case[] = [
    { is: 0, why: 'the list is good and all of it went' },
    { fates: [SENT, SENT, SENT], is: 0, why: 'nothing was left to do' },
    {
      fates: [{ kind: 'skipped' }, { kind: 'left' }],
      halt: { kind: 'quit' },
      is: 0,
      why: 'the operator chose so',
    },
    { list: { refusedRows: FAULTY }, is: 6, why: 'a row was left out for its faults' },
    { list: { refusedRows: FAULTY, messages: [] }, is: 3, why: 'nothing could be sent' },
    { list: { messages: [] }, is: 0, why: 'there is nothing to do' },
    { fates: [REFUSED], is: 6, why: 'one was refused' },
    { fates: [UNKNOWN], is: 7, why: 'one outcome is unknown' },
    {
      fates: [{ kind: 'still_unknown', attempt: ATTEMPT }],
      is: 7,
      why: 'one outcome is unknown since an earlier run',
    },
    {
      fates: [{ kind: 'queued' }, { kind: 'unreachable' }],
      is: 5,
      why: 'the worker did not reach Twilio',
    },
    {
      fates: [UNKNOWN, REFUSED],
      list: { refusedRows: FAULTY },
      is: 7,
      why: 'unknown is the highest',
    },
    {
      halt: { kind: 'unreachable' },
      fates: [{ kind: 'left' }, { kind: 'left' }],
      is: 5,
      why: 'Twilio was not reached',
    },
    {
      halt: { kind: 'unreachable' },
      list: { refusedRows: FAULTY },
      is: 6,
      why: '6 is higher than 5',
    },
    { failed: failedWith(63_024), is: 6, why: 'one did not arrive' },
    { failed: failedWith(63_051), is: 6, why: 'the last one did not arrive' },
    {
      halt: { kind: 'not_delivered', twilioCode: 63_051 },
      failed: failedWith(63_051, 63_051),
      is: 4,
      why: 'none arrives, since the account is locked',
    },
    {
      halt: { kind: 'not_delivered', twilioCode: 63_016 },
      failed: failedWith(63_016),
      is: 4,
      why: 'none arrives with this template',
    },
    {
      halt: { kind: 'not_delivered', twilioCode: 30_001 },
      failed: failedWith(30_001),
      is: 6,
      why: 'none arrives today',
    },
    {
      halt: { kind: 'not_delivered', twilioCode: 63_051 },
      failed: failedWith(63_051),
      fates: [UNKNOWN],
      is: 7,
      why: 'one outcome is unknown besides',
    },
    {
      halt: pausedBy(63_018),
      failed: failedWith(63_018, 63_018, 63_018),
      is: 6,
      why: 'the limit was reached',
    },
    { halt: pausedBy(null), failed: failedWith(null), is: 6, why: 'no reason is known' },
    { halt: REFUSED_FOR_ALL, fates: [REFUSED], is: 6, why: 'the first one was refused' },
    {
      halt: { kind: 'interrupted' },
      fates: [UNKNOWN],
      is: 130,
      why: 'it was stopped by hand',
    },
  ];

  it.each(CASES)('is $is where $why', ({ list, halt = null, failed = [], fates = [], is }) => {
    const loaded: LoadedList = {
      records: 2,
      messages: GOOD,
      repeats: [],
      refusedRows: [],
      leftOut: [],
      findings: [],
      mended: [],
      offers: [],
      unreadPlayers: [],
      ...list,
    };
    const byKey = fates.map((fate, index) => [String(index) as MessageKey, fate] as const);
    const failures = failed.map((one, index) => [String(index) as MessageKey, one] as const);
    const report: SendReport = { fates: new Map(byKey), failedLater: new Map(failures), halt };
    expect(exitCodeOf(loaded, report)).toBe(is);
  });
});
