import { isOfferedAgain } from '../../domain/delivery/non-delivery.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { Deliveries, Delivery } from '../follow-up/follow-delivery.ts';

/** What Twilio says of a message that did not arrive, when it is asked once more. */
type Confirmation =
  | { readonly kind: 'confirmed' }
  /** Twilio could not be asked, or does not have the message any more. */
  | { readonly kind: 'not_asked' }
  /** By this state the message arrived, or still may. */
  | { readonly kind: 'contradicted'; readonly delivery: Delivery };

/** Asks Twilio once more whether a message did not arrive. Called right before it is sent again. */
export async function confirmNonDelivery(
  { state, messageSid }: Pick<Attempt, 'state' | 'messageSid'>,
  deliveries: Deliveries,
): Promise<Confirmation> {
  const delivery = messageSid === null ? null : await deliveries.of(messageSid);
  if (delivery === null) return { kind: 'not_asked' };
  const isConfirmed = isOfferedAgain({
    state,
    delivery: delivery.state,
    deliveryCode: delivery.errorCode,
  });
  return isConfirmed ? { kind: 'confirmed' } : { kind: 'contradicted', delivery };
}
