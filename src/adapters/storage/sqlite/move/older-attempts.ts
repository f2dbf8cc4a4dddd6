import * as z from 'zod';
import { allowsNewAttempt } from '../../../../domain/delivery/state.ts';
import { MODES, olderAttemptKey } from '../../layout.ts';
import {
  EARLIER_ATTEMPT,
  EARLIER_MESSAGE,
  itemsOfMessage,
  type EarlierMessage,
} from '../../move/earlier-messages.ts';
import type { Row, MoveTarget } from './target.ts';

/* Attempts at messages and at the club's replies: in older versions a row each, now one record per message. */

/** What the conversions of a page of rows have in common. */
export type MoveContext = {
  /** The time of a message's claim, which is later than that of the message before. */
  readonly claimedAt: (row: Pick<OlderAttempt, 'attempt'>) => string;
  /** The time from which messages count for the daily limit, in ISO 8601. */
  readonly since: string;
};

export const IN_MODE = z.object({ mode: z.enum(MODES) });

/** A row of an attempt, with the fields of its message. */
const OLDER_ATTEMPT = z.object({
  ...IN_MODE.shape,
  ...EARLIER_MESSAGE.pick({ key: true, inviteeKey: true, purpose: true, season: true }).shape,
  place: z.int(),
  attempt: EARLIER_ATTEMPT,
});
export type OlderAttempt = z.infer<typeof OLDER_ATTEMPT>;

export function attemptIn(row: Row, { read }: MoveTarget): OlderAttempt {
  return read(OLDER_ATTEMPT, { ...row, attempt: row });
}

/** The current attempt of a message, by the rule of the older versions. */
export function currentAttempt(rows: readonly OlderAttempt[]): OlderAttempt | undefined {
  return rows
    .toSorted(
      ({ attempt: a, ...one }, { attempt: b, ...other }) =>
        Number(allowsNewAttempt(b.state)) - Number(allowsNewAttempt(a.state)) ||
        a.changedAt.localeCompare(b.changedAt) ||
        one.place - other.place,
    )
    .at(-1);
}

/**
 * Writes a message and the entries that point to it.
 *
 * @param own the current attempt
 * @param group all attempts of the message, in their order
 */
export function putMessage(
  own: OlderAttempt,
  group: readonly OlderAttempt[],
  history: EarlierMessage['history'],
  target: MoveTarget,
  context: MoveContext,
): void {
  const { mode, attempt } = own;
  const earlier = group.filter(({ place }) => place !== own.place).map((one) => one.attempt);
  const message = { ...own, claimedAt: context.claimedAt(own), earlier, history };
  // Only an attempt without an outcome is looked up by its id.
  if (['approved', 'sending', 'unknown'].includes(attempt.state)) {
    const doc = { key: target.keyedHash(own.key), isAnswer: own.purpose === 'answer' };
    target.put({ ...olderAttemptKey(mode, attempt.id), doc });
  }
  itemsOfMessage(target, mode, message, (id) => id).forEach(target.put);
}

/** The events of a club's reply, from its columns: older versions stored none. */
export function answerHistory({ attempt }: OlderAttempt): EarlierMessage['history'] {
  const { id, state, approvedAt, sendingAt, changedAt } = attempt;
  const isEnded = state !== 'approved' && state !== 'sending';
  return [
    { attempt: id, at: approvedAt, state: 'approved' },
    ...(sendingAt === undefined ? [] : [{ attempt: id, at: sendingAt, state: 'sending' } as const]),
    ...(isEnded ? [{ attempt: id, at: changedAt, state }] : []),
  ];
}
