import type { Ledger, MessageFilter } from '../../../application/ports/ledger.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import {
  attemptsIn,
  MESSAGE_RECORD,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import { PLAYER } from '../documents.ts';
import {
  messageKey,
  messageList,
  messagesTo,
  openList,
  playerPartition,
  seasonBelow,
  seasonFrom,
  unreadList,
  unsettledList,
} from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { sidLookup } from '../messages/lookup-items.ts';
import { flatten } from '../port/change-item.ts';
import type { Range, Stored } from '../port/store.ts';
import { eventsOf, ledgerMessageOf, openAttemptOf } from './from-record.ts';

type Pages = AsyncIterable<readonly Stored[]>;

type Reading = Pick<
  Ledger,
  | 'messages'
  | 'byKeys'
  | 'bySids'
  | 'unsettled'
  | 'open'
  | 'events'
  | 'latestSeason'
  | 'firstApproval'
>;

/** Reads messages page by page, so that memory does not grow with the ledger. */
export function readingIn(context: LedgerContext): Reading {
  const { store, mode, keyedHash, read } = context;
  const entries = sidLookup(context);

  const pagesOf = ({ season, to, newestFirst = false, pageSize }: MessageFilter): Pages => {
    const order = { descending: newestFirst, ...(pageSize === undefined ? {} : { pageSize }) };
    return to === undefined
      ? store.query('list', messageList(mode), { ...within(season), ...order })
      : store.query('person', messagesTo(mode, to), order);
  };

  const byKeys: Ledger['byKeys'] = async (keys) => {
    const stored = await store.getMany(keys.map((key) => messageKey(mode, key)));
    const messages = stored.flatMap(({ doc }) => ledgerMessageOf(read(MESSAGE_RECORD, doc)) ?? []);
    const byKey = new Map(messages.map((message) => [message.key, message]));
    return keys.flatMap((key) => byKey.get(key) ?? []);
  };

  return {
    messages: (which = {}) => mapped(context, pagesOf(which), ledgerMessageOf),
    byKeys,

    bySids: async (sids) => {
      const held = await entries.resolve(sids);
      const keys = [...held.values()].flatMap(({ key, isAnswer }) => (isAnswer ? [] : [key]));
      const messages = new Map<MessageSid, LedgerMessage>();
      for (const message of await byKeys([...new Set(keys)])) {
        if (message.messageSid !== null && held.has(message.messageSid)) {
          messages.set(message.messageSid, message);
        }
      }
      return messages;
    },

    unsettled: async function* (takenSince) {
      const from = takenSince.toISOString();
      yield* mapped(context, store.query('due', unsettledList(mode)), ledgerMessageOf);
      yield* mapped(context, store.query('due', unreadList(mode), { from }), ledgerMessageOf);
    },

    open: async () => {
      const open = [];
      for await (const record of recordsOf(context, store.query('due', openList(mode)))) {
        if (record.attempt.erasedAt === undefined) open.push(openAttemptOf(record, keyedHash));
      }
      return open;
    },

    events: async function* (which = {}) {
      for await (const record of recordsOf(context, pagesOf(which))) {
        // An earlier attempt of the message may have been erased, and then has no recipient.
        for (const event of eventsOf(record, keyedHash)) {
          if (which.to === undefined || event.to === which.to) yield event;
        }
      }
    },

    latestSeason: async () => {
      for await (const { purpose, season } of listed(context, { descending: true })) {
        if (purpose === 'invite') return season;
      }
      return null;
    },

    firstApproval: async () => {
      let first: string | null = null;
      for await (const { attempt } of firstOfSeasons(context)) {
        if (first === null || attempt.approvedAt < first) first = attempt.approvedAt;
      }
      return first === null ? null : new Date(first);
    },
  };
}

/**
 * The seasons with at least one message or known player that is not erased. Of each season,
 * messages are read from the newest until one is not erased.
 */
export async function seasonsNamed(context: LedgerContext): Promise<ReadonlySet<string>> {
  const seasons = new Set<string>();
  for await (const { season } of firstOfSeasons(context)) {
    if (await isNamed(context, season)) seasons.add(season);
  }
  for await (const { doc } of flatten(context.store.query('main', playerPartition(context.mode)))) {
    seasons.add(context.read(PLAYER, doc).season);
  }
  return seasons;
}

async function isNamed(context: LedgerContext, season: string): Promise<boolean> {
  for await (const record of listed(context, { ...within(season), descending: true })) {
    if (attemptsIn(record).some(({ erasedAt }) => erasedAt === undefined)) return true;
  }
  return false;
}

/** Whether a message that was claimed before a time is not erased. @param before in ISO 8601 */
export async function isNamedBefore(context: LedgerContext, before: string): Promise<boolean> {
  for await (const { season } of firstOfSeasons(context)) {
    // oxlint-disable-next-line no-await-in-loop -- a few seasons
    for await (const record of listed(context, within(season))) {
      if (record.claimedAt >= before) break;
      if (attemptsIn(record).some(({ erasedAt }) => erasedAt === undefined)) return true;
    }
  }
  return false;
}

/** The first claimed message of each season. Reads one page for each season. */
export async function* firstOfSeasons(context: LedgerContext): AsyncIterable<MessageRecord> {
  for (let from = ''; ;) {
    // oxlint-disable-next-line no-await-in-loop -- each season begins after the one before it
    const first = await firstOf(listed(context, { from }));
    if (first === null) return;
    yield first;
    from = seasonBelow(first.season);
  }
}

async function firstOf<T>(all: AsyncIterable<T>): Promise<T | null> {
  for await (const one of all) return one;
  return null;
}

function within(season: string | undefined): Range {
  return season === undefined ? {} : { from: seasonFrom(season), below: seasonBelow(season) };
}

function listed(context: LedgerContext, range: Range): AsyncIterable<MessageRecord> {
  return recordsOf(context, context.store.query('list', messageList(context.mode), range));
}

/** The records in the pages of a query. */
export function recordsOf(context: LedgerContext, pages: Pages): AsyncIterable<MessageRecord> {
  return mapped(context, pages, (record) => record);
}

/** Maps the records in the pages of a query, and leaves out null. */
async function* mapped<T extends object>(
  { read }: LedgerContext,
  pages: Pages,
  map: (record: MessageRecord) => T | null,
): AsyncIterable<T> {
  for await (const page of pages) {
    for (const { doc } of page) {
      const one = map(read(MESSAGE_RECORD, doc));
      if (one !== null) yield one;
    }
  }
}
