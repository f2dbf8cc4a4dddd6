import { Agent } from 'node:http';
import type Twilio from 'twilio';
import { InviteError } from '../../domain/problem.ts';
import { routeOf } from './route.ts';

export type TwilioCredentials = {
  readonly accountSid: string;
  /** The account SID, or an API key's SID. */
  readonly username: string;
  /** The auth token, or an API key's secret. Never shown, logged or put into an error. */
  readonly password: string;
};

export type TwilioConnection = {
  readonly credentials: TwilioCredentials;
  /** A loopback address that answers in Twilio's place; null for Twilio itself. */
  readonly standIn: URL | null;
  readonly timeoutMs: number;
  /** Fires when nobody waits for an answer any more: what is still open is cut off. */
  readonly closed: AbortSignal;
  /** Told of the time by Twilio's clock, which every answer bears. */
  readonly heard?: (at: Date) => void;
};

/**
 * How long Twilio may take to answer. It may itself need some 26 s to give up, so that less than
 * 30 s would only make more outcomes unknown (twilio-ruby issue 519).
 */
export const TWILIO_TIMEOUT_MS = 30_000;

/** How many times the limit of silence a whole answer may take. */
const WHOLE_ANSWER = 1.2;

/** Hears the headers of each answer: the SDK's errors do not carry them. */
export type HeaderListener = (headers: unknown) => void;

/**
 * The real SDK, loaded when the first request is due: it takes longer to load than all the rest together.
 *
 * @throws InviteError `settings_malformed` when TWILIO_CA_BUNDLE names no readable file
 */
export async function connectToTwilio(
  connection: TwilioConnection,
  heard: HeaderListener = () => {},
) {
  const { default: twilio } = await import('twilio');
  const { accountSid, username, password } = connection.credentials;
  const http = requestClient(twilio, connection);
  // The SDK's own setting reaches https alone, and a stand-in is spoken to in http.
  http.axios.defaults.httpAgent = new Agent({ keepAlive: false });
  const request: typeof http.request = async (options) => {
    // The SDK's time limit is one of silence: an answer that trickles in would never be given up.
    const tooLong = AbortSignal.timeout(connection.timeoutMs * WHOLE_ANSWER);
    http.axios.defaults.signal = AbortSignal.any([connection.closed, tooLong]);
    const uri = routeOf(options.uri, connection.standIn);
    const answer = await http.request({ ...options, uri });
    heard(answer.headers);
    tellTime(answer.headers, connection.heard);
    return answer;
  };
  return twilio(username, password, {
    accountSid,
    httpClient: Object.assign(Object.create(http), { request }),
    // Without these the SDK takes a region from the environment and changes the host.
    edge: '',
    region: '',
  });
}

export type TwilioClient = Awaited<ReturnType<typeof connectToTwilio>>;

function tellTime(headers: unknown, heard: TwilioConnection['heard']): void {
  const at = new Date(String((headers as { readonly date?: unknown } | undefined)?.date));
  if (!Number.isNaN(at.getTime())) heard?.(at);
}

function requestClient(twilio: typeof Twilio, { timeoutMs }: TwilioConnection) {
  try {
    return new twilio.RequestClient({
      timeout: timeoutMs,
      // A person takes seconds between messages; a kept socket may be gone by then, and a reset
      // on a reused socket would leave the outcome unknown.
      keepAlive: false,
      // The SDK's own repeats after a 429 do not heed Retry-After, are silent and cannot be stopped.
      autoRetry: false,
    });
  } catch (error) {
    // The SDK reads the file that TWILIO_CA_BUNDLE names while it is built.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const fault = { name: 'TWILIO_CA_BUNDLE', expected: 'a file of certificates that can be read' };
    throw new InviteError({ code: 'settings_malformed', faults: [fault] });
  }
}
