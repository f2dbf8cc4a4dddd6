import type { Whose } from '../../application/forget.ts';
import { nationalForm } from '../../domain/phone.ts';
import type { Contents, Placed } from './dynamo-contents.ts';
import { HIDDEN } from './dynamo-layout.ts';
import type { KeptAttempt, KeptMessage } from './dynamo-message.ts';
import type { KeptReply } from './dynamo-replies.ts';

/** The items in which somebody can be recognised. */
export type Traces = Omit<Contents, 'findings'> & {
  /** Messages to others whose text names the number. */
  readonly texts: readonly Placed<KeptMessage>[];
  /** Which attempts of a message it is about. */
  readonly names: (attempt: KeptAttempt) => boolean;
  /** Which attempts of a message to others name the number in their text. */
  readonly mentions: (attempt: KeptAttempt) => boolean;
  readonly findings: Contents['findings'];
  /** How many of these Twilio has still to be asked for, by their text. */
  readonly open: number;
};

/** Finds everything a table has of a number, or of a season, whatever the mode; as `find-traces.ts` does. */
export function tracesIn(contents: Contents, whose: Whose): Traces {
  return whose.kind === 'number'
    ? ofNumber(contents, whose.phone, nationalForm(whose.phone))
    : ofSeason(contents, whose.season);
}

export function attemptsOf({ kept }: Placed<KeptMessage>): readonly KeptAttempt[] {
  return [...kept.earlier, kept];
}

function ofNumber(contents: Contents, phone: string, national: string): Traces {
  const address = `whatsapp:${phone}`;
  const numberOf = numbersBehind(contents);
  const names = ({ recipient }: KeptAttempt): boolean => recipient === address;
  const mentions = ({ recipient, body }: KeptAttempt): boolean =>
    recipient !== address && body.includes(national);
  const messages = contents.messages.filter((each) => attemptsOf(each).some(names));
  const sids = sidsOf(messages, names);
  // A reply may come from a user id alone: one that came beside the number, or that answers a message to it.
  const userIds = new Set([
    ...contents.replies.flatMap(({ kept }) => (kept.sender === phone ? (kept.userId ?? []) : [])),
    ...contents.users.flatMap(({ kept }) => (kept.phone === phone ? kept.userId : [])),
  ]);
  const replies = contents.replies.filter(
    ({ kept: { sender, answers } }) =>
      sender === phone || userIds.has(sender) || (answers !== null && sids.has(answers)),
  );
  return counted(contents, {
    messages,
    texts: contents.messages.filter((each) => attemptsOf(each).some(mentions)),
    names,
    mentions,
    answers: contents.answers.filter(({ kept }) => names(kept)),
    replies,
    users: contents.users.filter(({ kept }) => userIds.has(kept.userId)),
    players: contents.players.filter(({ kept }) => kept.phone === phone),
    optOuts: contents.optOuts.filter((optOut) => numberOf(optOut) === phone),
  });
}

function ofSeason(contents: Contents, season: string): Traces {
  const names = (attempt: KeptAttempt): boolean =>
    attempt.season === season && attempt.forgottenAt === undefined;
  const attempts = contents.messages.flatMap(attemptsOf);
  const seasonBySid = new Map(attempts.map((attempt) => [attempt.messageSid, attempt.season]));
  const byRecipient = Map.groupBy(attempts, ({ recipient }) => recipient);
  /** The season of the last message that a number got before something was written. */
  const seasonAt = (recipient: string, at: string): string | undefined =>
    (byRecipient.get(recipient) ?? [])
      .filter(({ approvedAt }) => approvedAt <= at)
      .toSorted((a, b) => a.approvedAt.localeCompare(b.approvedAt))
      .at(-1)?.season;
  const numberOf = numbersBehind(contents);
  const numberBehind = new Map(contents.users.map(({ kept }) => [kept.userId, kept.phone]));
  // A reply belongs to the season of the message it answers, or else of the last one before it.
  const isOfSeason = ({ kept }: Placed<KeptReply>): boolean =>
    season ===
    ((kept.answers === null ? undefined : seasonBySid.get(kept.answers)) ??
      seasonAt(`whatsapp:${numberBehind.get(kept.sender) ?? kept.sender}`, kept.at));
  const replies = contents.replies.filter(isOfSeason);
  const others = new Set(
    contents.replies
      .filter((reply) => !isOfSeason(reply))
      .map(({ kept }) => kept.userId ?? kept.sender),
  );
  const userIds = new Set(
    replies.map(({ kept }) => kept.userId ?? kept.sender).filter((id) => !others.has(id)),
  );
  const here = phonesIn(contents, (one) => one === season);
  const elsewhere = phonesIn(contents, (one) => one !== season);
  return counted(contents, {
    messages: contents.messages.filter((each) => attemptsOf(each).some(names)),
    texts: [],
    names,
    mentions: () => false,
    answers: contents.answers.filter(
      ({ kept }) =>
        kept.forgottenAt === undefined && season === seasonAt(kept.recipient, kept.approvedAt),
    ),
    replies,
    users: contents.users.filter(({ kept }) => userIds.has(kept.userId)),
    players: contents.players.filter(({ kept }) => kept.season === season),
    optOuts: contents.optOuts.filter((optOut) => {
      const phone = numberOf(optOut);
      return phone !== null && here.has(phone) && !elsewhere.has(phone);
    }),
  });
}

/** The number of an opt-out, or the one that is known by now to be behind its user id. */
function numbersBehind({
  messages,
  replies,
  users,
}: Contents): (optOut: Contents['optOuts'][number]) => string | null {
  const attempts = messages.flatMap(attemptsOf).filter(({ recipient }) => recipient !== '');
  const bySid = new Map(
    attempts.map(({ messageSid, recipient }) => [messageSid, recipient.replace('whatsapp:', '')]),
  );
  const answering = replies.flatMap(({ kept: { sender, answers } }) => {
    const number = answers === null ? undefined : bySid.get(answers);
    return number === undefined ? [] : [[sender, number] as const];
  });
  const writing = users.map(({ kept }) => [kept.userId, kept.phone] as const);
  const known = new Map([...answering, ...writing]);
  return ({ kept: { sk, phone } }) =>
    (phone !== null && sk.startsWith(HIDDEN) ? known.get(phone) : undefined) ?? phone;
}

/** The numbers of which messages or lists of some seasons tell. */
function phonesIn(
  { messages, players }: Contents,
  isOne: (season: string) => boolean,
): ReadonlySet<string> {
  const written = messages
    .flatMap(attemptsOf)
    .filter(({ season, forgottenAt }) => isOne(season) && forgottenAt === undefined)
    .map(({ recipient }) => recipient.replace('whatsapp:', ''));
  const listed = players.filter(({ kept }) => isOne(kept.season)).map(({ kept }) => kept.phone);
  return new Set([...written, ...listed]);
}

/** What is open of it, and what operators found of its tests, once it is known what it is. */
function counted(contents: Contents, found: Omit<Traces, 'findings' | 'open'>): Traces {
  const { messages, texts, answers, names, mentions } = found;
  const sids = sidsOf(messages, names);
  const attempts = [
    ...messages.flatMap(attemptsOf).filter(names),
    ...texts.flatMap(attemptsOf).filter(mentions),
    ...answers.map(({ kept }) => kept),
  ];
  return {
    ...found,
    findings: contents.findings.filter(({ kept }) => kept.reason !== null && sids.has(kept.sid)),
    open: attempts.filter(isOpen).length,
  };
}

/** What was sought at Twilio and not found there for certain is as settled as it will ever be. */
export function isOpen({ state, soughtAt, candidate }: KeptAttempt): boolean {
  return (
    state === 'approved' ||
    state === 'sending' ||
    (state === 'unknown' && soughtAt === undefined && candidate === undefined)
  );
}

function sidsOf(
  messages: readonly Placed<KeptMessage>[],
  names: (attempt: KeptAttempt) => boolean,
): ReadonlySet<string> {
  const attempts = messages.flatMap(attemptsOf).filter(names);
  return new Set(attempts.flatMap(({ messageSid }) => messageSid ?? []));
}
