import type { QueuedFate } from '../../domain/delivery/fate.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { DailyTag, TagOf } from '../../domain/delivery/daily-tag.ts';
import type { Message } from '../../domain/message/message.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Clock } from '../ports/ports.ts';
import { phoneOf } from '../replies/phone-of.ts';
import { RetryLater } from './retry-later.ts';

/** What the worker's log has of one message: nobody can be read out of it. */
export type WorkerEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: 'queue';
  readonly outcome: string;
  readonly message_tag?: DailyTag;
  readonly message_sid?: MessageSid;
  readonly person_tag?: DailyTag;
  readonly twilio_code?: number;
};

/** What names a message and its person in the log. */
export type TagPorts = { readonly tagOf: TagOf; readonly clock: Clock };

export function entryOf(fate: QueuedFate, message: Message, ports: TagPorts): WorkerEntry {
  const outcome = fate.kind === 'unwritten' ? fate.outcome : fate;
  return {
    level: LEVELS[fate.kind],
    event: 'queue',
    outcome: fate.kind === 'lapsed' ? fate.because : fate.kind,
    ...tagsOf(message, ports),
    ...(outcome.kind === 'accepted' ? { message_sid: outcome.messageSid } : {}),
    ...(outcome.kind === 'refused' ? { twilio_code: outcome.twilioCode } : {}),
  };
}

const LEVELS: { readonly [kind in QueuedFate['kind']]: WorkerEntry['level'] } = {
  accepted: 'info',
  done_before: 'info',
  lapsed: 'warn',
  refused: 'warn',
  unreachable: 'warn',
  unknown: 'error',
  unwritten: 'error',
};

/** Of a message that stays on the queue; null where nobody can read which one it is. */
export function retryLaterEntry(
  error: unknown,
  message: Message | null,
  ports: TagPorts,
): WorkerEntry {
  const reason =
    error instanceof RetryLater
      ? error.reason
      : error instanceof InviteError
        ? error.problem.code
        : 'fault';
  const tags = message === null ? {} : tagsOf(message, ports);
  return { level: 'error', event: 'queue', outcome: reason, ...tags };
}

function tagsOf(
  { key, to }: Message,
  { tagOf, clock }: TagPorts,
): Pick<WorkerEntry, 'message_tag' | 'person_tag'> {
  const now = clock.now();
  return { message_tag: tagOf(key, now), person_tag: tagOf(phoneOf(to) ?? to, now) };
}
