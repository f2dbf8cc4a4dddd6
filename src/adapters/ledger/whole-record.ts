import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Ledger, LedgerEvent } from '../../application/ports.ts';
import type { LedgerMessage } from '../../domain/ledger-message.ts';
import type { Digest, InviteeKey, MessageKey } from '../../domain/message.ts';
import { asMessageSid, type Doubt } from '../../domain/outcome.ts';
import type { Mode } from '../../domain/mode.ts';
import {
  ATTEMPT_COLUMNS,
  ATTEMPT_ROW,
  attemptFrom,
  CANDIDATE_COLUMN,
  CANDIDATE_OF_ATTEMPT,
  candidateIn,
  HISTORY_ROW,
  historyEntryOf,
  TAKEN,
  timeOf,
} from './attempt-rows.ts';
import { guarded } from './database.ts';

/** Whom an attempt is for, and where it came from. */
const ABOUT = {
  message_key: z.string(),
  recipient: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  forgotten_at: z.string().nullable(),
  purpose: z.enum(['invite', 'test']),
  source_file: z.string(),
  source_row: z.number(),
};

const MESSAGE_ROW = ATTEMPT_ROW.extend({
  ...ABOUT,
  invitee_key: z.string(),
  season: z.string(),
  approved_at: z.string(),
  sending_at: z.string().nullable(),
  doubt: z.string().nullable(),
  delivery_code: z.number().nullable(),
  delivery_at: z.string().nullable(),
});

const EVENT_ROW = HISTORY_ROW.extend({
  ...ABOUT,
  digest: z.string(),
  message_sid: z.string().nullable(),
  code: z.number().nullable(),
  ...CANDIDATE_COLUMN,
});

/** All that the ledger has, whatever list it came from. */
export function wholeRecord(
  database: DatabaseSync,
  file: string,
  mode: Mode,
): Pick<Ledger, 'messages' | 'events'> {
  // The latest attempt of each message, as a list that is planned has it.
  const latest = database.prepare(
    `SELECT ${ATTEMPT_COLUMNS}, ${Object.keys(ABOUT).join(', ')}, invitee_key, season, approved_at,
       sending_at, doubt, delivery_code, delivery_at
     FROM (SELECT *, rowid AS ordinal, row_number() OVER (
             PARTITION BY message_key ORDER BY ${TAKEN} DESC, changed_at DESC, rowid DESC) AS place
           FROM attempts WHERE mode = ?) AS attempts
     WHERE place = 1 ORDER BY ordinal`,
  );
  const events = database.prepare(
    `SELECT attempt_id, at, events.state, operator, ${Object.keys(ABOUT).join(', ')}, digest, message_sid,
       CASE WHEN events.state = 'refused' THEN twilio_code
            WHEN events.state = delivery THEN delivery_code END AS code,
       ${CANDIDATE_OF_ATTEMPT}
     FROM events JOIN attempts ON attempts.id = attempt_id
     WHERE mode = ?1 AND (?2 IS NULL OR recipient = ?2) ORDER BY events.id`,
  );
  return {
    messages: async () => guarded(file, () => latest.all(mode).map(messageOf)),
    events: async (to) => guarded(file, () => events.all(mode, to ?? null).map(eventOf)),
  };
}

function messageOf(row: unknown): LedgerMessage {
  const read = MESSAGE_ROW.parse(row);
  return {
    ...attemptFrom(read),
    ...aboutOf(read),
    inviteeKey: read.invitee_key as InviteeKey,
    season: read.season,
    approvedAt: new Date(read.approved_at),
    sentAt: timeOf(read.sending_at),
    doubt: read.doubt as Doubt | null,
    deliveryCode: read.delivery_code,
    deliveryAt: timeOf(read.delivery_at),
  };
}

function eventOf(row: unknown): LedgerEvent {
  const read = EVENT_ROW.parse(row);
  return {
    ...historyEntryOf(row),
    ...aboutOf(read),
    digest: read.digest as Digest,
    messageSid: asMessageSid(read.message_sid),
    code: read.code,
    ...(read.state === 'unknown' ? candidateIn(read) : {}),
  };
}

function aboutOf(read: z.infer<z.ZodObject<typeof ABOUT>>) {
  return {
    key: read.message_key as MessageKey,
    to: read.recipient,
    player: read.player,
    parent: read.parent,
    team: read.team,
    isErased: read.forgotten_at !== null,
    purpose: read.purpose,
    file: read.source_file,
    row: read.source_row,
  };
}
