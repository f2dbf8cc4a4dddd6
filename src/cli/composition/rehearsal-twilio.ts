import type { MessageStore } from '../../adapters/simulator/messages/message-store.ts';
import type { Simulator, SimulatorOptions } from '../../adapters/simulator/simulator.ts';
import type { TwilioConnection } from '../../adapters/twilio/client.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import { TEMPLATE_VARIABLES } from '../../domain/message/template.ts';
import { webhookUrl } from '../../domain/set-up/callback-url.ts';
import type { Shell } from '../shell.ts';

export const REHEARSAL_SENDER = 'whatsapp:+447700900999';

/** The auth token of the simulator's account. It is not a secret: it is valid in the simulator only. */
export const REHEARSAL_TOKEN = 'rehearsal';
const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: REHEARSAL_TOKEN };

/** The faults that the simulator produces, and the messages parents have sent to the club. */
export type RehearsalPlan = Pick<
  SimulatorOptions,
  'faults' | 'listLagMs' | 'profile' | 'lastInbound'
> & {
  /** The setting PUBLIC_URL, to which the sender's webhook leads; null where it is not set. */
  readonly serviceUrl: string | null;
};

/** A running simulator, with the credentials and base URL to connect to it. */
export type RehearsalTwilio = Pick<Simulator, 'close'> & {
  readonly connection: Pick<TwilioConnection, 'credentials' | 'standIn'>;
};

/** Starts the simulator with one sender and the built-in template, approved by WhatsApp. */
export async function startRehearsalTwilio(
  { clock }: Shell,
  store: MessageStore,
  { serviceUrl, profile, ...plan }: RehearsalPlan,
): Promise<RehearsalTwilio> {
  const { startSimulator } = await import('../../adapters/simulator/simulator.ts');
  const { sid, body } = builtInTemplate();
  const { baseUrl, close } = await startSimulator({
    account: ACCOUNT,
    senders: [REHEARSAL_SENDER],
    templates: [
      {
        sid,
        friendlyName: 'registration_invite',
        body,
        variables: TEMPLATE_VARIABLES,
        approval: { status: 'approved', category: 'UTILITY' },
      },
    ],
    now: clock.now,
    store,
    profile: { callbackUrl: serviceUrl === null ? null : webhookUrl(serviceUrl), ...profile },
    ...plan,
  });
  const { accountSid, authToken } = ACCOUNT;
  return {
    connection: {
      credentials: { accountSid, username: accountSid, password: authToken },
      standIn: new URL(baseUrl),
    },
    close,
  };
}
