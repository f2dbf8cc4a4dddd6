import { asPhone } from '../../../../domain/record/phone/phone.ts';
import { asUserId, type UserId } from '../../../../domain/contact/user-id.ts';
import { PERSON } from '../../departures.ts';
import { USER_IDS } from '../../documents.ts';
import { toldKey } from '../../layout.ts';
import type { Key } from '../../store.ts';
import { personWith, whoOf } from './departure-items.ts';
import { answerItems, counting, messageItems } from './message-items.ts';
import {
  OLDER_ANSWER,
  OLDER_CALLBACK,
  OLDER_EVENT,
  OLDER_FINDING,
  OLDER_MESSAGE,
  OLDER_OPT_OUT,
  OLDER_PLAYER,
  OLDER_REMEMBERED,
  OLDER_REPLY,
  type OlderMessage,
  type OlderReply,
} from './older-rows.ts';
import { older, rowsOf, type MovedTable } from './older-tables.ts';
import {
  callbackItem,
  findingItem,
  inviteeItem,
  optOutItems,
  playerItem,
  rememberedItem,
  replyItem,
} from './other-items.ts';
import type { Row, Target } from './target.ts';
import { learntItems, NUMBER_BEHIND, type Learnt } from './user-id-items.ts';

/** What the rows of one run through a table have in common. */
type Course = {
  /** When a message was claimed, after those before it. */
  readonly claimedAt: (row: Pick<OlderMessage, 'state' | 'changed_at' | 'approved_at'>) => string;
  /** From when on departures count. */
  readonly since: string;
};

type Step = (row: Row, target: Target, course: Course) => void;

const GROUPS = {
  message: `${rowsOf('attempts')} WHERE mode = ? AND message_key = ? ORDER BY rowid`,
  answer: `${rowsOf('reply_attempts')} WHERE mode = ? AND digest = ? ORDER BY rowid`,
  optOut: `${rowsOf('opt_outs')} WHERE mode = ? AND phone_hash = ? ORDER BY id`,
} as const;

const PLACES = `SELECT rowid FROM ${older('attempts')} WHERE mode = ? AND message_key = ?`;

const EVENTS = `SELECT attempt_id, at, state, operator FROM ${older('events')}
  WHERE attempt_id IN (SELECT id FROM ${older('attempts')} WHERE mode = ? AND message_key = ?)
  ORDER BY id`;
const MESSAGES_OF_INVITEE = `SELECT rowid AS place, message_key FROM ${older('attempts')}
  WHERE mode = ? AND invitee_key = ? ORDER BY rowid`;
const FIRST_TOLD = `SELECT * FROM ${older('early_callbacks')} WHERE mode = ? AND attempt_id = ?
  ORDER BY at, rowid LIMIT 1`;

/**
 * What becomes of each row. Rows that become one item are read together when the one of them comes whose
 * place the item is to have.
 */
export const STEPS: { readonly [table in MovedTable]: Step } = {
  attempts: (row, target, course) => {
    const { read, rows, put, seal } = target;
    const own = read(OLDER_MESSAGE, row);
    // Most messages have one attempt, which need not be read a second time.
    const isAlone = rows(PLACES, own.mode, own.message_key).length === 1;
    const group = isAlone
      ? [own]
      : rows(GROUPS.message, own.mode, own.message_key).map((one) => read(OLDER_MESSAGE, one));
    if (counting(group)?.place === own.place) {
      const events = rows(EVENTS, own.mode, own.message_key).map((one) => read(OLDER_EVENT, one));
      messageItems(group, events, course.claimedAt(own), seal).forEach(put);
    }
    const ofInvitee = rows(MESSAGES_OF_INVITEE, own.mode, own.invitee_key);
    if (ofInvitee[0]?.['place'] === own.place) {
      put(
        inviteeItem(
          own,
          ofInvitee.map(({ message_key }) => String(message_key)),
          seal,
        ),
      );
    }
    if (own.sending_at !== null && own.sending_at >= course.since) notePerson(own, target);
  },

  reply_attempts: (row, { read, rows, put, seal }, course) => {
    const own = read(OLDER_ANSWER, row);
    const group = rows(GROUPS.answer, own.mode, own.digest).map((one) => read(OLDER_ANSWER, one));
    if (counting(group)?.place !== own.place) return;
    answerItems(group, course.claimedAt(own), seal).forEach(put);
  },

  opt_outs: (row, { read, rows, put, seal }) => {
    const own = read(OLDER_OPT_OUT, row);
    const group = rows(GROUPS.optOut, own.mode, own.phone_hash).map((one) =>
      read(OLDER_OPT_OUT, one),
    );
    if (group[0]?.place === own.place) optOutItems(group, seal).forEach(put);
  },

  replies: (row, target) => {
    const own = target.read(OLDER_REPLY, row);
    noteUserId(own, target);
    target.put(replyItem(own));
  },

  known_players: (row, { read, put }) => put(playerItem(read(OLDER_PLAYER, row))),
  answers: (row, { read, put }) => put(rememberedItem(read(OLDER_REMEMBERED, row))),
  test_findings: (row, { read, put }) => put(findingItem(read(OLDER_FINDING, row))),

  early_callbacks: (row, { read, rows, put }) => {
    const own = read(OLDER_CALLBACK, row);
    const item = callbackItem(own);
    put(item);
    if (own.attempt_id === null) return;
    // The first word of an attempt counts.
    const [first = row] = rows(FIRST_TOLD, own.mode, own.attempt_id);
    const { sid, at } = read(OLDER_CALLBACK, first);
    const { expiresAt } = callbackItem({ ...own, at });
    put({
      ...toldKey(own.mode, own.attempt_id),
      doc: { sid, at },
      ...(expiresAt && { expiresAt }),
    });
  },
};

function notePerson(row: OlderMessage, { read, docAt, put, seal }: Target): void {
  const doc = docAt(whoOf(row, seal));
  const item = personWith(doc === null ? null : read(PERSON, doc), row, seal);
  if (item !== null) put(item);
}

/** What a reply tells of who is behind a user id, as far as all replies together tell it. */
function noteUserId(row: OlderReply, { rows, read, docAt, put, seal }: Target): void {
  const id = asUserId(row.user_id ?? row.sender);
  if (id === null) return;
  const [found = {}] = rows(NUMBER_BEHIND, row.mode, id);
  const learnt: Learnt = {
    id,
    shown: asPhone(String(found['shown'] ?? '')),
    shownAt: new Date(String(found['shown_at'] ?? row.at)).toISOString(),
    answered: asPhone(String(found['answered'] ?? '')),
  };
  const idsAt = (key: Key): readonly UserId[] => {
    const doc = docAt(key);
    return doc === null ? [] : read(USER_IDS, doc).userIds;
  };
  learntItems(row, learnt, idsAt, seal).forEach(put);
}
