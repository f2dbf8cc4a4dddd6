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
import { each, found } from '../port/change-item.ts';
import { personHash } from '../messages/contact-log.ts';
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
  type Base,
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
  base: Base,
  season: Season,
  at: string,
): AsyncIterable<PersonalItem> {
  const bases = MODES.map((mode) => ({ ...base, mode }));
  const known = peopleAcross(bases);
  for (const one of bases) yield* findingsOfSeason(one, season, known);
  for (const one of bases) yield* optOutsOfSeason(one, season, known);
  for (const one of bases) yield* repliesOfSeason(one, season, known);
  for (const one of bases) yield* answersOfSeason(one, season, at, known);
  for (const one of bases) {
    for await (const stored of each(one.store.query('main', playerPartition(one.mode)))) {
      if (one.read(PLAYER, stored.doc).season === season) yield gone(stored, 'players');
    }
  }
  for (const one of bases) yield* messagesOfSeason(one, season, at, known);
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

function peopleAcross(bases: readonly Base[]): Known {
  const first = async <T>(look: (base: Base) => Promise<T | null>): Promise<T | null> => {
    for (const base of bases) {
      // oxlint-disable-next-line no-await-in-loop -- three modes
      const seen = await look(base);
      if (seen !== null) return seen;
    }
    return null;
  };

  type Sent = { readonly season: string; readonly approvedAt: string };
  const sentTo = async (number: string, until?: string): Promise<readonly Sent[]> => {
    const sent: Sent[] = [];
    for (const { store, mode, read } of bases) {
      const messages = store.query('person', messagesTo(mode, whatsappAddress(number)));
      // oxlint-disable-next-line no-await-in-loop -- three modes
      for await (const stored of each(messages)) {
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
      asPhone(whom) ?? (await first(async (base) => await userIds(base).numberBehind(whom, null))),
    seasonsOf: async (number) => {
      const seasons = new Set((await sentTo(number)).map(({ season }) => season));
      for (const { store, mode, read } of bases) {
        // oxlint-disable-next-line no-await-in-loop -- three modes
        for await (const { doc } of each(store.query('person', playersOf(mode, number)))) {
          seasons.add(read(PLAYER, doc).season);
        }
      }
      return seasons;
    },
    seasonAt: async (number, until) => (await sentTo(number, until)).at(-1)?.season ?? null,
    seasonOfSid: async (sid) =>
      await first(async (base) => {
        const lead = await sidLookup(base).messageOf(sid);
        if (lead === null) return null;
        const message = await found(base, MESSAGE_RECORD, messageKey(base.mode, lead.key));
        return message?.doc.season ?? null;
      }),
  };
}

async function* findingsOfSeason(
  base: Base,
  season: Season,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = base;
  for await (const stored of each(store.query('main', findingPartition(mode)))) {
    if ((await known.seasonOfSid(read(FINDING, stored.doc).sid)) === season) {
      yield* finding(base, stored);
    }
  }
}

async function* optOutsOfSeason(
  base: Base,
  season: Season,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = base;
  for await (const stored of each(store.query('main', optOutPartition(mode)))) {
    const { whom } = read(OPT_OUT, stored.doc);
    const number = whom === null ? null : await known.numberOf(whom);
    if (number === null) continue;
    const seasons = await known.seasonsOf(number);
    if (seasons.has(season) && seasons.size === 1) yield optOut(base, stored);
  }
}

async function* repliesOfSeason(
  base: Base,
  season: Season,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = base;
  const kept = new Set<string>();
  const gonePeople = new Map<string, string | null>();
  for await (const stored of each(store.query('list', repliesList(mode)))) {
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
    const alias = number === null ? [] : [aliasKey(mode, personHash(number, base.keyedHash))];
    const user = userKey(mode, id);
    // oxlint-disable-next-line no-await-in-loop -- those who wrote in one season
    for (const stored of await store.getMany([user, ...alias])) yield gone(stored, null);
  }
}

async function* answersOfSeason(
  base: Base,
  season: Season,
  at: string,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = base;
  for await (const stored of each(store.query('list', messageList(`${mode}#answers`)))) {
    const { attempt } = read(MESSAGE_RECORD, stored.doc);
    if (attempt.erasedAt !== undefined) continue;
    const number = withoutChannel(attempt.recipient);
    if ((await known.seasonAt(number, attempt.approvedAt)) !== season) continue;
    yield* message(base, stored, names, (one) => erase(one, names, at));
  }
}

async function* messagesOfSeason(
  base: Base,
  season: Season,
  at: string,
  known: Known,
): AsyncIterable<PersonalItem> {
  const { store, mode, read } = base;
  const inSeason = { from: seasonFrom(season), below: seasonBelow(season) };
  for await (const stored of each(store.query('list', messageList(mode), inSeason))) {
    const record = read(MESSAGE_RECORD, stored.doc);
    const sids = attemptsIn(record).flatMap((one) => one.messageSid ?? []);
    const to = record.attempt.recipient;
    if (to !== '') {
      const written = await store.get(personKey(mode, personHash(to, base.keyedHash)));
      const seasons = await known.seasonsOf(withoutChannel(to));
      if (written !== null && [...seasons].every((one) => one === season)) {
        yield person(base, written);
      }
    }
    for (const sid of sids) {
      const answering = await store.get(answeringKey(mode, sid));
      if (answering !== null) yield gone(answering, null);
    }
    yield* message(base, stored, names, (one) => erase(one, names, at));
  }
}

function names({ erasedAt }: AttemptRecord): boolean {
  return erasedAt === undefined;
}
