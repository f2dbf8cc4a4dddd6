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

/* Attempts at messages and at answers to parents: several rows, which become one record. */

/** What the rows of one run through a table have in common. */
export type MoveContext = {
  /** When a message was claimed, after those before it. */
  readonly claimedAt: (row: Pick<OlderAttempt, 'attempt'>) => string;
  /** From when on departures count. */
  readonly since: string;
};

export const IN_MODE = z.object({ mode: z.enum(MODES) });

/** An attempt with what it says of its message. */
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

/** The attempt that counts for a message, as the version before chose it. */
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

/** @param own the attempt that counts; @param group all attempts of the message, in their order */
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
  // Nobody asks any more for an attempt that came to its end.
  if (['approved', 'sending', 'unknown'].includes(attempt.state)) {
    const doc = { key: target.keyedHash(own.key), isAnswer: own.purpose === 'answer' };
    target.put({ ...olderAttemptKey(mode, attempt.id), doc });
  }
  itemsOfMessage(target, mode, message, (id) => id).forEach(target.put);
}

/** Of an answer no events were kept: what its columns tell of them. */
export function answerHistory({ attempt }: OlderAttempt): EarlierMessage['history'] {
  const { id, state, approvedAt, sendingAt, changedAt } = attempt;
  const isEnded = state !== 'approved' && state !== 'sending';
  return [
    { attempt: id, at: approvedAt, state: 'approved' },
    ...(sendingAt === undefined ? [] : [{ attempt: id, at: sendingAt, state: 'sending' } as const]),
    ...(isEnded ? [{ attempt: id, at: changedAt, state }] : []),
  ];
}
