import * as z from 'zod';
import { asUserId, type UserId } from '../../domain/contact/recipient.ts';
import { ATTACHMENTS } from '../../domain/contact/reply-content.ts';
import { OPT_OUT_TYPES } from '../../domain/contact/reply.ts';
import { asMessageSid, type MessageSid } from '../../domain/delivery/ids.ts';
import { isKeyedHash, type KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import { DELIVERY_STATES } from '../../domain/delivery/state.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { asPhone, type Phone } from '../../domain/record/phone/phone.ts';

/*
 * The documents of all items except messages (`domain/delivery/message-record.ts`) and contacts
 * (`messages/contact-log.ts`). `layout.ts` says under which key each is stored. They are stored as
 * they are here, so a name in them does not change.
 */

const keyedHash = z.custom<KeyedHash>(isKeyedHash);
export const messageSid = z.custom<MessageSid>((value) => asMessageSid(value) !== null);
const phone = z.custom<Phone>((value) => typeof value === 'string' && asPhone(value) !== null);
const userId = z.custom<UserId>((value) => typeof value === 'string' && asUserId(value) !== null);
/** ISO 8601 in UTC with milliseconds, so that times can be compared as texts. */
export const time = z.iso.datetime({ precision: 3 });

/**
 * The version of the layout, and a keyed hash of a constant, by which the ledger's key is checked.
 */
export const META = z.strictObject({ layout: z.int(), check: keyedHash });

/** The keys of all messages to one invitee. */
export const INVITEE = z.strictObject({ messages: z.array(keyedHash) });

/** The key of the message with a SID. `isAnswer` is true for the club's replies. */
export const SID = z.strictObject({ key: keyedHash, isAnswer: z.boolean() });

/** The key of an attempt's message, as `SID`. */
export const OLDER_ATTEMPT = z.strictObject({ key: keyedHash, isAnswer: z.boolean() });

/** The number of a user id, from the newest reply that had both. */
export const USER = z.strictObject({ phone, wroteAt: time });

/** User ids of one person: by number, or by the message that they answered. */
export const USER_IDS = z.strictObject({ userIds: z.array(userId) });

const OPT_OUT_STATE = z.enum(['stopped', 'pending']);

/** A message from a parent. */
export const REPLY = z.strictObject({
  sid: messageSid,
  /** An E.164 number, a user id if WhatsApp hides the number, or else what Twilio gave. */
  sender: z.string(),
  userId: z.string().nullable(),
  text: z.string(),
  button: z.string().nullable(),
  media: z.array(z.string()),
  /** The message that it answers, if WhatsApp says so. */
  answers: messageSid.nullable(),
  at: time,
  /** What the media are, if Twilio says so. */
  attachments: z.exactOptional(z.array(z.enum(ATTACHMENTS))),
  location: z.exactOptional(
    z.strictObject({
      label: z.string().nullable(),
      address: z.string().nullable(),
      latitude: z.string().nullable(),
      longitude: z.string().nullable(),
    }),
  ),
  /** Whether `text` is the emoji of a reaction. */
  isReaction: z.exactOptional(z.literal(true)),
  optOutType: z.exactOptional(z.enum(OPT_OUT_TYPES)),
  /** The opt-out that it asks for while the sender is unknown. */
  unmatched: z.exactOptional(OPT_OUT_STATE),
  /** Who the sender is, if `sender` does not tell; `phone` is null if no messages have to stop. */
  matched: z.exactOptional(
    z.strictObject({ phone: phone.nullable(), operator: z.string(), at: time }),
  ),
  /** What was last done about it. */
  handled: z.exactOptional(
    z.discriminatedUnion('how', [
      z.strictObject({ how: z.literal('answering'), operator: z.string(), at: time }),
      z.strictObject({ how: z.literal('done'), operator: z.string(), at: time }),
      z.strictObject({ how: z.literal('elsewhere'), sid: messageSid, text: z.string(), at: time }),
    ]),
  ),
});

const OPT_OUT_PERIOD = z.strictObject({
  state: OPT_OUT_STATE,
  source: z.enum(['operator', 'import', 'reply', 'twilio']),
  addedBy: z.string(),
  addedAt: time,
  /** The position among those added in one call, from 0. */
  order: z.int(),
  /** The reason, as the operator gave it; left out after erasure. */
  why: z.exactOptional(z.string()),
});

/**
 * The opt-outs of one number or user id, or of one player of a number: the current one, if any, and those
 * that have ended.
 */
export const OPT_OUT = z.strictObject({
  /**
   * The number or user id. Null after erasure, as is `lastTwo`; the keyed hash in the key still
   * applies.
   */
  whom: z.union([phone, userId]).nullable(),
  lastTwo: z.string().nullable(),
  /** The player's name; null after erasure. */
  player: z.exactOptional(z.string().nullable()),
  /** Keyed hashes of the number with each beginning of the player's name that may be the first name. */
  firstNames: z.exactOptional(z.array(keyedHash)),
  /** The current opt-out. */
  stands: OPT_OUT_PERIOD.nullable(),
  ended: z.array(OPT_OUT_PERIOD.extend({ removedBy: z.string(), removedAt: time })),
});

/** A player of the last list that had them. */
export const PLAYER = z.strictObject({
  player: z.string(),
  team: z.string(),
  phone: z.string(),
  season: z.string(),
  seenAt: time,
  seenBy: z.string(),
  sourceFile: z.string(),
  /** The position in the list, from 0. */
  place: z.int(),
});

/** An operator's lasting answer to a question. */
export const ANSWER = z.strictObject({
  id: z.string(),
  /** Whether `id` is a keyed hash. Those of older versions are plain hashes. */
  isKeyed: z.exactOptional(z.literal(true)),
  answer: z.string(),
  answeredBy: z.string(),
  answeredAt: time,
});

/** An operator's report on a test message. */
export const FINDING = z.strictObject({
  sid: messageSid,
  isRight: z.boolean(),
  /** Null if the message is right, and after erasure. */
  reason: z.string().nullable(),
  operator: z.string(),
  at: time,
});

/** A delivery state that Twilio reported for a SID that no message had. */
export const EARLY = z.strictObject({
  sid: messageSid,
  state: z.enum(DELIVERY_STATES),
  errorCode: z.int().nullable(),
  /** Twilio's or WhatsApp's own words on a failure. */
  errorText: z.string().optional(),
  at: time,
  /** The attempt's id in the URL of the callback; null if it had none. */
  ref: z.string().nullable(),
});

export type ReplyDoc = z.infer<typeof REPLY>;
export type OptOutDoc = z.infer<typeof OPT_OUT>;
export type PlayerDoc = z.infer<typeof PLAYER>;
export type FindingDoc = z.infer<typeof FINDING>;
export type EarlyDoc = z.infer<typeof EARLY>;

/**
 * Parses a document.
 *
 * @throws InviteError `ledger_unavailable` with reason `damaged` if it does not fit the schema
 */
export type Read = <T>(schema: z.ZodType<T>, doc: unknown) => T;

/** @param name the ledger's file or table, for the error */
export function reader(name: string): Read {
  return (schema, doc) => {
    const read = schema.safeParse(doc);
    if (read.success) return read.data;
    throw new InviteError({ code: 'ledger_unavailable', file: name, reason: 'damaged' });
  };
}
