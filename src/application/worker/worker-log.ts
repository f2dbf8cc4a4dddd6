import type { QueuedFate } from '../../domain/delivery/fate.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import { RetryLater } from './retry-later.ts';

/** What the worker's log has of one message: nobody can be read out of it. */
export type WorkerEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: 'queue';
  readonly outcome: string;
  readonly message_key?: MessageKey;
  readonly message_sid?: MessageSid;
  readonly last_two_digits?: string;
  readonly twilio_code?: number;
};

export function entryOf(fate: QueuedFate, message: Message): WorkerEntry {
  const outcome = fate.kind === 'unwritten' ? fate.outcome : fate;
  return {
    level: LEVELS[fate.kind],
    event: 'queue',
    outcome: fate.kind === 'lapsed' ? fate.because : fate.kind,
    ...whoseOf(message),
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
export function retryLaterEntry(error: unknown, message: Message | null): WorkerEntry {
  const reason =
    error instanceof RetryLater
      ? error.reason
      : error instanceof InviteError
        ? error.problem.code
        : 'fault';
  const who = message === null ? {} : whoseOf(message);
  return { level: 'error', event: 'queue', outcome: reason, ...who };
}

function whoseOf({ key, to }: Message): Pick<WorkerEntry, 'message_key' | 'last_two_digits'> {
  return { message_key: key, last_two_digits: to.slice(-2) };
}
