import type { MessageSid } from '../../domain/delivery/ids.ts';
import { isFinal, type DeliveryState } from '../../domain/delivery/state.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Clock, Wait } from '../ports/clock.ts';

/** How far Twilio says that a message has come. */
export type Delivery = {
  readonly state: DeliveryState;
  /** Twilio's code where it failed. */
  readonly errorCode: number | null;
};

/** What Twilio shows of one message. */
export type Deliveries = {
  /** Null where it could not be asked, or says nothing that is understood. Never throws for that. */
  readonly of: (sid: MessageSid) => Promise<Delivery | null>;
};

export type FollowPorts = {
  readonly deliveries: Deliveries;
  readonly ledger: Pick<Ledger, 'recordDelivery'>;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Ends it: the message goes on without being looked at. */
  readonly stop: AbortSignal;
  /** Told of each state once, as it comes. */
  readonly emit: (delivery: Delivery) => void;
};

const ASK_EVERY_MS = 2000;
/** A minute, after which a phone is off or far away. */
const MOST_ASKS = 30;

/**
 * Follows one message until it is on the phone or will not be, for a minute at most.
 *
 * @returns how far it had come; null where nothing was heard
 */
export async function followDelivery(
  sid: MessageSid,
  { deliveries, ledger, clock, wait, stop, emit }: FollowPorts,
): Promise<Delivery | null> {
  let last: Delivery | null = null;
  for (let asked = 0; asked < MOST_ASKS && !stop.aborted; asked += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one question to Twilio after the other
    const heard = await deliveries.of(sid);
    if (heard !== null && heard.state !== last?.state) {
      // oxlint-disable-next-line no-await-in-loop -- written down before it is told
      await ledger.recordDelivery(sid, heard.state, heard.errorCode, clock.now());
      emit(heard);
      last = heard;
    }
    if (last !== null && hasArrived(last)) break;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(ASK_EVERY_MS, stop);
  }
  return last;
}

/** `delivered` is enough: many phones never tell that something was read. */
function hasArrived({ state }: Delivery): boolean {
  return state === 'delivered' || isFinal(state);
}
