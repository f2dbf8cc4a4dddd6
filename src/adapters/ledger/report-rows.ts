import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Ledger } from '../../application/ports.ts';
import type { ReportLine } from '../../application/report-line.ts';
import type { InviteeKey, MessageKey } from '../../domain/message.ts';
import type { Mode } from '../../domain/mode.ts';
import { asMessageSid } from '../../domain/outcome.ts';
import { ATTEMPT_STATES, DELIVERY_STATES } from '../../domain/state.ts';
import type { TemplateSid } from '../../domain/template.ts';
import { CANDIDATE_COLUMN, CANDIDATE_OF_ATTEMPT, candidateIn, TAKEN } from './attempt-rows.ts';
import { guarded } from './database.ts';

const ROW = z.object({
  message_key: z.string(),
  invitee_key: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  season: z.string(),
  forgotten_at: z.string().nullable(),
  recipient: z.string(),
  state: z.enum(ATTEMPT_STATES),
  message_sid: z.string().nullable(),
  ...CANDIDATE_COLUMN,
  twilio_code: z.number().nullable(),
  delivery: z.enum(DELIVERY_STATES).nullable(),
  delivery_code: z.number().nullable(),
  approved_by: z.string(),
  approved_at: z.string(),
  sending_at: z.string().nullable(),
  told_at: z.string(),
  content_sid: z.string(),
  content_variables: z.string(),
  body: z.string(),
  source_file: z.string(),
  source_row: z.number(),
});

const VARIABLES = z.record(z.string(), z.string());

/** Of several attempts for one message the one that counts, as a send would find it. */
const LATEST = `SELECT *, coalesce(delivery_at, changed_at) AS told_at, ${CANDIDATE_OF_ATTEMPT} FROM (
    SELECT *, rowid AS place, row_number() OVER (
      PARTITION BY message_key ORDER BY ${TAKEN} DESC, changed_at DESC, rowid DESC
    ) AS rank FROM attempts WHERE mode = ? AND purpose = 'invite'
  ) AS attempts WHERE rank = 1 ORDER BY place`;

/** What a report tells of the messages in a ledger's file. */
export function reportRows(
  database: DatabaseSync,
  file: string,
  mode: Mode,
): Pick<Ledger, 'reportLines'> {
  const latest = database.prepare(LATEST);
  return { reportLines: async () => guarded(file, () => latest.all(mode).map(lineOf)) };
}

function lineOf(row: unknown): ReportLine {
  const read = ROW.parse(row);
  return {
    key: read.message_key as MessageKey,
    inviteeKey: read.invitee_key as InviteeKey,
    player: read.player,
    parent: read.parent,
    team: read.team,
    season: read.season,
    isErased: read.forgotten_at !== null,
    to: read.recipient,
    state: read.state,
    messageSid: asMessageSid(read.message_sid),
    ...candidateIn(read),
    twilioCode: read.twilio_code,
    delivery: read.delivery,
    deliveryCode: read.delivery_code,
    approvedBy: read.approved_by,
    approvedAt: new Date(read.approved_at),
    sentAt: read.sending_at === null ? null : new Date(read.sending_at),
    at: new Date(read.told_at),
    templateSid: read.content_sid as TemplateSid,
    variables: variablesIn(read.content_variables),
    body: read.body,
    file: read.source_file,
    row: read.source_row,
  };
}

/** None where they were erased. */
function variablesIn(text: string): ReportLine['variables'] {
  return text === '' ? {} : VARIABLES.parse(JSON.parse(text));
}
