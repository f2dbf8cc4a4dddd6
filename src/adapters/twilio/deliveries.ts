import type { Deliveries } from '../../application/follow-up/follow-delivery.ts';
import { asDeliveryState } from '../../domain/delivery/state.ts';
import { callTwilio, type TwilioConnection } from './client.ts';

/** How far a message has come, by `GET Messages/{Sid}`. */
export function twilioDeliveries(connection: TwilioConnection): Deliveries {
  return {
    of: async (sid) => {
      const called = await callTwilio(
        connection,
        async ({ messages }) => await messages(sid).fetch(),
      );
      if (called.kind !== 'told') return null;
      const { status, errorCode } = called.value;
      const state = asDeliveryState(status);
      return state === null
        ? null
        : { state, errorCode: typeof errorCode === 'number' ? errorCode : null };
    },
  };
}
