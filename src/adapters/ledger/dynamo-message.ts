import * as z from 'zod';
import type {
  HistoryEntry,
  LedgerEvent,
  ListSource,
  OpenAttempt,
} from '../../application/ports.ts';
import { approvalOf, type ApprovedMessage } from '../../domain/approval.ts';
import type { LedgerMessage } from '../../domain/ledger-message.ts';
import type { Digest, InviteeKey, MessageKey } from '../../domain/message.ts';
import { asMessageSid, type Attempt, type AttemptId, type Doubt } from '../../domain/outcome.ts';
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
  delivery: z.enum(DELIVERY_STATES).optional(),
  deliveryCode: z.number().nullish(),
  deliveryAt: z.string().optional(),
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
  /** When names, number and text were erased. */
  forgottenAt: z.string().optional(),
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

export function attemptOf(kept: KeptMessage): Attempt {
  return {
    id: kept.id as AttemptId,
    state: kept.state,
    messageSid: asMessageSid(kept.messageSid),
    twilioCode: kept.twilioCode ?? null,
    at: new Date(kept.changedAt),
    operator: kept.operator,
    digest: kept.digest as Digest,
    soughtAt: timeOf(kept.soughtAt),
    perhapsSentAt: timeOf(perhapsSentAt(kept)),
    delivery: kept.delivery ?? null,
  };
}

export function openAttemptOf(kept: KeptMessage): OpenAttempt {
  return {
    ...attemptOf(kept),
    key: kept.key as MessageKey,
    to: kept.recipient,
    body: kept.body,
    since: new Date(kept.sendingAt ?? kept.approvedAt),
    player: kept.player,
    parent: kept.parent,
    source: kept.sourceFile,
  };
}

export function ledgerMessageOf(kept: KeptMessage): LedgerMessage {
  return {
    ...attemptOf(kept),
    ...aboutOf(kept, kept),
    inviteeKey: kept.inviteeKey as InviteeKey,
    season: kept.season,
    approvedAt: new Date(kept.approvedAt),
    sentAt: timeOf(kept.sendingAt),
    doubt: (kept.doubt as Doubt | undefined) ?? null,
    deliveryCode: kept.deliveryCode ?? null,
    deliveryAt: timeOf(kept.deliveryAt),
  };
}

/** The events of a message, each with when it was written down. */
export function eventsOf(
  kept: KeptMessage,
): readonly { readonly notedAt: string; readonly event: LedgerEvent }[] {
  const attempts = new Map([...kept.earlier, kept].map((attempt) => [attempt.id, attempt]));
  let last = '';
  return historyOf(kept).map((entry, index) => {
    const attempt = attempts.get(entry.attempt) ?? kept;
    const { at, notedAt = at } = kept.history[index] as KeptEvent;
    // Twilio's clock, or another operator's, may be behind ours: what was written later stays later.
    last = notedAt > last ? notedAt : last;
    const event = {
      ...entry,
      ...aboutOf(kept, attempt),
      digest: attempt.digest as Digest,
      messageSid: asMessageSid(attempt.messageSid),
      code: codeOf(entry.state, attempt),
    };
    return { notedAt: last, event };
  });
}

/** Twilio's code, where this is the state that it gave it for. */
function codeOf(state: HistoryEntry['state'], attempt: KeptAttempt): number | null {
  if (state === 'refused') return attempt.twilioCode ?? null;
  return state === attempt.delivery ? (attempt.deliveryCode ?? null) : null;
}

/** Whom an attempt is for, and where it came from. */
function aboutOf({ key, forgottenAt }: KeptMessage, attempt: KeptAttempt) {
  return {
    key: key as MessageKey,
    to: attempt.recipient,
    player: attempt.player,
    parent: attempt.parent,
    team: attempt.team,
    isErased: forgottenAt !== undefined,
    purpose: attempt.purpose,
    file: attempt.sourceFile,
    row: attempt.sourceRow,
  };
}

export function historyOf(kept: KeptMessage): readonly HistoryEntry[] {
  const operators = new Map([...kept.earlier, kept].map(({ id, operator }) => [id, operator]));
  return kept.history.map(({ attempt, at, state, by }) => ({
    attempt: attempt as AttemptId,
    at: new Date(at),
    state,
    operator: by ?? operators.get(attempt) ?? '',
  }));
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

function perhapsSentAt({ earlier }: KeptMessage): string | null {
  return latest(
    earlier.filter(({ state }) => state === 'resent').map(({ changedAt }) => changedAt),
  );
}

/** ISO times in UTC stand in the order of their texts. */
function latest(times: readonly string[]): string | null {
  return times.toSorted().at(-1) ?? null;
}

function timeOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
