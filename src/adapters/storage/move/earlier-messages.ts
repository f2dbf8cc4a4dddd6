import * as z from 'zod';
import type { AttemptId } from '../../../domain/delivery/ids.ts';
import {
  ATTEMPT_RECORD,
  attemptsIn,
  RECORDED_EVENT,
  type AttemptRecord,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import { provesNothingSent } from '../../../domain/delivery/state.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { expiry, messageItem, personKey, sidKey } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { personHash, type Person } from '../messages/contact-log.ts';
import type { Item, Key } from '../port/store.ts';

/*
 * Messages as earlier versions stored them, in a file and in a table. Keys and digests were plain
 * hashes, and there were no contacts: who was sent a message was computed from the messages.
 */

/** A SHA-256 in hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/u);

/** Removes null values, which a record does not have, and gives `forgottenAt` its current name. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(
    present.map(([name, one]) => [name === 'forgottenAt' ? 'erasedAt' : name, one]),
  );
}

export const EARLIER_ATTEMPT = z.preprocess(
  withoutNulls,
  z.object({ ...ATTEMPT_RECORD.shape, digest: hash }),
);
export type EarlierAttempt = z.infer<typeof EARLIER_ATTEMPT>;

export const EARLIER_EVENT = z.preprocess(withoutNulls, z.object(RECORDED_EVENT.shape));

export const EARLIER_MESSAGE = z.object({
  key: hash,
  /** Empty for the club's reply to a parent. */
  inviteeKey: z.union([hash, z.literal('')]),
  purpose: z.enum(['invite', 'test', 'answer']),
  season: z.string(),
  claimedAt: z.iso.datetime({ precision: 3 }),
  attempt: EARLIER_ATTEMPT,
  earlier: z.array(EARLIER_ATTEMPT),
  history: z.array(EARLIER_EVENT),
});
export type EarlierMessage = z.infer<typeof EARLIER_MESSAGE>;

/**
 * The message's record, and before it the entries of its SIDs.
 *
 * @param idOf converts an attempt's id
 */
export function itemsOfMessage(
  context: Pick<LedgerContext, 'keyedHash' | 'isShared'>,
  mode: Mode,
  kept: EarlierMessage,
  idOf: (id: AttemptId) => AttemptId,
): readonly Item[] {
  const { keyedHash, isShared } = context;
  const { purpose, season, claimedAt } = kept;
  const isAnswer = purpose === 'answer';
  const attemptOf = (attempt: EarlierAttempt): AttemptRecord => ({
    ...attempt,
    id: idOf(attempt.id),
    digest: keyedHash(attempt.digest),
  });
  const record: MessageRecord = {
    key: keyedHash(kept.key),
    inviteeKey: isAnswer ? null : keyedHash(kept.inviteeKey),
    purpose,
    season,
    claimedAt,
    attempt: attemptOf(kept.attempt),
    earlier: kept.earlier.map(attemptOf),
    history: kept.history.map((event) => ({ ...event, attempt: idOf(event.attempt) })),
  };
  const entry = { doc: { key: record.key, isAnswer }, ...expiry(context, claimedAt) };
  const sids = attemptsIn(record).flatMap(({ messageSid }) => messageSid ?? []);
  return [
    ...sids.map((sid) => ({ ...sidKey(mode, sid), ...entry })),
    messageItem(isAnswer ? `${mode}#answers` : mode, record, isShared),
  ];
}

/** The key of the contact of an attempt. After erasure the invitee's key stands for the number. */
export function personKeyOf(
  { keyedHash }: Pick<LedgerContext, 'keyedHash'>,
  mode: Mode,
  inviteeKey: string,
  { recipient }: EarlierAttempt,
): Key {
  return personKey(
    mode,
    recipient === '' ? keyedHash(inviteeKey) : personHash(recipient, keyedHash),
  );
}

/** The contact with one more attempt taken into account. Attempts may come in any order. */
export function personWith(known: Person | null, attempt: EarlierAttempt): Person | null {
  const { state, recipient, sendingAt: at } = attempt;
  if (at === undefined) return known;
  const [last = null, before = null] = [
    known?.last,
    known?.before,
    provesNothingSent(state) ? null : at,
  ]
    .filter((time) => time !== null && time !== undefined)
    .toSorted()
    .toReversed();
  const asked = known === null || known.asked < at ? at : known.asked;
  return { to: recipient === '' ? null : recipient, last, before, asked };
}
