import * as z from 'zod';
import { asUserId, phoneHashOf } from '../../../../domain/contact/recipient.ts';
import { asPhone } from '../../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../../domain/set-up/mode.ts';
import {
  ANSWER,
  EARLY,
  FINDING,
  OPT_OUT,
  PLAYER,
  REPLY,
  time,
  USER_IDS,
  type OptOutDoc,
  type ReplyDoc,
} from '../../documents.ts';
import {
  aliasKey,
  answeringKey,
  answerKey,
  earlyItem,
  findingItem,
  inviteeKey,
  optOutKey,
  playerItem,
  replyItem,
  callbackSidItem,
  userKey,
} from '../../layout.ts';
import { PERSON, personItem } from '../../messages/contact-log.ts';
import { EARLIER_EVENT, hash, personKeyOf, personWith } from '../../move/earlier-messages.ts';
import type { Key } from '../../port/store.ts';
import {
  answerHistory,
  attemptIn,
  currentAttempt,
  IN_MODE,
  putMessage,
  type MoveContext,
} from './older-attempts.ts';
import { olderTable, rowsOf, type MovedTable } from './older-tables.ts';
import type { Row, MoveTarget } from './target.ts';

type Converter = (row: Row, target: MoveTarget, context: MoveContext) => void;

const OLDER_OPT_OUT = z.object({
  ...IN_MODE.shape,
  ...OPT_OUT.pick({ whom: true, lastTwo: true }).shape,
  ...OPT_OUT.shape.ended.element.omit({ order: true, removedBy: true, removedAt: true }).shape,
  place: z.int(),
  phoneHash: hash,
  removedBy: z.string().nullable(),
  removedAt: time.nullable(),
});

const MESSAGE = `${rowsOf('attempts')} WHERE mode = ? AND message_key = ? ORDER BY rowid`;
const OF_MESSAGE = `FROM ${olderTable('attempts')} WHERE mode = ? AND message_key = ?`;
const PLACES = `SELECT rowid AS place ${OF_MESSAGE}`;
/** `by` is null if it is the operator who approved the attempt. */
const EVENTS = `SELECT attempt_id AS attempt, at, state, nullif(operator,
    (SELECT approved_by FROM ${olderTable('attempts')} WHERE id = attempt_id)) AS by
  FROM ${olderTable('events')} WHERE attempt_id IN (SELECT id ${OF_MESSAGE}) ORDER BY id`;
const MESSAGES_OF_INVITEE = `SELECT rowid AS place, message_key FROM ${olderTable('attempts')}
  WHERE mode = ? AND invitee_key = ? ORDER BY rowid`;
const REPLY_ATTEMPTS = `${rowsOf('reply_attempts')} WHERE mode = ? AND digest = ? ORDER BY rowid`;
const OPT_OUTS = `${rowsOf('opt_outs')} WHERE mode = ? AND phone_hash = ? ORDER BY id`;
const FIRST_CALLBACK = `${rowsOf('early_callbacks')} WHERE mode = ? AND attempt_id = ?
  ORDER BY at, rowid LIMIT 1`;

const SHOWN = `FROM ${olderTable('replies')} WHERE mode = ?1 AND user_id = ?2 AND sender LIKE '+%'
  ORDER BY at DESC, rowid DESC LIMIT 1`;
/**
 * For a user id: the last number shown with it, when, and the number of the last message that it
 * answered.
 */
const NUMBER_BEHIND = `SELECT
  (SELECT sender ${SHOWN}) AS shown,
  (SELECT at ${SHOWN}) AS shown_at,
  (SELECT replace(recipient, 'whatsapp:', '')
   FROM ${olderTable('replies')} AS reply JOIN ${olderTable('attempts')} AS attempt
     ON attempt.mode = reply.mode AND attempt.message_sid = reply.answers
   WHERE reply.mode = ?1 AND reply.sender = ?2 AND recipient <> ''
   ORDER BY reply.at DESC LIMIT 1) AS answered`;

const NUMBERS = z.object({
  shown: z.string().nullable(),
  shownAt: time.nullable(),
  answered: z.string().nullable(),
});

/**
 * Converts the rows of each table to items. Several rows may become one item; they are read
 * together with one of them, so that items are written in the order of that row.
 */
export const CONVERTERS: { readonly [table in MovedTable]: Converter } = {
  attempts: (row, target, context) => {
    const { read, rows, put, keyedHash } = target;
    const own = attemptIn(row, target);
    const { mode, key, attempt } = own;
    // Most messages have one attempt, which is not read a second time.
    const isAlone = rows(PLACES, mode, key).length === 1;
    const group = isAlone ? [own] : rows(MESSAGE, mode, key).map((one) => attemptIn(one, target));
    if (currentAttempt(group)?.place === own.place) {
      const history = rows(EVENTS, mode, key).map((one) => read(EARLIER_EVENT, one));
      putMessage(own, group, history, target, context);
    }
    const ofInvitee = rows(MESSAGES_OF_INVITEE, mode, own.inviteeKey);
    if (ofInvitee[0]?.['place'] === own.place) {
      const keys = new Set(ofInvitee.map(({ messageKey }) => String(messageKey)));
      const doc = { messages: [...keys].map((one) => keyedHash(one)) };
      put({ ...inviteeKey(mode, keyedHash(own.inviteeKey)), doc });
    }
    if (attempt.sendingAt !== undefined && attempt.sendingAt >= context.since) {
      const place = personKeyOf(target, mode, own.inviteeKey, attempt);
      const doc = target.docAt(place);
      const person = personWith(doc === null ? null : read(PERSON, doc), attempt);
      if (person !== null) put({ ...place, ...personItem(person) });
    }
  },

  reply_attempts: (row, target, context) => {
    const own = attemptIn(row, target);
    const found = target.rows(REPLY_ATTEMPTS, own.mode, own.key);
    const group = found.map((one) => attemptIn(one, target));
    if (currentAttempt(group)?.place !== own.place) return;
    putMessage(own, group, group.flatMap(answerHistory), target, context);
  },

  opt_outs: (row, { read, rows, put, keyedHash }) => {
    const { mode, phoneHash, place } = read(OLDER_OPT_OUT, row);
    const group = rows(OPT_OUTS, mode, phoneHash).map((one) => read(OLDER_OPT_OUT, one));
    const last = group.at(-1);
    if (last === undefined || group[0]?.place !== place) return;
    const periods = group.map(
      ({ state, source, addedBy, addedAt, removedBy, removedAt, ...one }) => ({
        period: { state, source, addedBy, addedAt, order: one.place },
        removed: removedBy === null || removedAt === null ? null : { removedBy, removedAt },
      }),
    );
    const doc: OptOutDoc = {
      whom: last.whom,
      lastTwo: last.lastTwo,
      stands: periods.find(({ removed }) => removed === null)?.period ?? null,
      ended: periods.flatMap(({ period, removed }) =>
        removed === null ? [] : [{ ...period, ...removed }],
      ),
    };
    put({ ...optOutKey(mode, keyedHash(phoneHash)), doc });
  },

  replies: (row, target) => {
    const { mode } = target.read(IN_MODE, row);
    const reply = target.read(z.object(REPLY.shape), row);
    noteUserId(mode, reply, target);
    // Replies of the same time keep the order of their rows.
    target.put(replyItem(mode, reply, `${paddedPlace(row)}#`));
  },

  known_players: (row, { read, put }) =>
    put(playerItem(read(IN_MODE, row).mode, read(z.object(PLAYER.shape), row))),

  answers: (row, { read, put }) => {
    const doc = read(z.object(ANSWER.shape), row);
    put({ ...answerKey(read(IN_MODE, row).mode, doc.id), doc });
  },

  test_findings: (row, { read, put }) => {
    const doc = read(z.object(FINDING.shape), row);
    put(findingItem(read(IN_MODE, row).mode, doc, paddedPlace(row)));
  },

  early_callbacks: (row, { read, rows, put }) => {
    const { mode } = read(IN_MODE, row);
    const doc = read(z.object(EARLY.shape), row);
    put(earlyItem(mode, doc));
    if (doc.ref === null) return;
    // The SID of an attempt is the one in its first callback.
    const [first = row] = rows(FIRST_CALLBACK, mode, doc.ref);
    put(callbackSidItem(mode, doc.ref, read(z.object(EARLY.shape), first)));
  },
};

/** Writes the number of a reply's user id, as far as all replies together show it. */
function noteUserId(
  mode: Mode,
  { sender, userId, answers }: ReplyDoc,
  { rows, read, docAt, put, keyedHash }: MoveTarget,
): void {
  const id = asUserId(userId ?? sender);
  if (id === null) return;
  const putId = (key: Key): void => {
    const doc = docAt(key);
    const known = doc === null ? [] : read(USER_IDS, doc).userIds;
    put({ ...key, doc: { userIds: [...new Set([...known, id])] } });
  };
  const found = read(NUMBERS, rows(NUMBER_BEHIND, mode, id)[0]);
  const shown = asPhone(found.shown ?? '');
  if (shown !== null) put({ ...userKey(mode, id), doc: { phone: shown, wroteAt: found.shownAt } });
  const number = shown ?? asPhone(found.answered ?? '');
  if (number !== null) putId(aliasKey(mode, keyedHash(phoneHashOf(number))));
  if (asPhone(sender) === null && answers !== null) putId(answeringKey(mode, answers));
}

/** The row's number, padded so that texts sort as numbers do. */
function paddedPlace({ place }: Row): string {
  return String(place).padStart(16, '0');
}
