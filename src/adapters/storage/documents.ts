import * as z from 'zod';
import { isKeyedHash, type KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import { asMessageSid, type MessageSid } from '../../domain/delivery/ids.ts';
import { asPhone, type Phone } from '../../domain/record/phone/phone.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { DELIVERY_STATES } from '../../domain/delivery/state.ts';
import { asUserId, type UserId } from '../../domain/contact/recipient.ts';

/* The shapes of what is kept beside the messages. */

const keyedHash = z.custom<KeyedHash>(isKeyedHash);
export const messageSid = z.custom<MessageSid>((value) => asMessageSid(value) !== null);
const phone = z.custom<Phone>((value) => typeof value === 'string' && asPhone(value) !== null);
const userId = z.custom<UserId>((value) => typeof value === 'string' && asUserId(value) !== null);
export const time = z.iso.datetime({ precision: 3 });

/** What a ledger knows of itself: its layout, and what its key is known by. */
export const META = z.strictObject({ layout: z.int(), check: keyedHash });

/** The messages of one invitee, by their keys. */
export const INVITEE = z.strictObject({ messages: z.array(keyedHash) });

/** Which message a SID belongs to; `partition` is that of invites or that of answers. */
export const SID = z.strictObject({ key: keyedHash, isAnswer: z.boolean() });

export const OLDER_ATTEMPT = z.strictObject({ key: keyedHash, isAnswer: z.boolean() });

export const USER = z.strictObject({ phone, wroteAt: time });

export const USER_IDS = z.strictObject({ userIds: z.array(userId) });

export const REPLY = z.strictObject({
  sid: messageSid,
  /** An E.164 number, or a user id where WhatsApp hides it. */
  sender: z.string(),
  userId: z.string().nullable(),
  text: z.string(),
  button: z.string().nullable(),
  media: z.array(z.string()),
  answers: messageSid.nullable(),
  at: time,
});

const OPT_OUT_PERIOD = z.strictObject({
  state: z.enum(['stopped', 'pending']),
  source: z.enum(['operator', 'import', 'reply', 'twilio']),
  addedBy: z.string(),
  addedAt: time,
  /** Which of those that were added together, from 0. */
  order: z.int(),
});

/** What is kept of one number or user id: what stands, and what stood before. */
export const OPT_OUT = z.strictObject({
  /** Both null once they were erased: the HMAC in the key goes on counting. */
  whom: z.union([phone, userId]).nullable(),
  lastTwo: z.string().nullable(),
  stands: OPT_OUT_PERIOD.nullable(),
  ended: z.array(OPT_OUT_PERIOD.extend({ removedBy: z.string(), removedAt: time })),
});

export const PLAYER = z.strictObject({
  player: z.string(),
  team: z.string(),
  phone: z.string(),
  season: z.string(),
  seenAt: time,
  seenBy: z.string(),
  sourceFile: z.string(),
  /** Where in its list, from 0. */
  place: z.int(),
});

/** What an operator answered once and for all. */
export const ANSWER = z.strictObject({
  id: z.string(),
  answer: z.string(),
  answeredBy: z.string(),
  answeredAt: time,
});

/** What an operator saw of a test message. */
export const FINDING = z.strictObject({
  sid: messageSid,
  isRight: z.boolean(),
  /** Null where it is right, and once it was erased. */
  reason: z.string().nullable(),
  operator: z.string(),
  at: time,
});

/** What Twilio told of a message whose SID nobody here knew. */
export const EARLY = z.strictObject({
  sid: messageSid,
  state: z.enum(DELIVERY_STATES),
  errorCode: z.int().nullable(),
  at: time,
  /** The attempt that the callback named. */
  ref: z.string().nullable(),
});

export type ReplyDoc = z.infer<typeof REPLY>;
export type OptOutDoc = z.infer<typeof OPT_OUT>;
export type PlayerDoc = z.infer<typeof PLAYER>;
export type FindingDoc = z.infer<typeof FINDING>;
export type EarlyDoc = z.infer<typeof EARLY>;

/** A document as its kind has it, or the sentence that the ledger is damaged. */
export type Read = <T>(schema: z.ZodType<T>, doc: unknown) => T;

/**
 * Reads documents back.
 *
 * @param name the ledger's file or table, for people
 */
export function reader(name: string): Read {
  return (schema, doc) => {
    const read = schema.safeParse(doc);
    if (read.success) return read.data;
    throw new InviteError({ code: 'ledger_unavailable', file: name, reason: 'damaged' });
  };
}
