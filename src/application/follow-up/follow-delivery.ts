import type { MessageSid } from '../../domain/delivery/ids.ts';
import { isFinal, type DeliveryState } from '../../domain/delivery/state.ts';
import type { Clock, Wait } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** The delivery state of a message at Twilio. */
export type Delivery = {
  readonly state: DeliveryState;
  /** Twilio's error code where it failed. */
  readonly errorCode: number | null;
  /** Twilio's own words on the failure; null where there are none. */
  readonly errorText: string | null;
};

/** Reads the delivery state of one message from Twilio. */
export type Deliveries = {
  /** Null where the request failed or its response is not understood; it does not throw for that. */
  readonly of: (sid: MessageSid) => Promise<Delivery | null>;
};

export type FollowPorts = {
  readonly deliveries: Deliveries;
  readonly ledger: Pick<Ledger, 'recordDelivery'>;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Fires when the message is not to be followed any longer. */
  readonly stop: AbortSignal;
  /** Called once with each new state. */
  readonly emit: (delivery: Delivery) => void;
};

const POLL_INTERVAL_MS = 2000;
/** One minute in all: after that the phone is probably off. */
const MAX_REQUESTS = 30;

/**
 * Polls Twilio for a message until it is delivered or final, for a minute at most.
 *
 * @returns the last state; null where there was none
 */
export async function followDelivery(
  sid: MessageSid,
  { deliveries, ledger, clock, wait, stop, emit }: FollowPorts,
): Promise<Delivery | null> {
  let last: Delivery | null = null;
  for (let requests = 0; requests < MAX_REQUESTS && !stop.aborted; requests += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one request to Twilio after the other
    const delivery = await deliveries.of(sid);
    if (delivery !== null && delivery.state !== last?.state) {
      // oxlint-disable-next-line no-await-in-loop -- recorded before it is reported
      await ledger.recordDelivery({ sid, ...delivery, at: clock.now() });
      emit(delivery);
      last = delivery;
    }
    if (last !== null && isSettled(last)) break;
    // oxlint-disable-next-line no-await-in-loop -- one request to Twilio after the other
    await wait(POLL_INTERVAL_MS, stop);
  }
  return last;
}

/** `delivered` is enough: many phones do not report reading. */
function isSettled({ state }: Delivery): boolean {
  return state === 'delivered' || isFinal(state);
}
