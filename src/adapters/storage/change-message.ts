import type { MessageRecord } from '../../domain/delivery/message-record.ts';
import { isSealed, type Sealed } from '../../domain/delivery/seal.ts';
import { asAttemptId, type AttemptId } from '../../domain/delivery/ids.ts';
import { changeItem } from './change-item.ts';
import { OLDER_ATTEMPT, recordIn } from './documents.ts';
import {
  attemptIdFor,
  keyWithin,
  messageItem,
  messageKey,
  olderAttemptKey,
  type Base,
  type Partition,
} from './layout.ts';
import type { Write } from './store.ts';

/** What a message becomes: null leaves it as it is. `before` is written first, so that it leads to it. */
type Changed<Result> = {
  readonly record: MessageRecord | null;
  readonly before?: readonly Write[];
  readonly result: Result;
};

type Maybe<T> = T | Promise<T>;

type Changing = {
  readonly change: <Result>(
    key: Sealed,
    next: (record: MessageRecord | null) => Maybe<Changed<Result>>,
  ) => Promise<Result>;
  /**
   * Changes the message of an attempt, also where its id is one of an older ledger.
   *
   * @param isThere whether the message was the right one
   */
  readonly changeAttempt: <Result>(
    id: AttemptId,
    next: (record: MessageRecord | null, id: AttemptId) => Maybe<Changed<Result>>,
    isThere: (result: Result) => boolean,
    missing: Result,
  ) => Promise<Result>;
};

/** The random part of an attempt's id. */
const ID_TOKEN_LENGTH = 16;

/** Changes messages of one partition, each as it is at that moment. */
export function changing(base: Base, partition: Partition): Changing {
  const { store, mode, seal, isShared, read } = base;
  const isAnswer = partition !== mode;

  const change: Changing['change'] = async (key, next) =>
    await changeItem(store, messageKey(partition, key), base.name, async (doc) => {
      const { record, before = [], result } = await next(recordIn(read, { doc }));
      const write = record === null ? null : messageItem(partition, record, isShared);
      return { write, before, result };
    });

  /** Where an attempt may be kept: by the key in its id, or by a lead that was left when it was moved. */
  async function* placesOf(id: AttemptId): AsyncIterable<readonly [Sealed, AttemptId]> {
    const within = keyWithin(id);
    if (isSealed(within)) {
      yield [within, id];
      const key = seal(within);
      const moved = asAttemptId(attemptIdFor(key, id.slice(-ID_TOKEN_LENGTH)));
      if (moved !== null) yield [key, moved];
    }
    const lead = await store.get(olderAttemptKey(mode, id));
    if (lead === null) return;
    const older = read(OLDER_ATTEMPT, lead.doc);
    if (older.isAnswer === isAnswer) yield [older.key, id];
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
