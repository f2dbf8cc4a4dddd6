import { backoffMs, MOST_TRIES, automaticRetry } from '../../domain/policy/retry.ts';
import type { Fate } from '../../domain/delivery/fate.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Clock, Wait } from '../ports/clock.ts';
import type { SendReport } from '../send/send-messages.ts';

/** What the worker made of one message. */
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
  /** Fires when the operator leaves the rest to the worker. */
  readonly stop: AbortSignal;
  readonly emit: (event: FollowEvent) => Promise<void>;
};

const LOOK_AGAIN_AFTER_MS = 1500;
/** A worker that has told nothing for so long may be switched off. */
const LONGEST_SILENCE_MS = 5 * 60_000;
/** The worker tries again within this time what Twilio wanted later. */
const TRIED_AGAIN_WITHIN_MS = backoffMs(MOST_TRIES - 1, null, 1) ?? 0;

/**
 * Looks into the ledger until the worker has had everything that a run put on the queue. What it has not
 * had by then stays queued, and goes all the same.
 */
export async function followQueued(
  report: SendReport,
  messages: readonly Message[],
  ports: FollowPorts,
): Promise<SendReport> {
  // A ledger that has failed tells nothing.
  if (ports.stop.aborted || report.halt?.kind === 'failed') return report;
  const fates = new Map(report.fates);
  const isQueued = ({ key }: Message): boolean => fates.get(key)?.kind === 'queued';
  let pending = messages.filter(isQueued);
  let newsAt = ports.clock.now().getTime();
  if (pending.length > 0) await ports.emit({ kind: 'waiting', count: pending.length });
  while (pending.length > 0 && !ports.stop.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    for (const [message, fate] of await lookAt(pending, ports)) {
      fates.set(message.key, fate);
      newsAt = ports.clock.now().getTime();
      // oxlint-disable-next-line no-await-in-loop -- each stands on the screen before the next
      await ports.emit({ kind: 'sent', message, fate });
    }
    pending = pending.filter(isQueued);
    if (pending.length === 0 || ports.clock.now().getTime() - newsAt > LONGEST_SILENCE_MS) break;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ports.wait(LOOK_AGAIN_AFTER_MS, ports.stop);
  }
  return { ...report, fates };
}

async function lookAt(
  pending: readonly Message[],
  { ledger, clock }: FollowPorts,
): Promise<readonly (readonly [Message, WorkedFate])[]> {
  let byKey: ReadonlyMap<MessageKey, Attempt>;
  try {
    ({ byKey } = await ledger.view(pending));
  } catch (error) {
    // It may be there again for the next look; and what is on the queue goes without this one.
    if (error instanceof InviteError) return [];
    throw error;
  }
  return pending.flatMap((message) => {
    const attempt = byKey.get(message.key);
    const fate = attempt === undefined ? null : workedFate(attempt, clock.now());
    return fate === null ? [] : [[message, fate] as const];
  });
}

type Tried = Extract<WorkedFate, { readonly kind: 'refused' | 'unreachable' }>;

/** Null while the worker is not done with it. */
function workedFate(attempt: Attempt, now: Date): WorkedFate | null {
  const { state, messageSid, twilioCode } = attempt;
  const isFresh = now.getTime() - attempt.at.getTime() < TRIED_AGAIN_WITHIN_MS;
  const unlessAgain = (fate: Tried): WorkedFate | null =>
    isFresh && automaticRetry(fate, { isAttended: false }) !== null ? null : fate;
  switch (state) {
    case 'approved':
    case 'sending':
      return null;
    case 'lapsed':
      return { kind: 'lapsed' };
    case 'accepted':
      return messageSid === null ? null : { kind: 'accepted', messageSid };
    case 'refused': {
      const code = twilioCode ?? 0;
      return unlessAgain({
        kind: 'refused',
        twilioCode: code,
        twilioText: '',
        retryAfterSeconds: null,
      });
    }
    case 'unreachable':
      return unlessAgain({ kind: 'unreachable' });
    case 'unknown':
    case 'resent':
      return { kind: 'still_unknown', attempt };
  }
}
