import type { Failure } from './failures.ts';
import { isRefusalCode } from './twilio-codes.ts';

export type FaultRow = {
  readonly name: string;
  /** What stands behind `=`, or null for a fault that is its name alone. */
  readonly takes: 'CODE' | 'SECONDS' | 'MS' | null;
  /** For people: what the sender of the message sees. */
  readonly happens: string;
  /** The failure, or null where the number behind `=` makes none. */
  readonly failure: (number: number) => Failure | null;
};

const plain = (name: string, happens: string, failure: Failure): FaultRow => ({
  name,
  takes: null,
  happens,
  failure: () => failure,
});

/** The faults that can be asked for by name, for whatever recipient. */
export const FAULTS: readonly FaultRow[] = [
  {
    name: 'refuse',
    takes: 'CODE',
    happens: 'refused with that code of Twilio’s, as `refuse=21211`',
    failure: (code) => (isRefusalCode(code) ? { kind: 'refused', code } : null),
  },
  plain('429', 'refused with 429 20429, without a Retry-After; not accepted', {
    kind: 'refused',
    code: 20429,
  }),
  {
    name: '429',
    takes: 'SECONDS',
    happens: 'the same, with a Retry-After of that many seconds',
    failure: (retryAfterSeconds) => ({ kind: 'refused', code: 20429, retryAfterSeconds }),
  },
  plain('500', '500, and the message was not accepted', {
    kind: 'server_fault',
    status: 500,
    accepts: false,
  }),
  plain('accept-then-500', '500, although the message was accepted', {
    kind: 'server_fault',
    status: 500,
    accepts: true,
  }),
  plain('drop', 'the connection drops; not accepted', { kind: 'connection_lost', accepts: false }),
  plain('accept-then-drop', 'the connection drops after the message was accepted', {
    kind: 'connection_lost',
    accepts: true,
  }),
  plain('hang', 'no answer ever; not accepted', { kind: 'no_answer' }),
  plain('half-answer', 'accepted, but the 201 holds half a JSON body', { kind: 'half_an_answer' }),
  {
    name: 'slow',
    takes: 'MS',
    happens: 'accepted at once, answered after that many milliseconds',
    failure: (afterMs) => ({ kind: 'late_answer', afterMs }),
  },
  {
    name: 'late',
    takes: 'MS',
    happens:
      'accepted after that many milliseconds, then answered; accepted also when the sender has gone away meanwhile',
    failure: (afterMs) => ({ kind: 'late_acceptance', afterMs }),
  },
];

/** A fault as it is written, `slow=MS`. */
export function formOf({ name, takes }: Pick<FaultRow, 'name' | 'takes'>): string {
  return takes === null ? name : `${name}=${takes}`;
}

/** What `accept-then-drop` or `refuse=21211` asks for; null where there is no such fault. */
export function readFault(text: string): Failure | null {
  const [, name, number] = /^([a-z\d-]+)(?:=(\d{1,6}))?$/u.exec(text) ?? [];
  const row = FAULTS.find(
    (candidate) => candidate.name === name && (candidate.takes === null) === (number === undefined),
  );
  return row?.failure(Number(number)) ?? null;
}
