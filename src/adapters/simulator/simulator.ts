import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GOOD_PROFILE, type Account, type AccountProfile } from './account.ts';
import { refusal, type Answer, readRequest, writeAnswer, type ApiRequest } from './api/http.ts';
import type { Failure } from './faults/failures.ts';
import type { MessageStore } from './messages/message-store.ts';
import { answerTo } from './api/routes.ts';
import type { SimulatedTemplate } from './simulated-template.ts';

export type SimulatorOptions = {
  /** What Basic auth has to bring: the SID as user, the token as password. */
  readonly account: { readonly accountSid: string; readonly authToken: string };
  /** What is told of the account itself. Default: in good order. */
  readonly profile?: Partial<AccountProfile>;
  /** Each `whatsapp:` and an E.164 number; sending from any other is refused with 63007. */
  readonly senders: readonly string[];
  readonly templates: readonly SimulatedTemplate[];
  /** Moves the messages on: their state is worked out from their age. */
  readonly now: () => Date;
  readonly store: MessageStore;
  /** How long the answer for `+447700900805` takes. Default 2000. */
  readonly lateByMs?: number;
  /**
   * What goes wrong with a create request, whoever is its recipient; null leaves it to the
   * recipient's number. Requests count from 1, refused ones and repeats too. The header
   * `X-Simulator-Fault` goes before it.
   */
  readonly faults?: (number: number, request: ApiRequest) => Failure | null;
  /**
   * When somebody, `whatsapp:` and an E.164 number, last wrote to the club: free text reaches them for 24
   * hours from then on. Default: nobody ever did.
   */
  readonly lastInbound?: (from: string) => Date | null;
  /** How old a message is when the list begins to show it. Default 0. */
  readonly listLagMs?: number;
};

export type Simulator = {
  /** `http://127.0.0.1:PORT`: stands for api.twilio.com, content.twilio.com and messaging.twilio.com. */
  readonly baseUrl: string;
  /** Cuts every open connection and stops listening. */
  readonly close: () => Promise<void>;
};

/**
 * Twilio's Messages and Content resources, its account and its senders, on a loopback port, as strict
 * as Twilio or stricter. It sends nothing, calls nothing back and logs nothing. Which recipients
 * misbehave is in failures.ts, which faults can be asked for is in faults.ts.
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
    // Its clock is that of the messages, in what it says of itself too.
    response.setHeader('Date', account.now().toUTCString());
    writeAnswer(response, answerOrFault(await readRequest(incoming), account), lateByMs);
  } catch {
    // The client went away before it had said everything: nobody is left to answer.
    response.destroy();
  }
}

/** A store that cannot write is to the client what it would be at Twilio: 500, perhaps sent. */
function answerOrFault(request: ApiRequest, account: Account): Answer {
  try {
    return answerTo(request, account);
  } catch {
    return refusal(20500);
  }
}
