import * as z from 'zod';
import type { ListSource } from '../../application/ports.ts';
import { approvalOf, type ApprovedMessage } from '../../domain/approval.ts';
import { CANDIDATE_DOUBTS } from '../../domain/listed-message.ts';
import { ATTEMPT_STATES, DELIVERY_STATES, provesNothingWent } from '../../domain/state.ts';

const ATTEMPT = z.object({
  id: z.string(),
  state: z.enum(ATTEMPT_STATES),
  changedAt: z.string(),
  digest: z.string(),
  operator: z.string(),
  approvedAt: z.string(),
  recipient: z.string(),
  contentSid: z.string(),
  contentVariables: z.record(z.string(), z.string()),
  body: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  season: z.string(),
  sourceFile: z.string(),
  sourceRow: z.number(),
  purpose: z.enum(['invite', 'test']),
  messageSid: z.string().optional(),
  twilioCode: z.number().optional(),
  doubt: z.string().optional(),
  sendingAt: z.string().optional(),
  soughtAt: z.string().optional(),
  candidate: z
    .object({ sid: z.string(), at: z.string(), doubt: z.enum(CANDIDATE_DOUBTS) })
    .optional(),
  delivery: z.enum(DELIVERY_STATES).optional(),
  deliveryCode: z.number().nullish(),
  deliveryAt: z.string().optional(),
  /** When names, number and text were erased. */
  forgottenAt: z.string().optional(),
});

const EVENT = z.object({
  attempt: z.string(),
  at: z.string(),
  state: z.enum([...ATTEMPT_STATES, ...DELIVERY_STATES, 'not_found']),
  /** Null where it is the operator who said yes. */
  by: z.string().nullable(),
  /** When it was written down, where that is not when it was. */
  notedAt: z.string().optional(),
});

/** A message with the attempt that counts, which is the newest: only one that is over gives way. */
const MESSAGE = ATTEMPT.extend({
  key: z.string(),
  inviteeKey: z.string(),
  earlier: z.array(ATTEMPT),
  history: z.array(EVENT),
  /** When the attempt that counts was claimed: its place among all messages. */
  listAt: z.string(),
  /** The last write, so that one whose answer was lost knows itself again. */
  lastWrite: z.string(),
});

export type KeptAttempt = z.infer<typeof ATTEMPT>;

/** Everything the ledger keeps of one message. */
export type KeptMessage = z.infer<typeof MESSAGE>;

export type KeptEvent = z.infer<typeof EVENT>;

export function keptMessageOf(item: unknown): KeptMessage {
  return MESSAGE.parse(item);
}

/** When last something may have gone to the parent; null where nothing can have. */
export function writtenAt(kept: KeptMessage): string | null {
  const times = [...kept.earlier, kept]
    .filter(({ state }) => !provesNothingWent(state))
    .flatMap(({ sendingAt }) => sendingAt ?? []);
  return latest(times);
}

/** A new attempt for a message, before anything was done with it. */
export function newAttempt(
  message: ApprovedMessage,
  source: ListSource,
  at: Date,
): Omit<KeptAttempt, 'id'> {
  const { digest, operator, at: approvedAt } = approvalOf(message);
  const { invite } = message;
  return {
    state: 'approved',
    changedAt: at.toISOString(),
    digest,
    operator,
    approvedAt: approvedAt.toISOString(),
    recipient: message.to,
    contentSid: message.contentSid,
    contentVariables: { ...message.contentVariables },
    body: message.body,
    player: `${invite.player.firstName} ${invite.player.lastName}`,
    parent: `${invite.parent.firstName} ${invite.parent.lastName}`,
    team: `${invite.team} ${invite.ageGroup}`,
    season: invite.season,
    sourceFile: source.file,
    sourceRow: invite.row,
    purpose: message.purpose,
  };
}

/** The attempt that counts, as it is kept once another has taken its place. */
export function earlierAttemptOf(kept: KeptMessage): KeptAttempt {
  return ATTEMPT.parse(kept);
}

/** ISO times in UTC stand in the order of their texts. */
export function latest(times: readonly string[]): string | null {
  return times.toSorted().at(-1) ?? null;
}
