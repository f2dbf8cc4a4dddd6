import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { DailyTag, TagOf } from '../../domain/delivery/daily-tag.ts';
import type { NotSentReason, QueuedFate } from '../../domain/delivery/fate.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { Message } from '../../domain/message/message.ts';
import { automaticRetry } from '../../domain/policy/retry.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Wait, Clock } from '../ports/clock.ts';
import type { MessageGateway } from '../ports/gateway.ts';
import type { QueuedMessage } from '../ports/invite-queue.ts';
import type { Ledger } from '../ports/ledger.ts';
import { phoneOf } from '../replies/receive-reply.ts';
import { retry } from '../retry.ts';
import { latestAttempt, sendMessageAttempt } from '../send/send-attempt.ts';
import { mutexByNumber, sendWhenAllowed } from '../send/send-when-allowed.ts';
import {
  verifyQueued,
  RetryLater,
  factsOfQueued,
  hoursFor,
  type FactPorts,
} from './verify-queued.ts';

export type WorkerPorts = FactPorts &
  TagPorts & {
    /** Messages of another mode belong to another ledger. */
    readonly mode: Mode;
    readonly ledger: Pick<Ledger, 'view' | 'claim' | 'advance' | 'startSending' | 'messages'>;
    /** The number of people who may be written to in 24 hours. */
    readonly dailyLimit: number;
    /** Null for text that is not a message of this queue. */
    readonly read: (body: string) => QueuedMessage | null;
    readonly gateway: MessageGateway;
    readonly wait: Wait;
    /** From 0 to 1. */
    readonly random: () => number;
    /** The longest time that one send can take, in milliseconds. None is started with less time left. */
    readonly longestSendMs: number;
    readonly log: (entry: WorkerEntry) => void;
  };

/**
 * Sends one approved message from the queue. A message that is delivered twice is sent once.
 *
 * @param body the message's text in the queue
 * @param msLeft the time left for it, in milliseconds
 * @throws RetryLater, or InviteError when the ledger fails: nothing was sent, and the message stays on
 *   the queue
 */
export type ProcessQueued = (body: string, msLeft: () => number) => Promise<QueuedFate>;

/** A worker is not stopped by hand. */
const NEVER = new AbortController().signal;

export function processQueued(ports: WorkerPorts): ProcessQueued {
  const inSequence = mutexByNumber();
  return async (body, msLeft) => {
    const queued = ports.read(body);
    try {
      if (queued === null) throw new RetryLater('unreadable');
      const fate = await inSequence(
        queued.message.to,
        async () => await sendOne(queued, msLeft, ports),
      );
      ports.log(sentEntry(fate, queued.message, ports));
      return fate;
    } catch (error) {
      ports.log(retryLaterEntry(error, queued?.message ?? null, ports));
      throw error;
    }
  };
}

async function sendOne(
  queued: QueuedMessage,
  msLeft: () => number,
  ports: WorkerPorts,
): Promise<QueuedFate> {
  const verified = await verifyQueued(queued, ports);
  if (verified.kind === 'done_before') return verified;
  const approved = verified.message;
  const context = { queued, msLeft, ports };
  const { result } = await retry<QueuedFate>(
    async (before) =>
      before === null
        ? await tryOnce(approved, queued.attempt, context)
        : await tryAsNewAttempt(approved, before, context),
    {
      again: (fate) => automaticRetry(fate, { isAttended: false }),
      pause: async (milliseconds) => {
        if (msLeft() < milliseconds + ports.longestSendMs) return false;
        await ports.wait(milliseconds, NEVER);
        return true;
      },
      random: ports.random,
    },
  );
  return result;
}

type TryContext = {
  readonly queued: QueuedMessage;
  readonly msLeft: () => number;
  readonly ports: WorkerPorts;
};

/**
 * Makes at most one request to Twilio, and none where another worker has started the attempt. If this
 * worker dies after the start, the attempt is settled as any that was interrupted.
 */
async function tryOnce(
  message: ApprovedMessage,
  attempt: AttemptId,
  { queued, msLeft, ports }: TryContext,
): Promise<QueuedFate> {
  const requireTimeFor = (milliseconds: number): void => {
    if (msLeft() >= milliseconds + ports.longestSendMs) return;
    throw new RetryLater('too_little_time', message.key);
  };
  let templateCode: number | null = null;
  const sent = await sendWhenAllowed({
    facts: async () => {
      const facts = await factsOfQueued(message, queued.atAnyHour, ports);
      ({ templateCode } = facts);
      return facts;
    },
    pause: async (milliseconds) => {
      requireTimeFor(milliseconds);
      await ports.wait(milliseconds, NEVER);
      return true;
    },
    go: async (at) => {
      requireTimeFor(0);
      const stopNow = new AbortController().signal;
      const hoursNow = () => hoursFor(queued.atAnyHour, ports);
      return await sendMessageAttempt(message, attempt, at, { ...ports, stopNow, hoursNow });
    },
  });
  switch (sent.kind) {
    case 'answered':
      return sent.outcome;
    case 'unwritten':
      // Not thrown: a message that was sent must not stay on the queue.
      return { kind: 'unwritten', outcome: sent.outcome };
    case 'hold':
      if (sent.because === 'template_not_told') {
        throw new RetryLater(sent.because, message.key, templateCode);
      }
      if (sent.because === 'sending_halted') {
        throw new RetryLater(sent.because, message.key, sent.halt.twilioCode);
      }
      return await letLapse(message, attempt, sent.because, ports);
    case 'too_late':
      if (sent.isStarted) return { kind: 'unreachable' };
      throw new RetryLater('too_little_time', message.key);
    case 'cut_short':
    case 'not_advanced':
      return await doneBefore(message, ports);
  }
}

async function letLapse(
  message: ApprovedMessage,
  attempt: AttemptId,
  because: NotSentReason,
  ports: WorkerPorts,
): Promise<QueuedFate> {
  const { kind } = await ports.ledger.advance(attempt, { kind: 'lapsed' }, ports.clock.now());
  if (kind === 'advanced') return { kind: 'lapsed', because };
  // Another worker or the operator has moved the attempt meanwhile.
  return await doneBefore(message, ports);
}

async function doneBefore(message: Message, { ledger }: WorkerPorts): Promise<QueuedFate> {
  const known = await latestAttempt(message, ledger);
  return { kind: 'done_before', state: known?.state ?? 'lapsed' };
}

/**
 * Repeats an approved message as a new attempt, after the ledger has recorded that the previous one
 * ended. Where no new attempt can be made, the message waits for a person.
 */
async function tryAsNewAttempt(
  message: ApprovedMessage,
  previous: QueuedFate,
  context: TryContext,
): Promise<QueuedFate> {
  const { ledger, clock } = context.ports;
  let attempt: AttemptId | null = null;
  try {
    const claim = await ledger.claim(message, context.queued.source, clock.now(), null);
    if (claim.kind === 'taken') return previous;
    attempt = claim.attemptId;
    return await tryOnce(message, attempt, context);
  } catch (error) {
    if (error instanceof RetryLater && attempt !== null) {
      await ledger.advance(attempt, { kind: 'lapsed' }, clock.now());
    } else if (!(error instanceof InviteError)) throw error;
    return previous;
  }
}

/** One line of the worker's log. It does not identify a person. */
export type WorkerEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: 'queue';
  readonly outcome: string;
  readonly message_tag?: DailyTag;
  readonly message_sid?: MessageSid;
  readonly person_tag?: DailyTag;
  readonly twilio_code?: number;
};

/** Makes the tags that stand for a message and its recipient in the log. */
type TagPorts = { readonly tagOf: TagOf; readonly clock: Clock };

function sentEntry(fate: QueuedFate, message: Message, ports: TagPorts): WorkerEntry {
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

/** The log line of a message that stays on the queue; `message` is null where it is not readable. */
function retryLaterEntry(error: unknown, message: Message | null, ports: TagPorts): WorkerEntry {
  const reason =
    error instanceof RetryLater
      ? error.reason
      : error instanceof InviteError
        ? error.problem.code
        : 'fault';
  const code = error instanceof RetryLater ? error.twilioCode : null;
  return {
    level: 'error',
    event: 'queue',
    outcome: reason,
    ...(message === null ? {} : tagsOf(message, ports)),
    ...(code === null ? {} : { twilio_code: code }),
  };
}

function tagsOf(
  { key, to }: Message,
  { tagOf, clock }: TagPorts,
): Pick<WorkerEntry, 'message_tag' | 'person_tag'> {
  const now = clock.now();
  return { message_tag: tagOf(key, now), person_tag: tagOf(phoneOf(to) ?? to, now) };
}
