import { attemptsIn, type AttemptRecord } from '../../domain/delivery/message-record.ts';
import { erase } from '../../domain/delivery/transitions.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import { asPhone } from '../../domain/phone.ts';
import type { Season } from '../../domain/season.ts';
import { each } from './change-item.ts';
import { personOf } from './departures.ts';
import { FINDING, OPT_OUT, PLAYER, recordIn, REPLY } from './documents.ts';
import {
  aliasKey,
  answeringKey,
  findingPartition,
  messageKey,
  messageList,
  messagesTo,
  optOutPartition,
  personKey,
  playerPartition,
  playersOf,
  repliesList,
  seasonBelow,
  seasonFrom,
  userKey,
  type Base,
} from './layout.ts';
import { sidLeads } from './sid-leads.ts';
import { finding, gone, message, MODES, optOut, person, type Trace } from './trace.ts';
import { userIds } from './user-ids.ts';

/** Everything that a ledger keeps of the people of one season. */
export async function* tracesOfSeason(
  base: Base,
  season: Season,
  at: string,
): AsyncIterable<Trace> {
  for (const mode of MODES) {
    // oxlint-disable-next-line no-await-in-loop -- three modes
    yield* ofSeasonIn({ ...base, mode }, season, at);
  }
}

async function* ofSeasonIn(base: Base, season: Season, at: string): AsyncIterable<Trace> {
  const { store, mode, read } = base;
  const people = userIds(base);
  const leads = sidLeads(base);
  const inSeason = { from: seasonFrom(season), below: seasonBelow(season) };
  const numberOf = async (whom: string): Promise<string | null> =>
    asPhone(whom) ?? (await people.numberBehind(whom, null));

  /** The seasons in which messages went to a number, the latest last, up to a time. */
  const seasonsOf = async (number: string, until: string): Promise<readonly string[]> => {
    const seasons: string[] = [];
    for await (const stored of each(
      store.query('person', messagesTo(mode, `whatsapp:${number}`)),
    )) {
      const record = recordIn(read, stored);
      for (const attempt of record === null ? [] : attemptsIn(record)) {
        if (attempt.erasedAt === undefined && attempt.approvedAt <= until) {
          seasons.push(record?.season ?? '');
        }
      }
    }
    return seasons;
  };

  const seasonOfSid = async (sid: MessageSid): Promise<string | null> => {
    const lead = await leads.messageOf(sid);
    if (lead === null) return null;
    return recordIn(read, await store.get(messageKey(mode, lead.key)))?.season ?? null;
  };

  const seasonAt = async (number: string | null, until: string): Promise<string | null> =>
    number === null ? null : ((await seasonsOf(number, until)).at(-1) ?? null);

  for await (const stored of each(store.query('main', playerPartition(mode)))) {
    if (read(PLAYER, stored.doc).season === season) yield gone(stored, 'players');
  }
  for await (const stored of each(store.query('main', findingPartition(mode)))) {
    const { sid } = read(FINDING, stored.doc);
    if ((await seasonOfSid(sid)) === season) yield* finding(base, stored);
  }
  for await (const stored of each(store.query('main', optOutPartition(mode)))) {
    const { whom } = read(OPT_OUT, stored.doc);
    const number = whom === null ? null : await numberOf(whom);
    if (number === null) continue;
    const seasons = new Set(await seasonsOf(number, at));
    for await (const player of each(store.query('person', playersOf(mode, number)))) {
      seasons.add(read(PLAYER, player.doc).season);
    }
    if (seasons.has(season) && seasons.size === 1) yield optOut(base, stored);
  }
  const kept = new Set<string>();
  const gonePeople = new Map<string, string | null>();
  for await (const stored of each(store.query('list', repliesList(mode)))) {
    const reply = read(REPLY, stored.doc);
    const answered = reply.answers === null ? null : await seasonOfSid(reply.answers);
    const number = await numberOf(reply.sender);
    const id = reply.userId ?? reply.sender;
    if ((answered ?? (await seasonAt(number, reply.at))) === season) {
      gonePeople.set(id, number);
      yield gone(stored, 'replies');
    } else kept.add(id);
  }
  for (const [id, number] of gonePeople) {
    if (kept.has(id)) continue;
    const alias = number === null ? [] : [aliasKey(mode, personOf(number, base.seal))];
    const user = userKey(mode, id);
    // oxlint-disable-next-line no-await-in-loop -- those who wrote in one season
    for (const stored of await store.getMany([user, ...alias])) yield gone(stored, null);
  }
  for await (const stored of each(store.query('list', messageList(`${mode}#answers`)))) {
    const record = recordIn(read, stored);
    if (record === null || record.attempt.erasedAt !== undefined) continue;
    const number = record.attempt.recipient.replace('whatsapp:', '');
    if ((await seasonAt(number, record.attempt.approvedAt)) !== season) continue;
    yield* message(base, stored, names, (one) => erase(one, names, at));
  }
  for await (const stored of each(store.query('list', messageList(mode), inSeason))) {
    const record = recordIn(read, stored);
    const sids = record === null ? [] : attemptsIn(record).flatMap((one) => one.messageSid ?? []);
    const to = record?.attempt.recipient ?? '';
    if (to !== '') {
      const written = await store.get(personKey(mode, personOf(to, base.seal)));
      if (
        written !== null &&
        (await seasonsOf(to.replace('whatsapp:', ''), at)).every((one) => one === season)
      ) {
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
