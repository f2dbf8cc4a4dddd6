import type { HistoryEntry, LedgerEvent, OpenAttempt } from '../../application/ports.ts';
import type { ReportLine } from '../../application/report-line.ts';
import type { LedgerMessage } from '../../domain/ledger-message.ts';
import type { Candidate } from '../../domain/listed-message.ts';
import type { Digest, InviteeKey, MessageKey } from '../../domain/message.ts';
import { asMessageSid, type Attempt, type AttemptId, type Doubt } from '../../domain/outcome.ts';
import type { TemplateSid } from '../../domain/template.ts';
import { latest, type KeptAttempt, type KeptEvent, type KeptMessage } from './dynamo-message.ts';

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
    ...candidateIn(kept),
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

export function reportLineOf(kept: KeptMessage): ReportLine {
  const { key, to, player, parent, team, isErased, file, row } = aboutOf(kept, kept);
  return {
    key,
    inviteeKey: kept.inviteeKey as InviteeKey,
    player,
    parent,
    team,
    season: kept.season,
    isErased,
    to,
    state: kept.state,
    messageSid: asMessageSid(kept.messageSid),
    ...candidateIn(kept),
    twilioCode: kept.twilioCode ?? null,
    delivery: kept.delivery ?? null,
    deliveryCode: kept.deliveryCode ?? null,
    approvedBy: kept.operator,
    approvedAt: new Date(kept.approvedAt),
    sentAt: timeOf(kept.sendingAt),
    at: new Date(kept.deliveryAt ?? kept.changedAt),
    templateSid: kept.contentSid as TemplateSid,
    variables: kept.contentVariables,
    body: kept.body,
    file,
    row,
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
      ...(entry.state === 'unknown' ? candidateIn(attempt) : {}),
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
function aboutOf({ key }: KeptMessage, attempt: KeptAttempt) {
  return {
    key: key as MessageKey,
    to: attempt.recipient,
    player: attempt.player,
    parent: attempt.parent,
    team: attempt.team,
    isErased: attempt.forgottenAt !== undefined,
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

function perhapsSentAt({ earlier }: KeptMessage): string | null {
  return latest(
    earlier.filter(({ state }) => state === 'resent').map(({ changedAt }) => changedAt),
  );
}

/** An empty object where there is none: the key is absent, not null. */
function candidateIn({ candidate }: KeptAttempt): { readonly candidate?: Candidate } {
  const sid = asMessageSid(candidate?.sid);
  if (candidate === undefined || sid === null) return {};
  return { candidate: { sid, at: new Date(candidate.at), doubt: candidate.doubt } };
}

function timeOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
