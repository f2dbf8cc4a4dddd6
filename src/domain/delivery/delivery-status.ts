import type { LedgerMessage } from './ledger-message.ts';
import { type AttemptState, type DeliveryState } from './state.ts';

/** What has become of a message: how far Twilio tells that it came, or what is known before that. */
export type MessageState = DeliveryState | 'refused' | 'unknown';

/** The states, those first that a person must do something about. */
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

/** What a message asks of a person, the most pressing first. */
const URGENCIES = ['failed', 'unknown', 'overdue', 'waiting', 'arrived'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** How a message stands. */
export type DeliveryStatus = {
  readonly message: LedgerMessage;
  readonly state: MessageState;
  readonly since: Date;
  readonly urgency: Urgency;
};

const HOUR_MS = 3_600_000;
/** What WhatsApp has had for that long without a phone to take it may never come. */
const OVERDUE_AFTER_MS = 24 * HOUR_MS;

/** How a message stands; null where it never went. */
export function deliveryStatusOf(message: LedgerMessage, now: Date): DeliveryStatus | null {
  const state = stateOf(message);
  if (state === null) return null;
  const since = message.deliveryAt ?? message.at;
  return { message, state, since, urgency: urgencyOf(state, since, now) };
}

/** What the order of messages goes by. */
export type Place = Pick<DeliveryStatus, 'urgency'> & Pick<LedgerMessage, 'team' | 'to' | 'player'>;

/** The most pressing first, teams and families together. */
export function inOrderOfUrgency(a: Place, b: Place): number {
  return (
    URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency) ||
    compare(a.team, b.team) ||
    compare(a.to, b.to) ||
    compare(a.player, b.player)
  );
}

/** Most teams and many numbers are the same, and comparing by the rules of a language takes long. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a.localeCompare(b);
}

/** Null where it is certain that nothing went. */
function stateOf({ state, delivery }: LedgerMessage): MessageState | null {
  return delivery ?? BEFORE_DELIVERY[state];
}

const BEFORE_DELIVERY: { readonly [state in AttemptState]: MessageState | null } = {
  // A run is at it, or was: it is said to be on its way until that is settled.
  approved: 'sending',
  sending: 'sending',
  accepted: 'accepted',
  refused: 'refused',
  unknown: 'unknown',
  resent: 'unknown',
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

/** How many messages are in each state, of messages that are seen one after the other. */
export type StateTally = {
  readonly see: (standing: Pick<DeliveryStatus, 'state'>) => void;
  /** States that no message is in are left out. */
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
