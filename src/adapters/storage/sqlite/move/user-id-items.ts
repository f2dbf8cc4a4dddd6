import type { Seal } from '../../../../domain/delivery/seal.ts';
import { phoneHashOf } from '../../../../domain/contact/opt-out.ts';
import { asPhone, type Phone } from '../../../../domain/record/phone/phone.ts';
import type { UserId } from '../../../../domain/contact/user-id.ts';
import { aliasKey, answeringKey, userKey } from '../../layout.ts';
import type { Item, Key } from '../../store.ts';
import type { OlderReply } from './older-rows.ts';
import { older } from './older-tables.ts';

/* Who is behind a WhatsApp user id, which the version before worked out from the replies each time. */

/** What the replies tell of one user id. */
export type Learnt = {
  readonly id: UserId;
  /** The number that came beside it last; null where none did. */
  readonly shown: Phone | null;
  /** When that number came. */
  readonly shownAt: string;
  /** The number of the last message that was answered under it. */
  readonly answered: Phone | null;
};

const SHOWN = `FROM ${older('replies')} WHERE mode = ?1 AND user_id = ?2 AND sender LIKE '+%'
  ORDER BY at DESC, rowid DESC LIMIT 1`;

/** Of a mode and a user id. */
export const NUMBER_BEHIND = `SELECT
  (SELECT sender ${SHOWN}) AS shown,
  (SELECT at ${SHOWN}) AS shown_at,
  (SELECT replace(recipient, 'whatsapp:', '')
   FROM ${older('replies')} AS reply JOIN ${older('attempts')} AS attempt
     ON attempt.mode = reply.mode AND attempt.message_sid = reply.answers
   WHERE reply.mode = ?1 AND reply.sender = ?2 AND recipient <> ''
   ORDER BY reply.at DESC LIMIT 1) AS answered`;

/** @param idsAt the user ids that an item holds by now */
export function learntItems(
  { mode, sender, answers }: OlderReply,
  { id, shown, shownAt, answered }: Learnt,
  idsAt: (key: Key) => readonly UserId[],
  seal: Seal,
): readonly Item[] {
  const withId = (key: Key): Item => ({
    ...key,
    doc: { userIds: [...new Set([...idsAt(key), id])] },
  });
  const number = shown ?? answered;
  const isHidden = asPhone(sender) === null;
  return [
    ...(shown === null ? [] : [{ ...userKey(mode, id), doc: { phone: shown, wroteAt: shownAt } }]),
    ...(number === null ? [] : [withId(aliasKey(mode, seal(phoneHashOf(number))))]),
    ...(isHidden && answers !== null ? [withId(answeringKey(mode, answers))] : []),
  ];
}
