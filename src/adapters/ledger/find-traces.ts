import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Whose } from '../../application/forget.ts';
import { nationalForm } from '../../domain/phone.ts';

/** The rows in which somebody can be recognised, by their ids. */
export type Traces = {
  readonly attempts: readonly SQLInputValue[];
  /** Messages to others whose text names the number. */
  readonly texts: readonly SQLInputValue[];
  /** How many of these Twilio has still to be asked for, by their text. */
  readonly open: number;
  readonly players: readonly SQLInputValue[];
  readonly replies: readonly SQLInputValue[];
  /** The club's answers to replies. */
  readonly answers: readonly SQLInputValue[];
  readonly optOuts: readonly SQLInputValue[];
  readonly simulated: readonly SQLInputValue[];
};

/** What was sought at Twilio and not found there for certain is as settled as it will ever be. */
const OPEN = `(state IN ('approved', 'sending') OR (state = 'unknown' AND sought_at IS NULL
  AND id NOT IN (SELECT attempt_id FROM candidates)))`;

/** Finds everything a ledger's file has of a number, or of a season, whatever the mode. */
export function findTraces(database: DatabaseSync, whose: Whose): Traces {
  const ids = (sql: string, ...values: SQLInputValue[]): readonly SQLInputValue[] =>
    database
      .prepare(sql)
      .all(...values)
      .map((row) => row['id'] as SQLInputValue);
  const hasSimulated = ids("SELECT 1 AS id FROM sqlite_schema WHERE name = 'simulated_messages'");
  const simulated = (where: string, ...values: SQLInputValue[]): readonly SQLInputValue[] =>
    hasSimulated.length === 0
      ? []
      : ids(`SELECT ordinal AS id FROM simulated_messages WHERE ${where}`, ...values);
  return whose.kind === 'number'
    ? ofNumber(ids, simulated, whose.phone, nationalForm(whose.phone))
    : ofSeason(ids, simulated, whose.season);
}

type Ids = (sql: string, ...values: SQLInputValue[]) => readonly SQLInputValue[];

/** A reply may come from a user id alone: one that came beside the number, or that answers a message to it. */
const REPLIES_OF_NUMBER = `SELECT rowid AS id FROM replies
  WHERE sender = ?1
     OR sender IN (SELECT user_id FROM replies WHERE sender = ?1)
     OR answers IN (SELECT message_sid FROM attempts WHERE recipient = ?2)`;

/** The number itself, or the one that is known by now to be behind a user id. */
const NUMBER_OF_OPT_OUT = `coalesce(
  (SELECT sender FROM replies WHERE user_id = opt_outs.phone AND sender LIKE '+%'
   ORDER BY at DESC LIMIT 1),
  (SELECT replace(recipient, 'whatsapp:', '') FROM replies
     JOIN attempts ON message_sid = answers
   WHERE sender = opt_outs.phone AND recipient <> '' ORDER BY replies.at DESC LIMIT 1),
  opt_outs.phone)`;

function ofNumber(ids: Ids, simulated: Ids, phone: string, national: string): Traces {
  const address = `whatsapp:${phone}`;
  const named = 'recipient <> ? AND instr(body, ?) > 0';
  return {
    attempts: ids('SELECT id FROM attempts WHERE recipient = ?', address),
    texts: ids(`SELECT id FROM attempts WHERE ${named}`, address, national),
    open: ids(
      `SELECT id FROM attempts WHERE (recipient = ?1 OR instr(body, ?2) > 0) AND ${OPEN}
       UNION ALL SELECT id FROM reply_attempts WHERE recipient = ?1 AND ${OPEN}`,
      address,
      national,
    ).length,
    players: ids('SELECT rowid AS id FROM known_players WHERE phone = ?', phone),
    replies: ids(REPLIES_OF_NUMBER, phone, address),
    answers: ids('SELECT id FROM reply_attempts WHERE recipient = ?', address),
    optOuts: ids(`SELECT id FROM opt_outs WHERE ${NUMBER_OF_OPT_OUT} = ?`, phone),
    simulated: simulated('instr(message, ?) > 0 OR instr(message, ?) > 0', phone, national),
  };
}

const IN_SEASON = `SELECT replace(recipient, 'whatsapp:', '') FROM attempts
    WHERE season = ?1 AND forgotten_at IS NULL
  UNION SELECT phone FROM known_players WHERE season = ?1`;

const IN_OTHER_SEASONS = IN_SEASON.replaceAll('season = ?1', 'season <> ?1');

/** The season of the last message that a number got before something was written. */
const seasonAt = (recipient: string, at: string): string =>
  `(SELECT season FROM attempts WHERE recipient = ${recipient} AND approved_at <= ${at}
    ORDER BY approved_at DESC LIMIT 1)`;

/** The number that a reply came from, or the one that was shown beside its user id another time. */
const NUMBER_BEHIND = `coalesce((SELECT shown.sender FROM replies AS shown
  WHERE shown.user_id = replies.sender AND shown.sender LIKE '+%' ORDER BY at DESC LIMIT 1),
  replies.sender)`;

/** A reply belongs to the season of the message it answers, or else of the last one before it. */
const REPLIES_OF_SEASON = `SELECT rowid AS id FROM replies WHERE ?1 = coalesce(
  (SELECT season FROM attempts WHERE message_sid = replies.answers),
  ${seasonAt(`'whatsapp:' || ${NUMBER_BEHIND}`, 'replies.at')})`;

const ANSWERS_OF_SEASON = `SELECT id FROM reply_attempts AS answer
  WHERE forgotten_at IS NULL AND ?1 = ${seasonAt('answer.recipient', 'answer.approved_at')}`;

function ofSeason(ids: Ids, simulated: Ids, season: string): Traces {
  return {
    attempts: ids('SELECT id FROM attempts WHERE season = ? AND forgotten_at IS NULL', season),
    texts: [],
    open: ids(
      `SELECT id FROM attempts WHERE season = ?1 AND forgotten_at IS NULL AND ${OPEN}
       UNION ALL ${ANSWERS_OF_SEASON} AND ${OPEN}`,
      season,
    ).length,
    players: ids('SELECT rowid AS id FROM known_players WHERE season = ?', season),
    replies: ids(REPLIES_OF_SEASON, season),
    answers: ids(ANSWERS_OF_SEASON, season),
    optOuts: ids(
      `SELECT id FROM opt_outs WHERE ${NUMBER_OF_OPT_OUT} IN (${IN_SEASON})
         AND ${NUMBER_OF_OPT_OUT} NOT IN (${IN_OTHER_SEASONS})`,
      season,
    ),
    simulated: simulated(`message ->> '$.contentVariables.5' = ?`, season),
  };
}
