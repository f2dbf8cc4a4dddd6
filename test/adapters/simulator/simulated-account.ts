import { expect } from '@jest/globals';
import { memoryStore } from '../../../src/adapters/simulator/messages/message-store.ts';
import type { SimulatedTemplate } from '../../../src/adapters/simulator/simulated-template.ts';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../src/adapters/simulator/simulator.ts';

export const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
export const AUTH_TOKEN = 'rehearsal-token';
export const SENDER = 'whatsapp:+447700900999';
export const PARENT = 'whatsapp:+447700900101';
export const TEMPLATE_SID = `HX${'1'.repeat(32)}`;
export const MESSAGES_PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages`;

export const TEMPLATE: SimulatedTemplate = {
  sid: TEMPLATE_SID,
  friendlyName: 'Registration invite',
  body: 'Hi {{1}}, {{2}} is invited.',
  variables: { '1': 'Jane', '2': 'John' },
  approval: { status: 'approved', category: 'UTILITY' },
};

export const SEND_FORM = {
  To: PARENT,
  From: SENDER,
  ContentSid: TEMPLATE_SID,
  ContentVariables: '{"1":"Jane","2":"John"}',
} as const;

export type JsonResponse = { readonly status: number; readonly body: Record<string, unknown> };
/** Fields with the value undefined are omitted. */
type Fields = Readonly<Record<string, string | undefined>>;

export type SimulatedAccount = Simulator & {
  readonly store: ReturnType<typeof memoryStore>;
  readonly clock: { now: Date };
  /** @param path an absolute path */
  readonly call: (path: string, init?: RequestInit) => Promise<JsonResponse>;
  /** @param fault the value of the header X-Simulator-Fault */
  readonly post: (path: string, form: Fields, fault?: string) => Promise<Response>;
  readonly send: (changes?: Fields) => Promise<JsonResponse>;
};

/** A running simulator with one approved template and a clock that the test sets. */
export async function simulatedAccount(
  changes: Partial<SimulatorOptions> = {},
): Promise<SimulatedAccount> {
  const clock = { now: new Date('2026-11-20T18:00:00.000Z') };
  const store = memoryStore();
  const simulator = await startSimulator({
    account: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN },
    senders: [SENDER],
    templates: [TEMPLATE],
    now: () => clock.now,
    store,
    ...changes,
  });
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', basic(ACCOUNT_SID, AUTH_TOKEN));
    return await fetch(simulator.baseUrl + path, { ...init, headers });
  };
  const post = (path: string, form: Fields, fault?: string) =>
    ask(path, {
      method: 'POST',
      body: encode(form),
      ...(fault === undefined ? {} : { headers: { 'X-Simulator-Fault': fault } }),
    });
  return {
    ...simulator,
    store,
    clock,
    post,
    call: async (path, init) => read(await ask(path, init)),
    send: async (form = {}) => read(await post(`${MESSAGES_PATH}.json`, { ...SEND_FORM, ...form })),
  };
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Twilio’s error response. */
export function refusalBody(status: number, code: number): object {
  return {
    code,
    message: expect.stringMatching(/\w/u),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
}

export async function read(response: Response): Promise<JsonResponse> {
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

function encode(form: Fields): URLSearchParams {
  return new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
