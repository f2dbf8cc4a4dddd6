import type { AttemptId } from '../../../domain/delivery/ids.ts';
import { isKeyedHash, type KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import { MESSAGE_RECORD, type MessageRecord } from '../../../domain/delivery/message-record.ts';
import type { Digest } from '../../../domain/message/message.ts';
import { attemptIdFor, keyWithin, rekeyedId } from '../attempt-id.ts';
import { OLDER_ATTEMPT } from '../documents.ts';
import { messageItem, messageKey, olderAttemptKey, type Partition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { changeItem, readItem } from '../port/change-item.ts';
import type { Write } from '../port/store.ts';

type MessageChange<Result> = {
  /** The new record; null leaves the message unchanged. */
  readonly record: MessageRecord | null;
  /** Written before the message, in the same commit. */
  readonly before?: readonly Write[];
  readonly result: Result;
};

type Maybe<T> = T | Promise<T>;

type MessageChanger = {
  readonly change: <Result>(
    key: KeyedHash,
    next: (record: MessageRecord | null) => Maybe<MessageChange<Result>>,
  ) => Promise<Result>;
  /**
   * Changes the message of an attempt. An id of an older version may belong to one of several keys,
   * which are tried in turn.
   *
   * @param next is given the id that the attempt has in this message
   * @param isThere whether the result shows that the message has the attempt; false tries the next
   *   key
   * @param missing the result if no message has it
   */
  readonly changeAttempt: <Result>(
    id: AttemptId,
    next: (record: MessageRecord | null, id: AttemptId) => Maybe<MessageChange<Result>>,
    isThere: (result: Result) => boolean,
    missing: Result,
  ) => Promise<Result>;
};

export type Approval = { readonly digest: Digest; readonly operator: string; readonly at: Date };

/** The id, state and approval of a new attempt. */
export function approvedAttempt(
  context: LedgerContext,
  key: KeyedHash,
  { digest, operator, at }: Approval,
  now: string,
) {
  return {
    id: attemptIdFor(key, context.newToken()),
    state: 'approved',
    changedAt: now,
    digest: context.keyedHash(digest),
    operator,
    approvedAt: at.toISOString(),
  } as const;
}

/** Changes messages of one partition with `changeItem`. */
export function messageChanger(context: LedgerContext, partition: Partition): MessageChanger {
  const { mode, keyedHash, isShared } = context;
  const isAnswer = partition !== mode;

  const change: MessageChanger['change'] = async (key, next) =>
    await changeItem(context, MESSAGE_RECORD, messageKey(partition, key), async (current) => {
      const { record, before = [], result } = await next(current);
      const write = record === null ? null : messageItem(partition, record, isShared);
      return { write, before, result };
    });

  /**
   * The keys that an attempt's message may have, and the attempt's id there: from the id, or from
   * its entry.
   */
  async function* placesOf(id: AttemptId): AsyncIterable<readonly [KeyedHash, AttemptId]> {
    const within = keyWithin(id);
    if (isKeyedHash(within)) {
      yield [within, id];
      yield [keyedHash(within), rekeyedId(id, keyedHash)];
    }
    const entry = await readItem(context, OLDER_ATTEMPT, olderAttemptKey(mode, id));
    if (entry !== null && entry.doc.isAnswer === isAnswer) yield [entry.doc.key, id];
  }

  return {
    change,
    changeAttempt: async (id, next, isThere, missing) => {
      let result = missing;
      for await (const [key, current] of placesOf(id)) {
        result = await change(key, (record) => next(record, current));
        if (isThere(result)) return result;
      }
      return result;
    },
  };
}
