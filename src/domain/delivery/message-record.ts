import * as z from 'zod';
import { CANDIDATE_DOUBTS } from './candidate.ts';
import { DOUBTS } from './outcome.ts';
import { asAttemptId, asMessageSid, type AttemptId, type MessageSid } from './ids.ts';
import { ATTEMPT_STATES, DELIVERY_STATES } from './state.ts';
import { isSealed, type Sealed } from './seal.ts';

const attemptId = z.custom<AttemptId>((value) => asAttemptId(value) !== null);
const messageSid = z.custom<MessageSid>((value) => asMessageSid(value) !== null);
const sealed = z.custom<Sealed>(isSealed);
/** ISO 8601 in UTC with milliseconds, so that times sort as texts. */
const time = z.iso.datetime({ precision: 3 });

const CANDIDATE = z.strictObject({ sid: messageSid, at: time, doubt: z.enum(CANDIDATE_DOUBTS) });

export const ATTEMPT_RECORD = z.strictObject({
  id: attemptId,
  state: z.enum(ATTEMPT_STATES),
  /** When it came into this state. */
  changedAt: time,
  /** Of the text that the operator approved. */
  digest: sealed,
  operator: z.string(),
  approvedAt: time,
  /** `whatsapp:` and an E.164 number; empty once it is erased, like all that names somebody. */
  recipient: z.string(),
  contentSid: z.string(),
  contentVariables: z.record(z.string(), z.string()),
  body: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  sourceFile: z.string(),
  sourceRow: z.int(),
  messageSid: messageSid.optional(),
  twilioCode: z.int().optional(),
  doubt: z.enum(DOUBTS).optional(),
  /** When its request can first have left. */
  sendingAt: time.optional(),
  /** When Twilio was last asked for it and had none. */
  soughtAt: time.optional(),
  candidate: CANDIDATE.optional(),
  delivery: z.enum(DELIVERY_STATES).optional(),
  deliveryCode: z.int().optional(),
  /** By Twilio's clock. */
  deliveryAt: time.optional(),
  erasedAt: time.optional(),
});

export const RECORDED_EVENT = z.strictObject({
  attempt: attemptId,
  at: time,
  /** `not_found`: Twilio was asked for it and had none. */
  state: z.enum([...ATTEMPT_STATES, ...DELIVERY_STATES, 'not_found']),
  /** Left out where it is the operator who approved the attempt. */
  by: z.string().optional(),
  /** When it was written down, where that is later than when it happened. */
  notedAt: time.optional(),
});

/** All that the ledger keeps of one message, as plain JSON. One record holds every attempt to send it. */
export const MESSAGE_RECORD = z.strictObject({
  key: sealed,
  /** Null for an answer to a parent, which invites nobody. */
  inviteeKey: sealed.nullable(),
  purpose: z.enum(['invite', 'test', 'answer']),
  season: z.string(),
  /** When the attempt that counts was claimed. */
  claimedAt: time,
  /** The attempt that counts, which is the newest: only one that proves that nothing went gives way. */
  attempt: ATTEMPT_RECORD,
  /** Those before it, the oldest first. */
  earlier: z.array(ATTEMPT_RECORD),
  /** In the order in which it was written down. */
  history: z.array(RECORDED_EVENT),
});

export type MessageRecord = Readonly<z.infer<typeof MESSAGE_RECORD>>;
export type AttemptRecord = Readonly<z.infer<typeof ATTEMPT_RECORD>>;
export type RecordedEvent = Readonly<z.infer<typeof RECORDED_EVENT>>;

/** Every attempt, the oldest first. */
export function attemptsIn({ earlier, attempt }: MessageRecord): readonly AttemptRecord[] {
  return [...earlier, attempt];
}
