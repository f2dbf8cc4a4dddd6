import * as z from 'zod';
import { CANDIDATE_DOUBTS } from '../../../../domain/delivery/candidate.ts';
import { DOUBTS } from '../../../../domain/delivery/outcome.ts';
import { asAttemptId, type AttemptId } from '../../../../domain/delivery/ids.ts';
import { ATTEMPT_STATES, DELIVERY_STATES } from '../../../../domain/delivery/state.ts';
import {
  ANSWER,
  FINDING,
  messageSid,
  OPT_OUT,
  phone,
  PLAYER,
  REPLY,
  time,
  USER,
  userId,
} from '../../documents.ts';

/* The items of the version before, as far as they are moved. Their keys were plain hashes. */

const attemptId = z.custom<AttemptId>((value) => asAttemptId(value) !== null);
const hash = z.string().regex(/^[0-9a-f]{64}$/u);

const ATTEMPT = z.object({
  id: attemptId,
  state: z.enum(ATTEMPT_STATES),
  changedAt: time,
  digest: hash,
  operator: z.string(),
  approvedAt: time,
  recipient: z.string(),
  contentSid: z.string(),
  contentVariables: z.record(z.string(), z.string()),
  body: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  season: z.string(),
  sourceFile: z.string(),
  sourceRow: z.int(),
  purpose: z.enum(['invite', 'test']),
  messageSid: messageSid.optional(),
  twilioCode: z.int().optional(),
  doubt: z.enum(DOUBTS).optional(),
  sendingAt: time.optional(),
  soughtAt: time.optional(),
  candidate: z.object({ sid: messageSid, at: time, doubt: z.enum(CANDIDATE_DOUBTS) }).optional(),
  delivery: z.enum(DELIVERY_STATES).optional(),
  deliveryCode: z.int().nullish(),
  deliveryAt: time.optional(),
  forgottenAt: time.optional(),
});
export type EarlierAttempt = z.infer<typeof ATTEMPT>;

export const EARLIER_MESSAGE = ATTEMPT.extend({
  key: hash,
  /** Empty for an answer to a parent. */
  inviteeKey: z.union([hash, z.literal('')]),
  earlier: z.array(ATTEMPT),
  history: z.array(
    z.object({
      attempt: attemptId,
      at: time,
      state: z.enum([...ATTEMPT_STATES, ...DELIVERY_STATES, 'not_found']),
      by: z.string().nullable(),
      notedAt: time.optional(),
    }),
  ),
  listAt: time,
});
export type EarlierMessage = z.infer<typeof EARLIER_MESSAGE>;

export const EARLIER_INVITEE = z.object({ messages: z.set(hash) });

export const EARLIER_CALLBACK = z.object({
  sk: z.enum(DELIVERY_STATES),
  errorCode: z.int().nullable(),
  at: time,
});

export const EARLIER_TOLD = z.object({ sk: messageSid, at: time });

export const EARLIER_USER = z.object(USER.shape);

export const EARLIER_REPLY = z.object({ ...REPLY.omit({ sid: true }).shape, sk: messageSid });

export const EARLIER_OPT_OUT = z.object({
  /** A hash, after `user#` where it is that of a user id. */
  sk: z.string().transform((text) => hash.parse(text.replace('user#', ''))),
  phone: z.union([phone, userId]).nullable(),
  lastTwo: z.string(),
  stands: OPT_OUT.shape.stands,
  ended: OPT_OUT.shape.ended,
});

export const EARLIER_PLAYER = z.object(PLAYER.shape);

export const EARLIER_ANSWER = z.object(ANSWER.shape);

export const EARLIER_FINDING = z.object(FINDING.shape);
