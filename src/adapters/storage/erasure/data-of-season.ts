import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
} from '../../../domain/delivery/message-record.ts';
import { erase } from '../../../domain/delivery/transitions.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { asPhone } from '../../../domain/record/phone/phone.ts';
import type { Season } from '../../../domain/record/values/season.ts';
import { whatsappAddress, withoutChannel } from '../../../domain/contact/recipient.ts';
import { flatten, readItem } from '../port/change-item.ts';
import { personHash } from '../messages/contact-log.ts';
import { FINDING, OPT_OUT, PLAYER, REPLY } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
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
import { sidLookup } from '../messages/lookup-items.ts';
import { finding, gone, message, optOut, person, type PersonalItem } from './personal-data.ts';
import { userIds } from '../people/user-ids.ts';

/**
 * Everything that a ledger keeps of the people of one season. Somebody may have stopped in one mode and
 * have got a message in another, so all modes tell who they are; what tells it goes last, should this be
 * cut off.
 */
export async function* dataOfSeason(
  context: LedgerContext,
  season: Season,
  at: string,
): AsyncIterable<PersonalItem> {
  const contexts = MODES.map((mode) => ({ ...context, mode }));
  const known = peopleAcross(contexts);
  for (const one of contexts) yield* findingsOfSeason(one, season, known);
  for (const one of contexts) yield* optOutsOfSeason(one, season, known);
  for (const one of contexts) yield* repliesOfSeason(one, season, known);
  for (const one of contexts) yield* answersOfSeason(one, season, at, known);
  for (const one of contexts) {
    for await (const stored of flatten(one.store.query('main', playerPartition(one.mode)))) {
      if (one.read(PLAYER, stored.doc).season === season) yield gone(stored, 'players');
    }
  }
  for (const one of contexts) yield* messagesOfSeason(one, season, at, known);
}

/** What the modes of a ledger tell together. */
type Known = {
  /** The number behind a number or a user id. */
  readonly numberOf: (whom: string) => Promise<string | null>;
  /** The seasons of the messages that went to a number, and of the lists with it. */
  readonly seasonsOf: (number: string) => Promise<ReadonlySet<string>>;
  /** The season of the last message that went to a number before a time. */
  readonly seasonAt: (number: string, until: string) => Promise<string | null>;
  readonly seasonOfSid: (sid: MessageSid) => Promise<string | null>;
};

function peopleAcross(contexts: readonly LedgerContext[]): Known {
  const first = async <T>(
    look: (context: LedgerContext) => Promise<T | null>,
  ): Promise<T | null> => {
    for (const context of contexts) {
      // oxlint-disable-next-line no-await-in-loop -- three modes
      const seen = await look(context);
      if (seen !== null) return seen;
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
    numberOf: async (whom) =>
      asPhone(whom) ??
      (await first(async (context) => await userIds(context).numberBehind(whom, null))),
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
        const lead = await sidLookup(context).messageOf(sid);
        if (lead === null) return null;
        const message = await readItem(context, MESSAGE_RECORD, messageKey(context.mode, lead.key));
        return message?.doc.season ?? null;
      }),
  };
}

async function* findingsOfSeason(
  context: LedgerContext,
  season: Season,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  for await (const stored of flatten(store.query('main', findingPartition(mode)))) {
    if ((await known.seasonOfSid(read(FINDING, stored.doc).sid)) === season) {
      yield* finding(context, stored);
    }
  }
}

async function* optOutsOfSeason(
  context: LedgerContext,
  season: Season,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  for await (const stored of flatten(store.query('main', optOutPartition(mode)))) {
    const { whom } = read(OPT_OUT, stored.doc);
    const number = whom === null ? null : await known.numberOf(whom);
    if (number === null) continue;
    const seasons = await known.seasonsOf(number);
    if (seasons.has(season) && seasons.size === 1) yield optOut(context, stored);
  }
}

async function* repliesOfSeason(
  context: LedgerContext,
  season: Season,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  const kept = new Set<string>();
  const gonePeople = new Map<string, string | null>();
  for await (const stored of flatten(store.query('list', repliesList(mode)))) {
    const { sender, userId, answers, at } = read(REPLY, stored.doc);
    const answered = answers === null ? null : await known.seasonOfSid(answers);
    const number = await known.numberOf(sender);
    const id = userId ?? sender;
    const before = number === null ? null : await known.seasonAt(number, at);
    if ((answered ?? before) === season) {
      gonePeople.set(id, number);
      yield gone(stored, 'replies');
    } else kept.add(id);
  }
  for (const [id, number] of gonePeople) {
    if (kept.has(id)) continue;
    const alias = number === null ? [] : [aliasKey(mode, personHash(number, context.keyedHash))];
    const user = userKey(mode, id);
    // oxlint-disable-next-line no-await-in-loop -- those who wrote in one season
    for (const stored of await store.getMany([user, ...alias])) yield gone(stored, null);
  }
}

async function* answersOfSeason(
  context: LedgerContext,
  season: Season,
  at: string,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  for await (const stored of flatten(store.query('list', messageList(`${mode}#answers`)))) {
    const { attempt } = read(MESSAGE_RECORD, stored.doc);
    if (attempt.erasedAt !== undefined) continue;
    const number = withoutChannel(attempt.recipient);
    if ((await known.seasonAt(number, attempt.approvedAt)) !== season) continue;
    yield* message(context, stored, names, (one) => erase(one, names, at));
  }
}

async function* messagesOfSeason(
  context: LedgerContext,
  season: Season,
  at: string,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = context;
  const inSeason = { from: seasonFrom(season), below: seasonBelow(season) };
  for await (const stored of flatten(store.query('list', messageList(mode), inSeason))) {
    const record = read(MESSAGE_RECORD, stored.doc);
    const sids = attemptsIn(record).flatMap((one) => one.messageSid ?? []);
    const to = record.attempt.recipient;
    if (to !== '') {
      const written = await store.get(personKey(mode, personHash(to, context.keyedHash)));
      const seasons = await known.seasonsOf(withoutChannel(to));
      if (written !== null && [...seasons].every((one) => one === season)) {
        yield person(context, written);
      }
    }
    for (const sid of sids) {
      const answering = await store.get(answeringKey(mode, sid));
      if (answering !== null) yield gone(answering, null);
    }
    yield* message(context, stored, names, (one) => erase(one, names, at));
  }
}

function names({ erasedAt }: AttemptRecord): boolean {
  return erasedAt === undefined;
}
