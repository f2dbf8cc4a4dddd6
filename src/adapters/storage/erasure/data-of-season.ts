import { whatsappAddress, withoutChannel } from '../../../domain/contact/recipient.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import { erase } from '../../../domain/delivery/transitions.ts';
import { asPhone } from '../../../domain/record/phone/phone.ts';
import type { Season } from '../../../domain/record/values/season.ts';
import { FINDING, OPT_OUT, PLAYER, REPLY } from '../documents.ts';
import {
  aliasKey,
  answeringKey,
  findingPartition,
  messageKey,
  messageList,
  messagesTo,
  MODES,
  optOutPartition,
  personKey,
  playerPartition,
  playersOf,
  repliesList,
  seasonBelow,
  seasonFrom,
  userKey,
} from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { personHash } from '../messages/contact-log.ts';
import { sidLookup } from '../messages/lookup-items.ts';
import { userIds } from '../people/user-ids.ts';
import { flatten, readItem } from '../port/change-item.ts';
import { firstOfSeasons } from '../reading/reading.ts';
import {
  findingData,
  deletedData,
  messageData,
  optOutData,
  contactData,
  type PersonalItem,
} from './personal-data.ts';

/**
 * All items with data of the people of one season. A person may have an opt-out in one mode and a
 * message in another, so people are identified through all modes. The items that identify them
 * (players, messages) come last: if erasing is cut off, the rest is found through them.
 *
 * @param at the time of erasure, in ISO 8601
 */
export async function* dataOfSeason(
  context: LedgerContext,
  season: Season,
  at: string,
): AsyncIterable<PersonalItem> {
  const contexts = MODES.map((mode) => ({ ...context, mode }));
  const people = peopleAcross(contexts);
  for (const one of contexts) yield* findingsOfSeason(one, season, people);
  for (const one of contexts) yield* optOutsOfSeason(one, season, people);
  for (const one of contexts) yield* repliesOfSeason(one, season, people);
  for (const one of contexts) yield* answersOfSeason(one, season, at, people);
  for (const one of contexts) {
    for await (const stored of flatten(one.store.query('main', playerPartition(one.mode)))) {
      if (one.read(PLAYER, stored.doc).season === season) yield deletedData(stored, 'players');
    }
  }
  for (const one of contexts) yield* messagesOfSeason(one, season, at, people);
}

/** Look-ups through all modes. */
type PeopleLookup = {
  /** The number of a user id; a number itself. */
  readonly numberOf: (recipient: string) => Promise<string | null>;
  /** The seasons of the messages to a number, and of the lists that have it. */
  readonly seasonsOf: (number: string) => Promise<ReadonlySet<string>>;
  /** The season of the last message to a number that was approved by a time. */
  readonly seasonAt: (number: string, until: string) => Promise<string | null>;
  readonly seasonOfSid: (sid: MessageSid) => Promise<string | null>;
};

function peopleAcross(contexts: readonly LedgerContext[]): PeopleLookup {
  const first = async <T>(
    look: (context: LedgerContext) => Promise<T | null>,
  ): Promise<T | null> => {
    for (const context of contexts) {
      // oxlint-disable-next-line no-await-in-loop -- three modes
      const value = await look(context);
      if (value !== null) return value;
    }
    return null;
  };

  type Sent = { readonly season: string; readonly approvedAt: string };
  const sentTo = async (number: string, until?: string): Promise<readonly Sent[]> => {
    const sent: Sent[] = [];
    for (const { store, mode, read } of contexts) {
      const messages = store.query('person', messagesTo(mode, whatsappAddress(number)));
      // oxlint-disable-next-line no-await-in-loop -- three modes
      for await (const stored of flatten(messages)) {
        const record = read(MESSAGE_RECORD, stored.doc);
        for (const { erasedAt, approvedAt } of attemptsIn(record)) {
          if (erasedAt !== undefined) continue;
          if (until !== undefined && approvedAt > until) continue;
          sent.push({ season: record.season, approvedAt });
        }
      }
    }
    return sent.toSorted((a, b) => a.approvedAt.localeCompare(b.approvedAt));
  };

  return {
    numberOf: async (recipient) =>
      asPhone(recipient) ??
      (await first(async (context) => await userIds(context).numberBehind(recipient, null))),
    seasonsOf: async (number) => {
      const seasons = new Set((await sentTo(number)).map(({ season }) => season));
      for (const { store, mode, read } of contexts) {
        // oxlint-disable-next-line no-await-in-loop -- three modes
        for await (const { doc } of flatten(store.query('person', playersOf(mode, number)))) {
          seasons.add(read(PLAYER, doc).season);
        }
      }
      return seasons;
    },
    seasonAt: async (number, until) => (await sentTo(number, until)).at(-1)?.season ?? null,
    seasonOfSid: async (sid) =>
      await first(async (context) => {
        const entry = await sidLookup(context).messageOf(sid);
        if (entry === null) return null;
        const message = await readItem(
          context,
          MESSAGE_RECORD,
          messageKey(context.mode, entry.key),
        );
        return message?.doc.season ?? null;
      }),
  };
}

async function* findingsOfSeason(
  context: LedgerContext,
  season: Season,
  people: PeopleLookup,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  for await (const stored of flatten(store.query('main', findingPartition(mode)))) {
    if ((await people.seasonOfSid(read(FINDING, stored.doc).sid)) === season) {
      yield* findingData(context, stored);
    }
  }
}

async function* optOutsOfSeason(
  context: LedgerContext,
  season: Season,
  people: PeopleLookup,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  for await (const stored of flatten(store.query('main', optOutPartition(mode)))) {
    const { whom } = read(OPT_OUT, stored.doc);
    const number = whom === null ? null : await people.numberOf(whom);
    if (number === null) continue;
    const seasons = await people.seasonsOf(number);
    if (seasons.has(season) && seasons.size === 1) yield optOutData(context, stored);
  }
}

async function* repliesOfSeason(
  context: LedgerContext,
  season: Season,
  people: PeopleLookup,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  const kept = new Set<string>();
  const deletedIds = new Map<string, string | null>();
  const starts = await Array.fromAsync(firstOfSeasons(context));
  for await (const stored of flatten(store.query('list', repliesList(mode)))) {
    const { sender, userId, answers, at } = read(REPLY, stored.doc);
    const answered = answers === null ? null : await people.seasonOfSid(answers);
    const number = await people.numberOf(sender);
    const ids = [sender, ...(userId === null ? [] : [userId])];
    const before = number === null ? null : await people.seasonAt(number, at);
    if ((answered ?? before ?? seasonRunningAt(starts, at)) === season) {
      for (const id of ids) deletedIds.set(id, number);
      yield deletedData(stored, 'replies');
    } else {
      for (const id of ids) kept.add(id);
    }
  }
  for (const [id, number] of deletedIds) {
    if (kept.has(id)) continue;
    const alias = number === null ? [] : [aliasKey(mode, personHash(number, context.keyedHash))];
    const user = userKey(mode, id);
    // oxlint-disable-next-line no-await-in-loop -- people who replied in one season
    for (const stored of await store.getMany([user, ...alias])) yield deletedData(stored, null);
  }
}

/** The last season begun by a time. A stranger's reply is erased with it. */
function seasonRunningAt(starts: readonly MessageRecord[], at: string): string | null {
  return starts.findLast(({ claimedAt }) => claimedAt <= at)?.season ?? null;
}

async function* answersOfSeason(
  context: LedgerContext,
  season: Season,
  at: string,
  people: PeopleLookup,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  for await (const stored of flatten(store.query('list', messageList(`${mode}#answers`)))) {
    const { attempt } = read(MESSAGE_RECORD, stored.doc);
    if (attempt.erasedAt !== undefined) continue;
    const number = withoutChannel(attempt.recipient);
    if ((await people.seasonAt(number, attempt.approvedAt)) !== season) continue;
    yield* messageData(context, stored, isNotErased, (one) => erase(one, isNotErased, at));
  }
}

async function* messagesOfSeason(
  context: LedgerContext,
  season: Season,
  at: string,
  people: PeopleLookup,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  const inSeason = { from: seasonFrom(season), below: seasonBelow(season) };
  for await (const stored of flatten(store.query('list', messageList(mode), inSeason))) {
    const record = read(MESSAGE_RECORD, stored.doc);
    const sids = attemptsIn(record).flatMap((one) => one.messageSid ?? []);
    const to = record.attempt.recipient;
    if (to !== '') {
      const written = await store.get(personKey(mode, personHash(to, context.keyedHash)));
      const seasons = await people.seasonsOf(withoutChannel(to));
      if (written !== null && [...seasons].every((one) => one === season)) {
        yield contactData(context, written);
      }
    }
    for (const sid of sids) {
      const answering = await store.get(answeringKey(mode, sid));
      if (answering !== null) yield deletedData(answering, null);
    }
    yield* messageData(context, stored, isNotErased, (one) => erase(one, isNotErased, at));
  }
}

function isNotErased({ erasedAt }: AttemptRecord): boolean {
  return erasedAt === undefined;
}
