import type { Deliveries } from '../../application/follow-delivery.ts';
import { asDeliveryState } from '../../domain/state.ts';
import { connectToTwilio, type TwilioClient, type TwilioConnection } from './client.ts';

/** How far a message has come, by `GET Messages/{Sid}`. */
export function twilioDeliveries(connection: TwilioConnection): Deliveries {
  let client: Promise<TwilioClient> | null = null;
  return {
    of: async (sid) => {
      try {
        client ??= connectToTwilio(connection);
        const { status, errorCode } = await (await client).messages(sid).fetch();
        const state = asDeliveryState(status);
        return state === null
          ? null
          : { state, errorCode: typeof errorCode === 'number' ? errorCode : null };
      } catch {
        // The SDK's errors carry the secret and the number: nothing of them is looked at.
        return null;
      }
    },
  };
}
