import {
  memoryStore,
  type StoredMessage,
} from '../../../src/adapters/simulator/messages/message-store.ts';
import type { SimulatedTemplate } from '../../../src/adapters/simulator/simulated-template.ts';
import {
  startSimulator,
  type SimulatorOptions,
} from '../../../src/adapters/simulator/simulator.ts';
import type { TwilioConnection } from '../../../src/adapters/twilio/client.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { VARIABLE_NUMBERS } from '../../../src/domain/message/template.ts';

export const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
export const AUTH_TOKEN = 'simulated-token';
export const SENDER = 'whatsapp:+447700900999';

/** The built-in template, as an approved template of the account. */
export function aSimulatedTemplate(changes: Partial<SimulatedTemplate> = {}): SimulatedTemplate {
  const { sid, body } = builtInTemplate();
  return {
    sid,
    friendlyName: 'registration_invite',
    body,
    variables: Object.fromEntries(VARIABLE_NUMBERS.map((number) => [number, 'sample'])),
    approval: { status: 'approved', category: 'UTILITY' },
    ...changes,
  };
}

/** A connection to a stand-in for Twilio at this address. */
export function connectionTo(
  baseUrl: string,
  changes: Partial<TwilioConnection> = {},
): TwilioConnection {
  return {
    credentials: { accountSid: ACCOUNT_SID, username: ACCOUNT_SID, password: AUTH_TOKEN },
    standIn: new URL(baseUrl),
    timeoutMs: 10_000,
    closed: new AbortController().signal,
    ...changes,
  };
}

export type SimulatedTwilio = {
  readonly connection: TwilioConnection;
  /** The accepted messages, the oldest first. */
  readonly sent: () => readonly StoredMessage[];
  readonly close: () => Promise<void>;
};

/** Starts the simulator on loopback, with the built-in template. */
export async function simulatedTwilio(
  changes: Partial<SimulatorOptions> = {},
): Promise<SimulatedTwilio> {
  const store = memoryStore();
  const { baseUrl, close } = await startSimulator({
    account: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN },
    senders: [SENDER],
    templates: [aSimulatedTemplate()],
    now: () => new Date('2026-07-15T18:42:00Z'),
    store,
    ...changes,
  });
  return {
    connection: connectionTo(baseUrl),
    sent: () =>
      store
        .list()
        .filter(({ course }) => course.endsAs !== 'received')
        .toReversed(),
    close,
  };
}

/**
 * An address at which nothing listens: port 4 is unassigned, and systems do not choose ports below 1024 for
 * a server that asks for any. A port that was free a moment ago may now belong to another test.
 */
export const UNREACHABLE_URL = 'http://127.0.0.1:4';
