import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Mode } from '../../domain/mode.ts';
import { asMessageSid, type AttemptId, type MessageSid } from '../../domain/outcome.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../domain/state.ts';

/** What Twilio told of a message. */
export type Callback = {
  readonly sid: MessageSid;
  readonly state: DeliveryState;
  readonly errorCode: number | null;
  readonly at: Date;
};

type EarlyCallbacks = {
  /** @param ref the attempt that the callback named; null where it named none */
  readonly keep: (callback: Callback, ref: AttemptId | null) => void;
  /** All that was told of a SID, the oldest first; none of it is kept any longer. */
  readonly take: (sid: MessageSid) => readonly Callback[];
  /** The SID of the message that an attempt became, as far as a callback has told it. */
  readonly sidOf: (attempt: AttemptId) => MessageSid | null;
};

/** What no attempt has asked for by then belongs to somebody else who uses the account. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const ROW = z.object({
  state: z.enum(DELIVERY_STATES),
  error_code: z.number().nullable(),
  at: z.string(),
});

export function earlyCallbacks(database: DatabaseSync, mode: Mode): EarlyCallbacks {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO early_callbacks (mode, sid, state, error_code, attempt_id, at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const forgetOld = database.prepare('DELETE FROM early_callbacks WHERE mode = ? AND at < ?');
  const bySid = database.prepare(
    'SELECT state, error_code, at FROM early_callbacks WHERE mode = ? AND sid = ? ORDER BY at, rowid',
  );
  const forget = database.prepare('DELETE FROM early_callbacks WHERE mode = ? AND sid = ?');
  const byAttempt = database.prepare(
    'SELECT sid FROM early_callbacks WHERE mode = ? AND attempt_id = ? ORDER BY at, rowid LIMIT 1',
  );
  return {
    keep: ({ sid, state, errorCode, at }, ref) => {
      forgetOld.run(mode, new Date(at.getTime() - KEPT_MS).toISOString());
      insert.run(mode, sid, state, errorCode, ref, at.toISOString());
    },
    take: (sid) => {
      const rows = bySid.all(mode, sid).map((row) => ROW.parse(row));
      if (rows.length > 0) forget.run(mode, sid);
      return rows.map(({ state, error_code, at }) => ({
        sid,
        state,
        errorCode: error_code,
        at: new Date(at),
      }));
    },
    sidOf: (attempt) => asMessageSid(byAttempt.get(mode, attempt)?.['sid']),
  };
}
