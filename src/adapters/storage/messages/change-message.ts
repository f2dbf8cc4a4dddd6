import { MESSAGE_RECORD, type MessageRecord } from '../../../domain/delivery/message-record.ts';
import { isKeyedHash, type KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import type { AttemptId } from '../../../domain/delivery/ids.ts';
import type { Digest } from '../../../domain/message/message.ts';
import { changeItem, readItem } from '../port/change-item.ts';
import { OLDER_ATTEMPT } from '../documents.ts';
import { attemptIdFor, keyWithin, rekeyedId } from '../attempt-id.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { messageItem, messageKey, olderAttemptKey, type Partition } from '../layout.ts';
import type { Write } from '../port/store.ts';

/** What a message becomes: null leaves it as it is. `before` is written first, so that it leads to it. */
type MessageChange<Result> = {
  readonly record: MessageRecord | null;
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
   * Changes the message of an attempt, also where its id is one of an older ledger.
   *
   * @param isThere whether the message was the right one
   */
  readonly changeAttempt: <Result>(
    id: AttemptId,
    next: (record: MessageRecord | null, id: AttemptId) => Maybe<MessageChange<Result>>,
    isThere: (result: Result) => boolean,
    missing: Result,
  ) => Promise<Result>;
};

export type Approval = { readonly digest: Digest; readonly operator: string; readonly at: Date };

/** An attempt as it is before anything was done with it. */
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

/** Changes messages of one partition, each as it is at that moment. */
export function messageChanger(context: LedgerContext, partition: Partition): MessageChanger {
  const { mode, keyedHash, isShared } = context;
  const isAnswer = partition !== mode;

  const change: MessageChanger['change'] = async (key, next) =>
    await changeItem(context, MESSAGE_RECORD, messageKey(partition, key), async (known) => {
      const { record, before = [], result } = await next(known);
      const write = record === null ? null : messageItem(partition, record, isShared);
      return { write, before, result };
    });

  /** Where an attempt may be kept: by the key in its id, or by a lead that was left when it was moved. */
  async function* placesOf(id: AttemptId): AsyncIterable<readonly [KeyedHash, AttemptId]> {
    const within = keyWithin(id);
    if (isKeyedHash(within)) {
      yield [within, id];
      yield [keyedHash(within), rekeyedId(id, keyedHash)];
    }
    const lead = await readItem(context, OLDER_ATTEMPT, olderAttemptKey(mode, id));
    if (lead !== null && lead.doc.isAnswer === isAnswer) yield [lead.doc.key, id];
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
