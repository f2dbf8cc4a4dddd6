import * as z from 'zod';
import {
  ATTEMPT_RECORD,
  attemptsIn,
  RECORDED_EVENT,
  type AttemptRecord,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { AttemptId } from '../../../domain/delivery/ids.ts';
import { provesNothingSent } from '../../../domain/delivery/state.ts';
import { personHash, type Person } from '../messages/contact-log.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { expiry, messageItem, personKey, sidKey } from '../layout.ts';
import type { Item, Key } from '../port/store.ts';

/*
 * Messages as the versions before kept them, in a file and in a table: their keys and digests were plain
 * hashes, and who was written to was worked out from them each time.
 */

export const hash = z.string().regex(/^[0-9a-f]{64}$/u);

/** Without what is null: in a record that is left out. */
function present(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null) return kept;
  const there = Object.entries(kept).filter(([, value]) => value !== null);
  return Object.fromEntries(
    there.map(([name, value]) => [name === 'forgottenAt' ? 'erasedAt' : name, value]),
  );
}

export const EARLIER_ATTEMPT = z.preprocess(
  present,
  z.object({ ...ATTEMPT_RECORD.shape, digest: hash }),
);
export type EarlierAttempt = z.infer<typeof EARLIER_ATTEMPT>;

export const EARLIER_EVENT = z.preprocess(present, z.object(RECORDED_EVENT.shape));

export const EARLIER_MESSAGE = z.object({
  key: hash,
  /** Empty for an answer to a parent. */
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
 * The record, after all that leads to it.
 *
 * @param idOf what becomes of an attempt's id
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
  const lead = { doc: { key: record.key, isAnswer }, ...expiry(context, claimedAt) };
  const sids = attemptsIn(record).flatMap(({ messageSid }) => messageSid ?? []);
  return [
    ...sids.map((sid) => ({ ...sidKey(mode, sid), ...lead })),
    messageItem(isAnswer ? `${mode}#answers` : mode, record, isShared),
  ];
}

/** Where the person is kept that an attempt went to. Those who were erased count without a name. */
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

/** What is known of a person, with one more attempt; attempts come in any order. */
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
