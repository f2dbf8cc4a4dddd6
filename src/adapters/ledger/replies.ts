import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Replies } from '../../application/people-ports.ts';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import type { Reply } from '../../domain/reply.ts';
import { guarded, openStore } from './database.ts';
import { numberBehindIn } from './number-behind.ts';

const ROW = z.object({
  sid: z.string(),
  sender: z.string(),
  user_id: z.string().nullable(),
  text: z.string(),
  button: z.string().nullable(),
  media: z.string(),
  answers: z.string().nullable(),
  at: z.string(),
});

const MEDIA = z.array(z.string());

/**
 * The replies in a ledger's file, through a connection of their own.
 *
 * @param mode whose replies these are; those of the other modes are invisible
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openReplies(file: string, mode: Mode, busyMs?: number): Replies {
  return openStore(file, busyMs, (database) => repliesIn(database, file, mode));
}

function repliesIn(database: DatabaseSync, file: string, mode: Mode): Replies {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO replies (sid, mode, sender, user_id, text, button, media, answers, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const bySender = database.prepare(
    'SELECT * FROM replies WHERE mode = ? AND sender = ? ORDER BY at, rowid',
  );
  const since = database.prepare(
    'SELECT * FROM replies WHERE mode = ? AND at >= ? ORDER BY at, rowid',
  );
  const numberBehind = numberBehindIn(database);
  return {
    add: async ({ sid, sender, userId, text, button, media, answers, at }) =>
      guarded(file, () => {
        const { changes } = insert.run(
          sid,
          mode,
          sender,
          userId,
          text,
          button,
          JSON.stringify(media),
          answers,
          at.toISOString(),
        );
        return Number(changes) === 1;
      }),
    from: async (sender) => guarded(file, () => bySender.all(mode, sender).map(replyOf)),
    since: async (at) => guarded(file, () => since.all(mode, at.toISOString()).map(replyOf)),
    numberBehind: async (userId, answers) =>
      guarded(file, () => numberBehind(mode, userId, answers)),
    close: async () => guarded(file, () => database.close()),
  };
}

function replyOf(row: unknown): Reply {
  const read = ROW.parse(row);
  return {
    sid: read.sid as MessageSid,
    sender: read.sender,
    userId: read.user_id,
    text: read.text,
    button: read.button,
    media: MEDIA.parse(JSON.parse(read.media)),
    answers: read.answers as MessageSid | null,
    at: new Date(read.at),
  };
}
