import type { DatabaseSync } from 'node:sqlite';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import type { Phone } from '../../domain/phone.ts';

const NUMBER = `nullif(replace(recipient, 'whatsapp:', ''), '')`;

/** Looks up the number of a person who wrote under a user id: see `Replies.numberBehind`. */
export function numberBehindIn(
  database: DatabaseSync,
): (mode: Mode, userId: string, answers: MessageSid | null) => Phone | null {
  const lookUp = database.prepare(`SELECT coalesce(
    (SELECT sender FROM replies WHERE mode = ?1 AND user_id = ?2 AND sender LIKE '+%'
     ORDER BY at DESC, rowid DESC LIMIT 1),
    (SELECT ${NUMBER} FROM attempts WHERE mode = ?1 AND message_sid = ?3),
    (SELECT ${NUMBER} FROM replies JOIN attempts
       ON attempts.mode = replies.mode AND attempts.message_sid = replies.answers
     WHERE replies.mode = ?1 AND replies.sender = ?2 AND recipient <> ''
     ORDER BY replies.at DESC LIMIT 1)) AS number`);
  return (mode, userId, answers) =>
    (lookUp.get(mode, userId, answers)?.['number'] ?? null) as Phone | null;
}
