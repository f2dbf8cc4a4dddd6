import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GOOD_PROFILE, type Account, type AccountProfile } from './account.ts';
import {
  errorResponse,
  type ApiResponse,
  readRequest,
  writeResponse,
  type ApiRequest,
} from './api/http.ts';
import { respondTo } from './api/routes.ts';
import type { Failure } from './faults/failures.ts';
import type { MessageStore } from './messages/message-store.ts';
import type { SimulatedTemplate } from './simulated-template.ts';

export type SimulatorOptions = {
  /** The credentials of Basic authentication: the SID is the user, the token the password. */
  readonly account: { readonly accountSid: string; readonly authToken: string };
  /** Default: an account in good order. */
  readonly profile?: Partial<AccountProfile>;
  /** Each `whatsapp:` and an E.164 number. Sending from any other is refused with 63007. */
  readonly senders: readonly string[];
  readonly templates: readonly SimulatedTemplate[];
  /** The clock, from which the age and so the state of each message follows. */
  readonly now: () => Date;
  readonly store: MessageStore;
  /** How long the response for `+447700900805` takes, in milliseconds. Default 2000. */
  readonly lateByMs?: number;
  /**
   * The failure of a create request, whatever its recipient; null leaves it to the recipient's number.
   * Requests are numbered from 1, including refused ones. The header `X-Simulator-Fault` overrides it.
   */
  readonly faults?: (number: number, request: ApiRequest) => Failure | null;
  /**
   * When a number (`whatsapp:` and E.164) last wrote to the club, or null. Free text reaches it for 24
   * hours from then on. Default: as the store has it.
   */
  readonly lastInbound?: (from: string) => Date | null;
  /** The age at which a message appears in the list, in milliseconds. Default 0. */
  readonly listLagMs?: number;
};

export type Simulator = {
  /** `http://127.0.0.1:PORT`, in place of api.twilio.com, content.twilio.com and messaging.twilio.com. */
  readonly baseUrl: string;
  /** Stops listening and closes all connections. */
  readonly close: () => Promise<void>;
};

/**
 * Starts a server on a loopback port with Twilio's Messages, Content, Account, Balance and Senders
 * resources, at least as strict as Twilio. It sends nothing, makes no callbacks and logs nothing.
 * `failures.ts` has the recipients that fail, `faults.ts` the faults that can be asked for.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { senders, templates, now, store, lateByMs = 2000, listLagMs = 0 } = options;
  const closing = new AbortController();
  let creates = 0;
  const account: Account = {
    ...options.account,
    profile: { ...GOOD_PROFILE, ...options.profile },
    senders,
    templates,
    now,
    store,
    openedAt: now(),
    refusedOnce: new Set(),
    nextFault: (request) => {
      creates += 1;
      return options.faults?.(creates, request) ?? null;
    },
    lastInbound: options.lastInbound,
    listLagMs,
    closed: closing.signal,
  };
  const server = createServer((incoming, response) => {
    void serve(incoming, response, account, lateByMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  account: Account,
  lateByMs: number,
): Promise<void> {
  try {
    // The same clock as that of the messages.
    response.setHeader('Date', account.now().toUTCString());
    writeResponse(response, respondOrFail(await readRequest(incoming), account), lateByMs);
  } catch {
    // The client closed the connection before the end of its request.
    response.destroy();
  }
}

/** A store that fails is a 500, after which the message may have been sent, as with Twilio. */
function respondOrFail(request: ApiRequest, account: Account): ApiResponse {
  try {
    return respondTo(request, account);
  } catch {
    return errorResponse(20500);
  }
}
