import { describe, expect, it } from '@jest/globals';
import type { LoadedList } from '../../src/application/load-list.ts';
import type { Halt, SendReport } from '../../src/application/send-messages.ts';
import { exitCodeOf, type Summary } from '../../src/cli/sending/results.ts';
import type { Finding } from '../../src/domain/problem.ts';
import { aMessage } from '../support/builders.ts';

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
const NO_ONE: Summary = {
  total: 0,
  accepted: 0,
  already_sent: 0,
  skipped: 0,
  held_back: 0,
  refused: 0,
  unknown: 0,
  left: 0,
};

type Case = {
  readonly list?: Partial<LoadedList>;
  readonly halt?: Halt;
  readonly summary?: Partial<Summary>;
  readonly is: number;
  readonly why: string;
};

describe('the exit code of a send', () => {
  const CASES: readonly Case[] = [
    { is: 0, why: 'the list is good and all of it went' },
    { summary: { already_sent: 3 }, is: 0, why: 'nothing was left to do' },
    {
      summary: { skipped: 1, left: 1 },
      halt: { kind: 'quit' },
      is: 0,
      why: 'the operator chose so',
    },
    { list: { refusedRows: FAULTY }, is: 6, why: 'a row was left out for its faults' },
    { list: { refusedRows: FAULTY, messages: [] }, is: 3, why: 'nothing could be sent' },
    { list: { messages: [] }, is: 0, why: 'there is nothing to do' },
    { summary: { refused: 1 }, is: 6, why: 'one was refused' },
    { summary: { unknown: 1 }, is: 7, why: 'one outcome is unknown' },
    {
      summary: { unknown: 1, refused: 1 },
      list: { refusedRows: FAULTY },
      is: 7,
      why: 'unknown is the highest',
    },
    { halt: { kind: 'unreachable' }, summary: { left: 2 }, is: 5, why: 'Twilio was not reached' },
    {
      halt: { kind: 'unreachable' },
      list: { refusedRows: FAULTY },
      is: 6,
      why: '6 is higher than 5',
    },
    { halt: REFUSED_FOR_ALL, summary: { refused: 1 }, is: 6, why: 'the first one was refused' },
    {
      halt: { kind: 'interrupted' },
      summary: { unknown: 1 },
      is: 130,
      why: 'it was stopped by hand',
    },
  ];

  it.each(CASES)('is $is where $why', ({ list, halt = null, summary, is }) => {
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
    const report: SendReport = { fates: new Map(), halt };
    expect(exitCodeOf(loaded, report, { ...NO_ONE, ...summary })).toBe(is);
  });
});
