import type { MessageStore } from '../../adapters/simulator/messages/message-store.ts';
import type { Simulator, SimulatorOptions } from '../../adapters/simulator/simulator.ts';
import type { TwilioConnection } from '../../adapters/twilio/client.ts';
import { builtInTemplate } from '../../domain/message/built-in-template.ts';
import { TEMPLATE_VARIABLES } from '../../domain/message/template.ts';
import type { Shell } from '../shell.ts';

export const REHEARSAL_SENDER = 'whatsapp:+447700900999';

/** Known to the simulator alone; opens nothing anywhere. */
export const REHEARSAL_TOKEN = 'rehearsal';
const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: REHEARSAL_TOKEN };

/** What goes wrong on purpose, and who wrote to the club. */
export type RehearsalPlan = Pick<
  SimulatorOptions,
  'faults' | 'listLagMs' | 'profile' | 'lastInbound'
>;

/** The built-in simulator, and how to reach it. */
export type RehearsalTwilio = Pick<Simulator, 'close'> & {
  readonly connection: Pick<TwilioConnection, 'credentials' | 'standIn'>;
};

/** Starts the simulator with the built-in template, approved, and one sender. */
export async function startRehearsalTwilio(
  { clock }: Shell,
  store: MessageStore,
  plan: RehearsalPlan = {},
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
