import * as z from 'zod';
import { CANDIDATE_DOUBTS } from './candidate.ts';
import { asAttemptId, asMessageSid, type AttemptId, type MessageSid } from './ids.ts';
import { isKeyedHash, type KeyedHash } from './keyed-hash.ts';
import { DOUBTS } from './outcome.ts';
import { ATTEMPT_STATES, DELIVERY_STATES } from './state.ts';

const attemptId = z.custom<AttemptId>((value) => asAttemptId(value) !== null);
const messageSid = z.custom<MessageSid>((value) => asMessageSid(value) !== null);
const keyedHash = z.custom<KeyedHash>(isKeyedHash);
/** ISO 8601 in UTC with milliseconds, so that times can be compared as texts. */
const time = z.iso.datetime({ precision: 3 });

const CANDIDATE = z.strictObject({ sid: messageSid, at: time, doubt: z.enum(CANDIDATE_DOUBTS) });

/** Consent as it was when the message was approved. */
export const CONSENT = z.strictObject({
  isGiven: z.boolean(),
  override: z.strictObject({ heading: z.string(), value: z.string() }).nullable(),
  optInAt: z.string().nullable(),
  optInHow: z.string().nullable(),
  optInWording: z.string().nullable(),
});

export const ATTEMPT_RECORD = z.strictObject({
  id: attemptId,
  state: z.enum(ATTEMPT_STATES),
  /** When the attempt reached this state. */
  changedAt: time,
  /** Of the approved text. */
  digest: keyedHash,
  operator: z.string(),
  approvedAt: time,
  /** `whatsapp:` and an E.164 number. Empty after erasure, as are all fields with personal data. */
  recipient: z.string(),
  contentSid: z.string(),
  contentVariables: z.record(z.string(), z.string()),
  body: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  sourceFile: z.string(),
  sourceRow: z.int(),
  /** Left out if nothing was on record, as in the ledgers of earlier versions. */
  consent: CONSENT.optional(),
  messageSid: messageSid.optional(),
  twilioCode: z.int().optional(),
  doubt: z.enum(DOUBTS).optional(),
  /** The earliest time at which the request can have been sent. */
  sendingAt: time.optional(),
  /** Of the club's reply to a parent: the message that it answers. Older versions did not keep it. */
  answers: messageSid.optional(),
  /** When Twilio was last asked for the message and had none. */
  soughtAt: time.optional(),
  candidate: CANDIDATE.optional(),
  delivery: z.enum(DELIVERY_STATES).optional(),
  deliveryCode: z.int().optional(),
  /** Twilio's or WhatsApp's own words on a refusal or a failure. */
  twilioText: z.string().optional(),
  /** By Twilio's clock. */
  deliveryAt: time.optional(),
  erasedAt: time.optional(),
});

export const RECORDED_EVENT = z.strictObject({
  attempt: attemptId,
  at: time,
  /** `not_found`: Twilio was asked for the message and had none. */
  state: z.enum([...ATTEMPT_STATES, ...DELIVERY_STATES, 'not_found']),
  /** Left out if it is the operator who approved the attempt. */
  by: z.string().optional(),
  /** When the event was recorded, if that was later. */
  notedAt: time.optional(),
});

/**
 * Everything that the ledger stores about one message, as plain JSON. One record has all attempts to
 * send it.
 */
export const MESSAGE_RECORD = z.strictObject({
  key: keyedHash,
  /** Null for a reply to a parent, which invites nobody. */
  inviteeKey: keyedHash.nullable(),
  purpose: z.enum(['invite', 'test', 'answer']),
  season: z.string(),
  /** When the current attempt was claimed. */
  claimedAt: time,
  /**
   * The current attempt, which is the newest. It can be replaced only if it proves that nothing was
   * sent.
   */
  attempt: ATTEMPT_RECORD,
  /** Earlier attempts, the oldest first. */
  earlier: z.array(ATTEMPT_RECORD),
  /** In the order in which the events were recorded. */
  history: z.array(RECORDED_EVENT),
});

export type MessageRecord = Readonly<z.infer<typeof MESSAGE_RECORD>>;
export type AttemptRecord = Readonly<z.infer<typeof ATTEMPT_RECORD>>;
export type RecordedEvent = Readonly<z.infer<typeof RECORDED_EVENT>>;

/** All attempts, the oldest first. */
export function attemptsIn({ earlier, attempt }: MessageRecord): readonly AttemptRecord[] {
  return [...earlier, attempt];
}
