import * as z from 'zod';
import { CANDIDATE_DOUBTS } from '../../../../domain/delivery/candidate.ts';
import { DOUBTS } from '../../../../domain/delivery/outcome.ts';
import {
  asAttemptId,
  asMessageSid,
  type AttemptId,
  type MessageSid,
} from '../../../../domain/delivery/ids.ts';
import { ATTEMPT_STATES, DELIVERY_STATES } from '../../../../domain/delivery/state.ts';
import { messageSid, phone, userId } from '../../documents.ts';

/*
 * The rows of version 10, the last one with a table for each kind of thing, as they are read for moving.
 * `place` is the number of the row, in whose order they were written.
 */

const mode = z.enum(['live', 'stand_in', 'rehearsal']);
const place = z.int();
const attemptId = z.custom<AttemptId>((value) => asAttemptId(value) !== null);

/** Any way to write a time becomes the one in which texts sort as times do. */
const time = z.string().transform((text, context): string => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue('This is no time.');
  return z.NEVER;
});

/** What is no SID was read as none. */
const sidOrNone = z
  .string()
  .nullable()
  .transform((text): MessageSid | null => asMessageSid(text));

const CANDIDATE = z.object({ sid: messageSid, at: time, doubt: z.enum(CANDIDATE_DOUBTS) });

/** JSON in a column; an empty text is what was erased by an early version. */
function json<T>(schema: z.ZodType<T>, empty: T) {
  return z.string().transform((text, context): T => {
    if (text === '') return empty;
    const read = schema.safeParse(parsed(text));
    if (read.success) return read.data;
    context.addIssue('This is no JSON of its kind.');
    return z.NEVER;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of the table `attempts`, with its candidate as JSON. */
export const OLDER_MESSAGE = z.object({
  place,
  id: attemptId,
  mode,
  message_key: z.string(),
  invitee_key: z.string(),
  state: z.enum(ATTEMPT_STATES),
  changed_at: time,
  digest: z.string(),
  approved_by: z.string(),
  approved_at: time,
  recipient: z.string(),
  content_sid: z.string(),
  content_variables: json(z.record(z.string(), z.string()), {}),
  body: z.string(),
  player: z.string(),
  parent: z.string(),
  team: z.string(),
  season: z.string(),
  source_file: z.string(),
  source_row: z.int(),
  message_sid: sidOrNone,
  twilio_code: z.int().nullable(),
  doubt: z.enum(DOUBTS).nullable(),
  sending_at: time.nullable(),
  sought_at: time.nullable(),
  delivery: z.enum(DELIVERY_STATES).nullable(),
  delivery_code: z.int().nullable(),
  delivery_at: time.nullable(),
  purpose: z.enum(['invite', 'test']),
  forgotten_at: time.nullable(),
  candidate: json(CANDIDATE.nullable(), null).nullable(),
});
export type OlderMessage = z.infer<typeof OLDER_MESSAGE>;

export const OLDER_EVENT = z.object({
  attempt_id: attemptId,
  at: time,
  state: z.enum([...ATTEMPT_STATES, ...DELIVERY_STATES, 'not_found']),
  operator: z.string(),
});
export type OlderEvent = z.infer<typeof OLDER_EVENT>;

/** Of the table `reply_attempts`. */
export const OLDER_ANSWER = z.object({
  place,
  id: attemptId,
  mode,
  recipient: z.string(),
  body: z.string(),
  state: z.enum(ATTEMPT_STATES),
  changed_at: time,
  digest: z.string(),
  approved_by: z.string(),
  approved_at: time,
  sending_at: time.nullable(),
  sought_at: time.nullable(),
  message_sid: sidOrNone,
  twilio_code: z.int().nullable(),
  doubt: z.enum(DOUBTS).nullable(),
  forgotten_at: time.nullable(),
});
export type OlderAnswer = z.infer<typeof OLDER_ANSWER>;

export const OLDER_OPT_OUT = z.object({
  place,
  mode,
  phone_hash: z.string(),
  phone: z.union([phone, userId]).nullable(),
  last_two: z.string(),
  state: z.enum(['stopped', 'pending']),
  source: z.enum(['operator', 'import', 'reply', 'twilio']),
  added_by: z.string(),
  added_at: time,
  removed_by: z.string().nullable(),
  removed_at: time.nullable(),
});
export type OlderOptOut = z.infer<typeof OLDER_OPT_OUT>;

export const OLDER_REPLY = z.object({
  place,
  sid: messageSid,
  mode,
  sender: z.string(),
  user_id: z.string().nullable(),
  text: z.string(),
  button: z.string().nullable(),
  media: json(z.array(z.string()), []),
  answers: sidOrNone,
  at: time,
});
export type OlderReply = z.infer<typeof OLDER_REPLY>;

export const OLDER_PLAYER = z.object({
  place,
  mode,
  player: z.string(),
  team: z.string(),
  phone: z.string(),
  season: z.string(),
  seen_at: time,
  seen_by: z.string(),
  source_file: z.string(),
});

export const OLDER_REMEMBERED = z.object({
  mode,
  id: z.string(),
  answer: z.string(),
  answered_by: z.string(),
  answered_at: time,
});

export const OLDER_FINDING = z.object({
  place,
  mode,
  message_sid: messageSid,
  is_right: z.int(),
  reason: z.string().nullable(),
  found_by: z.string(),
  found_at: time,
});

export const OLDER_CALLBACK = z.object({
  mode,
  sid: messageSid,
  state: z.enum(DELIVERY_STATES),
  error_code: z.int().nullable(),
  attempt_id: attemptId.nullable(),
  at: time,
});
