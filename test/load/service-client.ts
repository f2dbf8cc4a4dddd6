import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { AUTH_TOKEN } from '../support/sending/simulated-twilio.ts';

export const PUBLIC_URL = 'https://gateway.example/prod';
export const API_KEY = 'a-key-of-the-registration-system';

export type Path = '/trigger' | '/webhook';

export type Call = {
  readonly path: Path;
  /** The HTTP status; 0 if the connection failed. */
  readonly status: number;
  /** The `status` of a JSON response, as in `docs/service.md`. */
  readonly word: string;
  readonly messageSid: string | null;
  readonly milliseconds: number;
};

export type ServiceClient = {
  readonly trigger: (record: object) => Promise<Call>;
  /** Posts a signed webhook request. */
  readonly webhook: (form: { readonly [name: string]: string }, query?: string) => Promise<Call>;
};

/** A client of the service at this address, which returns the result of each request. */
export function serviceClient(url: string): ServiceClient {
  const call = async (path: Path, query: string, request: RequestInit): Promise<Call> => {
    const began = performance.now();
    const elapsed = (): number => performance.now() - began;
    try {
      const response = await fetch(url + path + query, { method: 'POST', ...request });
      const text = await response.text();
      const body = text.startsWith('{') ? (JSON.parse(text) as ResponseBody) : {};
      const { status = '', message_sid: messageSid = null } = body;
      return { path, status: response.status, word: status, messageSid, milliseconds: elapsed() };
    } catch {
      return { path, status: 0, word: 'no_answer', messageSid: null, milliseconds: elapsed() };
    }
  };
  return {
    trigger: async (record) =>
      await call('/trigger', '', {
        headers: { 'Content-Type': 'application/json', 'x-api-key': API_KEY },
        body: JSON.stringify(record),
      }),
    webhook: async (form, query = '') => {
      const signedUrl = `${PUBLIC_URL}/webhook${query}`;
      const signature = webhooks.getExpectedTwilioSignature(AUTH_TOKEN, signedUrl, { ...form });
      return await call('/webhook', query, {
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'X-Twilio-Signature': signature,
        },
        body: new URLSearchParams(form).toString(),
      });
    },
  };
}

type ResponseBody = { readonly status?: string; readonly message_sid?: string };
