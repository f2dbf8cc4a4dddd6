import type { SendFate } from '../../domain/delivery/fate.ts';
import { hasFailed, isFurther, type DeliveryState } from '../../domain/delivery/state.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { Ending } from '../../domain/policy/next-step.ts';
import {
  firstMessagesWaitMs,
  hasArrived,
  isFollowed,
  nextLookMs,
  type OwnMessage,
} from '../../domain/policy/own-messages.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { unlessTwilioFails } from '../follow-up/follow-up.ts';
import { recordDeliveryReport } from '../follow-up/record-delivery.ts';
import { aborted, type Clock, type Wait } from '../ports/clock.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { DeliveryReport, MessageLog } from '../ports/gateway.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { LateFailure, SendEvent } from './send-one.ts';

export type OwnMessagePorts = {
  readonly log: Pick<MessageLog, 'sentSince'>;
  readonly ledger: Pick<Ledger, 'bySids' | 'recordDelivery'>;
  readonly optOuts: Pick<OptOuts, 'add'>;
  readonly clock: Clock;
  readonly wait: Wait;
  /** The wait before each look. It passes beside the waits of messages. */
  readonly lookWait: Wait;
  readonly emit: (event: SendEvent) => Promise<void>;
};

/** What the queue does with the news of its messages. */
export type OwnMessagesOwner = {
  /** Called with what became known at one look. The next look comes after it. */
  readonly ended: (endings: readonly Ending[]) => Promise<void>;
  /** A look ended with an error that is neither Twilio's nor the ledger's. */
  readonly failed: (error: unknown) => void;
};

/** The messages of one run, whose states are asked for while the run lasts. */
export type OwnMessages = {
  readonly add: (message: Message, fate: SendFate) => void;
  /** Resolves when the first messages let the next one leave, or when the run has stopped. */
  readonly firstMessagesLeft: () => Promise<void>;
  /** Those that Twilio could not deliver, as far as is known. */
  readonly failedLater: ReadonlyMap<MessageKey, LateFailure>;
  /** Asks no more, and resolves when all that was found is recorded. */
  readonly close: () => Promise<void>;
};

type Own = Omit<OwnMessage, 'state'> & { readonly message: Message; state: OwnMessage['state'] };

/**
 * Follows the messages of a run behind its questions: most failures of WhatsApp become known only after
 * Twilio has accepted a message. A request that fails is made again at the next look.
 *
 * @param stopped fires when nothing more is sent
 */
export function ownMessages(
  { log, ledger, optOuts, clock, wait, lookWait, emit }: OwnMessagePorts,
  stopped: AbortSignal,
  owner: OwnMessagesOwner,
): OwnMessages {
  const over = new AbortController();
  const own: Own[] = [];
  const failedLater = new Map<MessageKey, LateFailure>();
  let changed = new AbortController();
  let lastLook: Date | null = null;
  let following: Promise<void> | null = null;

  /** A state that cannot be recorded now is found again by the next `status` or `send`. */
  const record = async (report: DeliveryReport): Promise<void> => {
    try {
      const inLedger = (await ledger.bySids([report.sid])).get(report.sid);
      if (inLedger === undefined) return;
      await recordDeliveryReport(inLedger, report, { ledger, optOuts, clock, emit: () => {} });
    } catch (error) {
      if (!(error instanceof InviteError)) throw error;
    }
  };

  /** Null for a state that is known, and for one after which more is expected. */
  const apply = async (one: Own, report: DeliveryReport): Promise<Ending | null> => {
    const { sid, state, errorCode, errorText } = report;
    if (state === null || !isFurther(one.state, state)) return null;
    await record(report);
    one.state = state;
    if (hasArrived(state)) return { kind: 'arrived' };
    if (!isFailure(state)) return null;
    const failure = {
      messageSid: sid,
      state,
      twilioCode: errorCode,
      twilioText: errorText,
    };
    failedLater.set(one.message.key, failure);
    await emit({ kind: 'not_delivered', message: one.message, failure });
    // Somebody canceled it at Twilio, which says nothing about the next message.
    return state === 'canceled' ? null : { kind: 'not_delivered', twilioCode: errorCode };
  };

  const look = async (): Promise<void> => {
    lastLook = clock.now();
    const [oldest] = own.filter(isFollowed);
    if (oldest === undefined) return;
    // One request: the newest page has the messages of a run, except of one that lasts very long.
    const page = await Promise.race([log.sentSince(oldest.sentAt)(), aborted(over.signal)]);
    if (page === null) return;
    const bySid = new Map(page.map((report) => [report.sid, report]));
    const endings: Ending[] = [];
    for (const one of own.filter(isFollowed)) {
      const report = one.sid === null ? undefined : bySid.get(one.sid);
      // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
      const ending = report === undefined ? null : await apply(one, report);
      if (ending !== null) endings.push(ending);
    }
    await owner.ended(endings);
    changed.abort();
    changed = new AbortController();
  };

  const follow = async (): Promise<void> => {
    for (;;) {
      const milliseconds = nextLookMs(own, lastLook, clock.now());
      if (milliseconds === null) {
        following = null;
        return;
      }
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await lookWait(milliseconds, over.signal);
      if (over.signal.aborted) return;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await unlessTwilioFails(look);
    }
  };

  return {
    failedLater,
    add: (message, fate) => {
      if (fate.kind !== 'accepted' && fate.kind !== 'unknown') return;
      const sid = fate.kind === 'accepted' ? fate.messageSid : null;
      own.push({ message, sid, sentAt: clock.now(), state: null });
      if (sid !== null) following ??= follow().catch(owner.failed);
    },
    firstMessagesLeft: async () => {
      for (let waitedMs = 0; !stopped.aborted;) {
        const milliseconds = firstMessagesWaitMs(own, clock.now(), waitedMs);
        if (milliseconds === 0) return;
        const ended = AbortSignal.any([stopped, changed.signal]);
        // oxlint-disable-next-line no-await-in-loop -- the states may have changed after each wait
        await emit({ kind: 'waiting_for_first', seconds: Math.ceil(milliseconds / 1000) });
        // oxlint-disable-next-line no-await-in-loop -- as above
        await wait(milliseconds, ended);
        if (!ended.aborted) waitedMs += milliseconds;
      }
    },
    close: async () => {
      over.abort();
      await following;
    },
  };
}

function isFailure(state: DeliveryState): state is LateFailure['state'] {
  return hasFailed(state) || state === 'canceled';
}
