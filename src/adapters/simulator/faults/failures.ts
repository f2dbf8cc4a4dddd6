import type { InboundContent } from '../messages/inbound.ts';
import type { Course } from '../messages/lifecycle.ts';
import { REPLYING_PARENTS } from './replying-parents.ts';
import type { RefusalCode } from './twilio-codes.ts';

/** A way in which sending fails. `accepts`: whether the message is accepted all the same. */
export type Failure =
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      /** The value of the header Retry-After, if there is to be one. */
      readonly retryAfterSeconds?: number;
    }
  /** Refused for the first request to that number, then accepted. */
  | { readonly kind: 'refused_once'; readonly code: RefusalCode }
  | { readonly kind: 'server_fault'; readonly status: 500 | 502 | 503; readonly accepts: boolean }
  | { readonly kind: 'connection_lost'; readonly accepts: boolean }
  | { readonly kind: 'no_answer' }
  | { readonly kind: 'half_an_answer' }
  /** Without `afterMs`, after the simulator's own `lateByMs`. */
  | { readonly kind: 'late_answer'; readonly afterMs?: number }
  /** Accepted, queued until its validity period ends, then failed (30036). */
  | { readonly kind: 'held_in_queue' }
  /** Accepted after `afterMs`, even where the client has gone by then. */
  | { readonly kind: 'late_acceptance'; readonly afterMs: number }
  | {
      readonly kind: 'accepted';
      readonly course: Course;
      /** What the parent sends once the message has been read. */
      readonly reply?: InboundContent;
    };

export type FailureRow = {
  /** The last six digits of the recipient's number. */
  readonly lastSix: `900${number}`;
  readonly failure: Failure;
  /** What the sender of the message sees, for the documentation. */
  readonly happens: string;
};

const refused = (code: RefusalCode): Failure => ({ kind: 'refused', code });
const course = (value: Course): Failure => ({ kind: 'accepted', course: value });

/**
 * The recipients that fail, and how. All are Ofcom's numbers for drama, `+447700900NNN`, which are on
 * no real list. Every other number works, and no entry is from 000 to 199.
 *
 * NNN follows from the failure:
 * - 21xxx: the last three digits of the code (21610 is 610);
 * - 63xxx: a 3 and the last two digits (63024 is 324); 333 is the blocked parent, formerly 63033;
 * - 30xxx: a 9 and the last two digits (30008 is 908);
 * - server errors: the HTTP status, and the number after it for the variant;
 * - network errors: 801 to 805;
 * - parents who reply: from 701 (`replying-parents.ts`).
 *
 * Twilio does not document which codes come with `failed` and which with `undelivered`.
 */
export const FAILURES: readonly FailureRow[] = [
  { lastSix: '900211', failure: refused(21211), happens: '400 21211: not a valid number' },
  { lastSix: '900610', failure: refused(21610), happens: '400 21610: the parent has opted out' },
  {
    lastSix: '900612',
    failure: refused(21612),
    happens: '400 21612: not reachable from this sender',
  },
  { lastSix: '900614', failure: refused(21614), happens: '400 21614: not a mobile' },
  {
    lastSix: '900656',
    failure: refused(21656),
    happens: '400 21656: the variables are not accepted',
  },
  { lastSix: '900307', failure: refused(63007), happens: '400 63007: the sender is not set up' },
  { lastSix: '900401', failure: refused(20003), happens: '401 20003: the credentials are wrong' },
  {
    lastSix: '900429',
    failure: refused(20429),
    happens: '429 20429 every time: too many requests',
  },
  {
    lastSix: '900430',
    failure: { kind: 'refused_once', code: 20429 },
    happens: '429 20429 the first time, accepted from the second',
  },
  {
    lastSix: '900500',
    failure: { kind: 'server_fault', status: 500, accepts: false },
    happens: '500, and the message was not accepted',
  },
  {
    lastSix: '900501',
    failure: { kind: 'server_fault', status: 500, accepts: true },
    happens: '500, although the message was accepted',
  },
  {
    lastSix: '900502',
    failure: { kind: 'server_fault', status: 502, accepts: false },
    happens: '502 with a page of HTML; not accepted',
  },
  {
    lastSix: '900503',
    failure: { kind: 'server_fault', status: 503, accepts: false },
    happens: '503; not accepted',
  },
  {
    lastSix: '900801',
    failure: { kind: 'connection_lost', accepts: true },
    happens: 'the connection drops after the message was accepted',
  },
  {
    lastSix: '900802',
    failure: { kind: 'connection_lost', accepts: false },
    happens: 'the connection drops; not accepted',
  },
  { lastSix: '900803', failure: { kind: 'no_answer' }, happens: 'no answer ever; not accepted' },
  {
    lastSix: '900804',
    failure: { kind: 'half_an_answer' },
    happens: 'accepted, but the 201 holds half a JSON body',
  },
  { lastSix: '900805', failure: { kind: 'late_answer' }, happens: 'accepted, answered after 2 s' },
  {
    lastSix: '900303',
    failure: course({ endsAs: 'undelivered', errorCode: 63003 }),
    happens: 'accepted, then undelivered 63003: the number was not found',
  },
  {
    lastSix: '900313',
    failure: course({ endsAs: 'undelivered', errorCode: 63013 }),
    happens: 'accepted, then undelivered 63013: against the channel’s policy',
  },
  {
    lastSix: '900314',
    failure: course({ endsAs: 'undelivered', errorCode: 63014 }),
    happens: 'accepted, then undelivered 63014: blocked by the parent',
  },
  {
    lastSix: '900316',
    failure: course({ endsAs: 'undelivered', errorCode: 63016 }),
    happens: 'accepted, then undelivered 63016: taken for free text outside 24 hours',
  },
  {
    lastSix: '900318',
    failure: course({ endsAs: 'undelivered', errorCode: 63018 }),
    happens: 'accepted, then undelivered 63018: too many messages',
  },
  {
    lastSix: '900324',
    failure: course({ endsAs: 'undelivered', errorCode: 63024 }),
    happens: 'accepted, then undelivered 63024: not on WhatsApp',
  },
  {
    lastSix: '900340',
    failure: course({ endsAs: 'failed', errorCode: 63040 }),
    happens: 'accepted, then failed 63040: the template was rejected',
  },
  {
    lastSix: '900349',
    failure: course({ endsAs: 'undelivered', errorCode: 63049 }),
    happens: 'accepted, then undelivered 63049: Meta chose not to deliver',
  },
  {
    lastSix: '900902',
    failure: course({ endsAs: 'failed', errorCode: 30002 }),
    happens: 'accepted, then failed 30002: the account is suspended',
  },
  {
    lastSix: '900908',
    failure: course({ endsAs: 'undelivered', errorCode: 30008 }),
    happens: 'accepted, then undelivered 30008: unknown error',
  },
  {
    lastSix: '900900',
    failure: course({ endsAs: 'failed', errorCode: 30500 }),
    happens: 'accepted, then failed 30500: fault inside Twilio',
  },
  {
    lastSix: '900333',
    failure: course({ endsAs: 'sent' }),
    happens: 'accepted, then `sent` for ever: the parent blocked the sender',
  },
  {
    lastSix: '900334',
    failure: course({ endsAs: 'delivered' }),
    happens: 'accepted and delivered, never read',
  },
  ...REPLYING_PARENTS.map(({ lastSix, reply, happens }): FailureRow => ({
    lastSix,
    failure: { kind: 'accepted', course: { endsAs: 'read' }, reply },
    happens,
  })),
];

const BY_DIGITS = new Map(FAILURES.map((row) => [row.lastSix as string, row.failure]));

/**
 * The failure of a recipient, or null.
 *
 * @param to `whatsapp:` and an E.164 number
 */
export function failureOf(to: string): Failure | null {
  const lastSix = /^whatsapp:\+447700(900\d{3})$/u.exec(to)?.[1];
  return BY_DIGITS.get(lastSix ?? '') ?? null;
}
