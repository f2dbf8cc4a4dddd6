import type * as z from 'zod';
import type { Seal } from '../../../../domain/delivery/seal.ts';
import type { OPT_OUT } from '../../documents.ts';
import {
  afterDays,
  answerKey,
  EARLY_KEPT_DAYS,
  earlyKey,
  findingKey,
  findingsOf,
  inviteeKey,
  optOutKey,
  playerKey,
  playersOf,
  repliesFrom,
  repliesList,
  replyKey,
} from '../../layout.ts';
import type { Item } from '../../store.ts';
import type {
  OLDER_CALLBACK,
  OLDER_FINDING,
  OLDER_PLAYER,
  OLDER_REMEMBERED,
  OlderMessage,
  OlderOptOut,
  OlderReply,
} from './older-rows.ts';

/* What is kept beside the messages. */

/** @param messageKeys of the messages of one invitee, as the version before kept them */
export function inviteeItem(
  { mode, invitee_key }: Pick<OlderMessage, 'mode' | 'invitee_key'>,
  messageKeys: readonly string[],
  seal: Seal,
): Item {
  const messages = [...new Set(messageKeys)].map((key) => seal(key));
  return { ...inviteeKey(mode, seal(invitee_key)), doc: { messages } };
}

type OptOutDoc = z.infer<typeof OPT_OUT>;

function stayOf(row: OlderOptOut): NonNullable<OptOutDoc['stands']> {
  return {
    state: row.state,
    source: row.source,
    addedBy: row.added_by,
    addedAt: row.added_at,
    order: row.place,
  };
}

/** @param rows all that was ever said of one number or user id, in the order of their rows */
export function optOutItems(rows: readonly OlderOptOut[], seal: Seal): readonly Item[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const standing = rows.find(({ removed_at }) => removed_at === null);
  const doc: OptOutDoc = {
    whom: last.phone,
    lastTwo: last.last_two,
    stands: standing === undefined ? null : stayOf(standing),
    ended: rows.flatMap((row) =>
      row.removed_by === null || row.removed_at === null
        ? []
        : [{ ...stayOf(row), removedBy: row.removed_by, removedAt: row.removed_at }],
    ),
  };
  return [{ ...optOutKey(last.mode, seal(last.phone_hash)), doc }];
}

export function replyItem(row: OlderReply): Item {
  const { mode, sid, sender, at } = row;
  // Of those of one moment the first that came is the first.
  const place = `${at}#${numbered(row.place)}#${sid}`;
  return {
    ...replyKey(mode, sid),
    doc: {
      sid,
      sender,
      userId: row.user_id,
      text: row.text,
      button: row.button,
      media: row.media,
      answers: row.answers,
      at,
    },
    places: { list: [repliesList(mode), place], person: [repliesFrom(mode, sender), place] },
  };
}

export function playerItem(row: z.infer<typeof OLDER_PLAYER>): Item {
  const { mode, player, team, phone } = row;
  const key = playerKey(mode, player, team, phone);
  return {
    ...key,
    doc: {
      player,
      team,
      phone,
      season: row.season,
      seenAt: row.seen_at,
      seenBy: row.seen_by,
      sourceFile: row.source_file,
      place: row.place,
    },
    places: { person: [playersOf(mode, phone), key.sk] },
  };
}

export function rememberedItem(row: z.infer<typeof OLDER_REMEMBERED>): Item {
  const { mode, id, answer } = row;
  const doc = { id, answer, answeredBy: row.answered_by, answeredAt: row.answered_at };
  return { ...answerKey(mode, id), doc };
}

export function findingItem(row: z.infer<typeof OLDER_FINDING>): Item {
  const { mode, message_sid: sid, reason, found_at: at } = row;
  const key = findingKey(mode, at, numbered(row.place));
  return {
    ...key,
    doc: { sid, isRight: row.is_right === 1, reason, operator: row.found_by, at },
    places: { person: [findingsOf(mode, sid), key.sk] },
  };
}

/** What Twilio told of a message that nobody here knew yet. */
export function callbackItem(row: z.infer<typeof OLDER_CALLBACK>): Item {
  const { mode, sid, state, at } = row;
  return {
    ...earlyKey(mode, sid, state),
    doc: { sid, state, errorCode: row.error_code, at, ref: row.attempt_id },
    places: { due: [`${mode}#early`, at] },
    expiresAt: afterDays(at, EARLY_KEPT_DAYS),
  };
}

/** So that texts sort as their numbers do. */
function numbered(place: number): string {
  return String(place).padStart(16, '0');
}
