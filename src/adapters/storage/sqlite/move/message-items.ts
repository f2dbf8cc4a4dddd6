import type {
  AttemptRecord,
  MessageRecord,
  RecordedEvent,
} from '../../../../domain/delivery/message-record.ts';
import type { Seal } from '../../../../domain/delivery/seal.ts';
import { allowsNewAttempt, type AttemptState } from '../../../../domain/delivery/state.ts';
import { messageItem, olderAttemptKey, sidKey, type Partition } from '../../layout.ts';
import type { Item } from '../../store.ts';
import type { OlderAnswer, OlderEvent, OlderMessage } from './older-rows.ts';

/* Messages and answers to parents: several rows each, which become one record. */

/** The attempt that counts for a message, as the version before chose it. */
export function counting<Row extends Pick<OlderMessage, 'state' | 'changed_at' | 'place'>>(
  rows: readonly Row[],
): Row | undefined {
  return rows
    .toSorted(
      (a, b) =>
        Number(allowsNewAttempt(b.state)) - Number(allowsNewAttempt(a.state)) ||
        a.changed_at.localeCompare(b.changed_at) ||
        a.place - b.place,
    )
    .at(-1);
}

/** How far a moment may be put off for the sake of the order: longer than any list takes to be claimed. */
const MOST_MS = 60 * 60 * 1000;

/**
 * When an attempt was claimed. The version before kept that no longer than until the next step, and its
 * order as that of the rows. Many have one yes: each comes a millisecond after the one before it.
 *
 * @param before that of the message before; empty for the first
 */
export function claimTime(
  { state, changed_at, approved_at }: Pick<OlderMessage, 'state' | 'changed_at' | 'approved_at'>,
  before: string,
): string {
  const own = state === 'approved' ? changed_at : approved_at;
  const isClose = before >= own && Date.parse(before) - Date.parse(own) < MOST_MS;
  return isClose ? new Date(Date.parse(before) + 1).toISOString() : own;
}

/** @param rows all attempts of one message, in the order of their rows */
export function messageItems(
  rows: readonly OlderMessage[],
  events: readonly OlderEvent[],
  claimedAt: string,
  seal: Seal,
): readonly Item[] {
  const last = counting(rows);
  if (last === undefined) return [];
  const operators = new Map(rows.map(({ id, approved_by }) => [id, approved_by]));
  return itemsOf(last.mode, false, {
    key: seal(last.message_key),
    inviteeKey: seal(last.invitee_key),
    purpose: last.purpose,
    season: last.season,
    claimedAt,
    attempt: attemptOf(last, seal),
    earlier: rows.filter((row) => row !== last).map((row) => attemptOf(row, seal)),
    history: events.map(({ attempt_id, at, state, operator }) => ({
      attempt: attempt_id,
      at,
      state,
      ...(operator === operators.get(attempt_id) ? {} : { by: operator }),
    })),
  });
}

/** @param rows all attempts of one answer to a parent, in the order of their rows */
export function answerItems(
  rows: readonly OlderAnswer[],
  claimedAt: string,
  seal: Seal,
): readonly Item[] {
  const last = counting(rows);
  if (last === undefined) return [];
  return itemsOf(last.mode, true, {
    key: seal(last.digest),
    inviteeKey: null,
    purpose: 'answer',
    season: '',
    claimedAt,
    attempt: answerOf(last, seal),
    earlier: rows.filter((row) => row !== last).map((row) => answerOf(row, seal)),
    history: rows.flatMap(answerHistory),
  });
}

/** The record, after all that leads to it. */
function itemsOf(
  mode: OlderMessage['mode'],
  isAnswer: boolean,
  record: MessageRecord,
): readonly Item[] {
  const partition: Partition = isAnswer ? `${mode}#answers` : mode;
  const lead = { key: record.key, isAnswer };
  const { attempt } = record;
  return [
    ...[...record.earlier, attempt].flatMap(({ messageSid }) =>
      messageSid === undefined ? [] : [{ ...sidKey(mode, messageSid), doc: lead }],
    ),
    // Nobody asks any more for an attempt that came to its end.
    ...(isOpen(attempt.state) ? [{ ...olderAttemptKey(mode, attempt.id), doc: lead }] : []),
    messageItem(partition, record, false),
  ];
}

function isOpen(state: AttemptState): boolean {
  return state === 'approved' || state === 'sending' || state === 'unknown';
}

function attemptOf(row: OlderMessage, seal: Seal): AttemptRecord {
  return {
    id: row.id,
    state: row.state,
    changedAt: row.changed_at,
    digest: seal(row.digest),
    operator: row.approved_by,
    approvedAt: row.approved_at,
    recipient: row.recipient,
    contentSid: row.content_sid,
    contentVariables: row.content_variables,
    body: row.body,
    player: row.player,
    parent: row.parent,
    team: row.team,
    sourceFile: row.source_file,
    sourceRow: row.source_row,
    ...present({
      messageSid: row.message_sid,
      twilioCode: row.twilio_code,
      doubt: row.doubt,
      sendingAt: row.sending_at,
      soughtAt: row.sought_at,
      candidate: row.candidate,
      delivery: row.delivery,
      deliveryCode: row.delivery_code,
      deliveryAt: row.delivery_at,
      erasedAt: row.forgotten_at,
    }),
  };
}

function answerOf(row: OlderAnswer, seal: Seal): AttemptRecord {
  const isErased = row.forgotten_at !== null;
  return {
    id: row.id,
    state: row.state,
    changedAt: row.changed_at,
    digest: seal(row.digest),
    operator: row.approved_by,
    approvedAt: row.approved_at,
    recipient: row.recipient,
    contentSid: '',
    contentVariables: {},
    body: row.body,
    player: isErased ? '' : 'Your reply',
    parent: row.recipient,
    team: '',
    sourceFile: '',
    sourceRow: 0,
    ...present({
      messageSid: row.message_sid,
      twilioCode: row.twilio_code,
      doubt: row.doubt,
      sendingAt: row.sending_at,
      soughtAt: row.sought_at,
      erasedAt: row.forgotten_at,
    }),
  };
}

/** Of an answer no events were kept: what its columns tell of them. */
function answerHistory(row: OlderAnswer): readonly RecordedEvent[] {
  const { id: attempt, state } = row;
  return [
    { attempt, at: row.approved_at, state: 'approved' },
    ...(row.sending_at === null
      ? []
      : [{ attempt, at: row.sending_at, state: 'sending' } as const]),
    ...(state === 'approved' || state === 'sending'
      ? []
      : [{ attempt, at: row.changed_at, state }]),
  ];
}

type Present<T> = { readonly [key in keyof T]?: NonNullable<T[key]> };

/** Without what is null: in a record that is left out. */
function present<T extends object>(columns: T): Present<T> {
  const there = Object.entries(columns).filter(([, value]) => value !== null);
  return Object.fromEntries(there) as Present<T>;
}
