import type { Fate } from '../../domain/delivery/fate.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import { backoffMs, MOST_TRIES, automaticRetry } from '../../domain/policy/retry.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Clock, Wait } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { SendReport } from '../send/send-messages.ts';

/** What became of a message at the worker. */
export type WorkedFate = Extract<
  Fate,
  { readonly kind: 'accepted' | 'refused' | 'unreachable' | 'still_unknown' | 'lapsed' }
>;

export type FollowEvent =
  | { readonly kind: 'waiting'; readonly count: number }
  | { readonly kind: 'sent'; readonly message: Message; readonly fate: WorkedFate };

export type FollowPorts = {
  readonly ledger: Pick<Ledger, 'view'>;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Fires when the operator stops following. */
  readonly stop: AbortSignal;
  readonly emit: (event: FollowEvent) => Promise<void>;
};

const POLL_INTERVAL_MS = 1500;
/** A worker without progress for this long may be switched off. */
const MAX_IDLE_MS = 5 * 60_000;
/** The worker repeats within this time what Twilio asked to send later. */
const RETRIED_WITHIN_MS = backoffMs(MOST_TRIES - 1, null, 1) ?? 0;

/**
 * Polls the ledger until the worker has processed every message that a run put on the queue. Messages
 * left when polling ends stay on the queue, and the worker still sends them.
 */
export async function followQueued(
  report: SendReport,
  messages: readonly Message[],
  ports: FollowPorts,
): Promise<SendReport> {
  // A ledger that has failed cannot be read.
  if (ports.stop.aborted || report.halt?.kind === 'failed') return report;
  const fates = new Map(report.fates);
  const isQueued = ({ key }: Message): boolean => fates.get(key)?.kind === 'queued';
  let pending = messages.filter(isQueued);
  let changedAt = ports.clock.now().getTime();
  if (pending.length > 0) await ports.emit({ kind: 'waiting', count: pending.length });
  while (pending.length > 0 && !ports.stop.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one read after the other
    for (const [message, fate] of await readFates(pending, ports)) {
      fates.set(message.key, fate);
      changedAt = ports.clock.now().getTime();
      // oxlint-disable-next-line no-await-in-loop -- each is shown before the next
      await ports.emit({ kind: 'sent', message, fate });
    }
    pending = pending.filter(isQueued);
    if (pending.length === 0 || ports.clock.now().getTime() - changedAt > MAX_IDLE_MS) break;
    // oxlint-disable-next-line no-await-in-loop -- one read after the other
    await ports.wait(POLL_INTERVAL_MS, ports.stop);
  }
  return { ...report, fates };
}

async function readFates(
  pending: readonly Message[],
  { ledger, clock }: FollowPorts,
): Promise<readonly (readonly [Message, WorkedFate])[]> {
  let byKey: ReadonlyMap<MessageKey, Attempt>;
  try {
    ({ byKey } = await ledger.view(pending));
  } catch (error) {
    // The next read may succeed, and the worker does not depend on this one.
    if (error instanceof InviteError) return [];
    throw error;
  }
  return pending.flatMap((message) => {
    const attempt = byKey.get(message.key);
    const fate = attempt === undefined ? null : workedFate(attempt, clock.now());
    return fate === null ? [] : [[message, fate] as const];
  });
}

type RetriableFate = Extract<WorkedFate, { readonly kind: 'refused' | 'unreachable' }>;

/** Null while the worker is not done with the message. */
function workedFate(attempt: Attempt, now: Date): WorkedFate | null {
  const { state, messageSid, twilioCode } = attempt;
  const isFresh = now.getTime() - attempt.at.getTime() < RETRIED_WITHIN_MS;
  const unlessRetried = (fate: RetriableFate): WorkedFate | null =>
    isFresh && automaticRetry(fate, { isAttended: false }) !== null ? null : fate;
  switch (state) {
    case 'approved':
    case 'sending':
      return null;
    case 'lapsed':
      return { kind: 'lapsed' };
    case 'accepted':
    case 'not_delivered':
      return messageSid === null ? null : { kind: 'accepted', messageSid };
    case 'refused': {
      const code = twilioCode ?? 0;
      return unlessRetried({
        kind: 'refused',
        twilioCode: code,
        twilioText: '',
        retryAfterSeconds: null,
      });
    }
    case 'unreachable':
      return unlessRetried({ kind: 'unreachable' });
    case 'unknown':
    case 'resent':
      return { kind: 'still_unknown', attempt };
  }
}
