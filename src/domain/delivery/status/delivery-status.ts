import type { LedgerMessage } from '../ledger-message.ts';
import { type AttemptState, type DeliveryState } from '../state.ts';
import { NONE_HELD, type HeldMessages } from './held-template.ts';

/** The state of a message: Twilio's delivery state, or the state before there is one. */
export type MessageState = DeliveryState | 'refused' | 'unknown';

/** All states. Those that need action by a person come first. */
export const MESSAGE_STATES = [
  'undelivered',
  'failed',
  'canceled',
  'refused',
  'unknown',
  'sending',
  'accepted',
  'scheduled',
  'queued',
  'sent',
  'delivered',
  'read',
] as const satisfies readonly MessageState[];

/** How urgently a message needs attention, by its state alone. */
export type Urgency = 'failed' | 'unknown' | 'overdue' | 'waiting' | 'arrived';

/** The status of a message in a report. */
export type DeliveryStatus = {
  readonly message: LedgerMessage;
  readonly state: MessageState;
  readonly since: Date;
  readonly urgency: Urgency;
  /** Whether WhatsApp may be holding it, with most others of its template. */
  readonly isHeld: boolean;
};

const HOUR_MS = 3_600_000;
/** WhatsApp keeps a message until the phone is reachable; after this time it may never be delivered. */
const OVERDUE_AFTER_MS = 24 * HOUR_MS;

/** The status of a message; null if it was never sent. */
export function deliveryStatusOf(
  message: LedgerMessage,
  now: Date,
  held: HeldMessages = NONE_HELD,
): DeliveryStatus | null {
  const state = stateOf(message);
  if (state === null) return null;
  const since = message.deliveryAt ?? message.at;
  const urgency = urgencyOf(state, since, now);
  return { message, state, since, urgency, isHeld: held.holds(message) };
}

/** Null if it is certain that nothing was sent. */
function stateOf({ state, delivery }: LedgerMessage): MessageState | null {
  return delivery ?? BEFORE_DELIVERY[state];
}

const BEFORE_DELIVERY: { readonly [state in AttemptState]: MessageState | null } = {
  // Another run may be sending it, so it is shown as on its way until that is settled.
  approved: 'sending',
  sending: 'sending',
  accepted: 'accepted',
  refused: 'refused',
  unknown: 'unknown',
  resent: 'unknown',
  not_delivered: 'undelivered',
  lapsed: null,
  unreachable: null,
};

function urgencyOf(state: MessageState, since: Date, now: Date): Urgency {
  switch (state) {
    case 'undelivered':
    case 'failed':
    case 'canceled':
    case 'refused':
      return 'failed';
    case 'unknown':
      return 'unknown';
    case 'delivered':
    case 'read':
      return 'arrived';
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return now.getTime() - since.getTime() > OVERDUE_AFTER_MS ? 'overdue' : 'waiting';
  }
}

const SETTLED: ReadonlySet<MessageState> = new Set([
  'undelivered',
  'failed',
  'canceled',
  'refused',
  'delivered',
  'read',
]);

/** How many of the messages were delivered, or will never be. */
export function settledIn(counts: ReadonlyMap<MessageState, number>): number {
  return [...counts].reduce((sum, [state, many]) => (SETTLED.has(state) ? sum + many : sum), 0);
}

/** Counts messages by state, passed in one after the other. */
export type StateTally = {
  readonly see: (status: Pick<DeliveryStatus, 'state'>) => void;
  /** States without messages are left out. */
  readonly counts: () => ReadonlyMap<MessageState, number>;
};

export function stateTally(): StateTally {
  const seen = new Map<MessageState, number>();
  return {
    see: ({ state }) => void seen.set(state, (seen.get(state) ?? 0) + 1),
    counts: () =>
      new Map(
        MESSAGE_STATES.flatMap((state) => {
          const count = seen.get(state);
          return count === undefined ? [] : [[state, count] as const];
        }),
      ),
  };
}
