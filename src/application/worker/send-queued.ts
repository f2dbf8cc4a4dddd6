import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { NotSentReason, QueuedFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { automaticRetry } from '../../domain/policy/retry.ts';
import { verifyQueued, RetryLater, factsOfQueued, type FactPorts } from './verify-queued.ts';
import { mutexByNumber, sendWhenAllowed } from '../send/send-when-allowed.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Wait, Clock } from '../ports/clock.ts';
import type { MessageGateway } from '../ports/gateway.ts';
import type { QueuedMessage } from '../ports/invite-queue.ts';
import { retry } from '../retry.ts';
import { sendMessageAttempt } from '../send/send-attempt.ts';
import type { DailyTag, TagOf } from '../../domain/delivery/daily-tag.ts';
import { phoneOf } from '../replies/receive-reply.ts';

export type WorkerPorts = FactPorts &
  TagPorts & {
    /** Messages of another mode belong to another ledger. */
    readonly mode: Mode;
    readonly ledger: Pick<Ledger, 'view' | 'claim' | 'advance' | 'startSending'>;
    /** How many people may be written to in 24 hours. */
    readonly dailyLimit: number;
    /** Null for what is no message of this queue. */
    readonly read: (body: string) => QueuedMessage | null;
    readonly gateway: MessageGateway;
    readonly wait: Wait;
    /** From 0 to 1. */
    readonly random: () => number;
    /** How long one send can take at the most, in milliseconds: what has less left is not begun. */
    readonly longestSendMs: number;
    readonly log: (entry: WorkerEntry) => void;
  };

/**
 * Sends what operators approved and put on the queue. A message that is handed over twice goes once.
 *
 * @param body as it came from the queue
 * @param msLeft how long there is for it, in milliseconds
 * @throws GivenBack, or InviteError when the ledger fails: nothing went, and the queue is to keep it
 */
export type ProcessQueued = (body: string, msLeft: () => number) => Promise<QueuedFate>;

/** Nobody stops a worker by hand. */
const NEVER = new AbortController().signal;

export function processQueued(ports: WorkerPorts): ProcessQueued {
  const inTurn = mutexByNumber();
  return async (body, msLeft) => {
    const queued = ports.read(body);
    try {
      if (queued === null) throw new RetryLater('unreadable');
      const fate = await inTurn(
        queued.message.to,
        async () => await sendOne(queued, msLeft, ports),
      );
      ports.log(entryOf(fate, queued.message, ports));
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
  const behind = await verifyQueued(queued, ports);
  if (behind.kind === 'done_before') return behind;
  const approved = behind.message;
  const trying = { queued, msLeft, ports };
  const { result } = await retry<QueuedFate>(
    async (before) =>
      before === null
        ? await tryOnce(approved, queued.attempt, trying)
        : await tryAnew(approved, before, trying),
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

type Try = {
  readonly queued: QueuedMessage;
  readonly msLeft: () => number;
  readonly ports: WorkerPorts;
};

/**
 * At most one request to Twilio: what another worker has begun meanwhile is not begun again. If this one
 * dies once it has begun, the attempt stays as it is, and is asked of Twilio as any that was cut off.
 */
async function tryOnce(
  message: ApprovedMessage,
  attempt: AttemptId,
  { queued, msLeft, ports }: Try,
): Promise<QueuedFate> {
  const keepForLater = (milliseconds: number): void => {
    if (msLeft() >= milliseconds + ports.longestSendMs) return;
    throw new RetryLater('too_little_time', message.key);
  };
  const sent = await sendWhenAllowed({
    facts: async () => await factsOfQueued(message, queued.atAnyHour, ports),
    pause: async (milliseconds) => {
      keepForLater(milliseconds);
      await ports.wait(milliseconds, NEVER);
      return true;
    },
    go: async (at) => {
      keepForLater(0);
      const stopNow = new AbortController().signal;
      return await sendMessageAttempt(message, attempt, at, { ...ports, stopNow });
    },
  });
  switch (sent.kind) {
    case 'answered':
      return sent.outcome;
    case 'unwritten':
      // Never thrown: what was sent must not come back from the queue as if it had not been.
      return { kind: 'unwritten', outcome: sent.outcome };
    case 'hold':
      if (sent.because === 'template_not_told') throw new RetryLater(sent.because, message.key);
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
  // Another worker, or the operator, was quicker with a step of its own.
  return await doneBefore(message, ports);
}

async function doneBefore(message: Message, { ledger }: WorkerPorts): Promise<QueuedFate> {
  const known = (await ledger.view([message])).byKey.get(message.key);
  return { kind: 'done_before', state: known?.state ?? 'lapsed' };
}

/**
 * The same yes once more, as an attempt of its own. The try before it has ended, and the ledger says so:
 * whatever keeps this one from being made, the message waits for a person.
 */
async function tryAnew(
  message: ApprovedMessage,
  before: QueuedFate,
  trying: Try,
): Promise<QueuedFate> {
  const { ledger, clock } = trying.ports;
  let attempt: AttemptId | null = null;
  try {
    const claim = await ledger.claim(message, trying.queued.source, clock.now(), null);
    if (claim.kind === 'taken') return before;
    attempt = claim.attemptId;
    return await tryOnce(message, attempt, trying);
  } catch (error) {
    if (error instanceof RetryLater && attempt !== null) {
      await ledger.advance(attempt, { kind: 'lapsed' }, clock.now());
    } else if (!(error instanceof InviteError)) throw error;
    return before;
  }
}

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
type TagPorts = { readonly tagOf: TagOf; readonly clock: Clock };

function entryOf(fate: QueuedFate, message: Message, ports: TagPorts): WorkerEntry {
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
function retryLaterEntry(error: unknown, message: Message | null, ports: TagPorts): WorkerEntry {
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
