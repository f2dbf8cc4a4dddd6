import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Log } from '../log.ts';
import { refuseRequest, refuseWhatIsNoRequest } from './refuse-connection.ts';

export type NodeServer = {
  readonly port: number;
  /** Takes nothing new, and resolves when what is on its way has been answered. */
  readonly close: () => Promise<void>;
  /** Cuts off whoever is still connected. */
  readonly cutOff: () => void;
};

type Fetch = (request: Request) => Response | Promise<Response>;

type Listening = {
  /** What answers, once it is known where it listens. */
  readonly answerAt: (port: number) => Fetch;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Told of what never becomes a request; whatever answers tells of the rest. */
  readonly log: Log;
  readonly limits?: Limits;
};

/** How long a request may take to come, in milliseconds. */
export type Limits = {
  readonly headersMs: number;
  readonly wholeRequestMs: number;
  /** How often connections are looked through for those that are too slow. */
  readonly lookMs: number;
};

/** Whoever sends slower than this is no caller of ours. */
const LIMITS: Limits = { headersMs: 10_000, wholeRequestMs: 15_000, lookMs: 1000 };

/** @throws InviteError `port_unavailable` */
export async function listen({
  answerAt,
  host,
  port,
  log,
  limits = LIMITS,
}: Listening): Promise<NodeServer> {
  const answers = Promise.withResolvers<Fetch>();
  const answer = getRequestListener(async (request) => await (await answers.promise)(request), {
    overrideGlobalObjects: false,
    // What the app answers with does not throw: this is an address or a host that makes no request.
    errorHandler: () => refuseRequest(log),
  });
  const times = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.wholeRequestMs,
    connectionsCheckingInterval: limits.lookMs,
  };
  // Without a Host it is answered as any request that cannot be read, and not by Node with no word.
  const server = createServer({ ...times, requireHostHeader: false }, (incoming, outgoing) => {
    void answer(incoming, outgoing);
  });
  // A caller who keeps the connection of the last answer would be waited for.
  server.on('request', (_incoming, outgoing: ServerResponse) => {
    outgoing.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.on('checkExpectation', (incoming, outgoing) => void answer(incoming, outgoing));
  refuseWhatIsNoRequest(server, log);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw new InviteError({ code: 'port_unavailable', host, port, reason });
  }
  const { port: listening } = server.address() as AddressInfo;
  answers.resolve(answerAt(listening));
  return {
    port: listening,
    close: async () => {
      const closed = once(server, 'close');
      // That of http itself also looks no more for who is too slow, who would then be waited for for ever.
      NetServer.prototype.close.call(server);
      server.closeIdleConnections();
      await closed;
    },
    cutOff: () => server.closeAllConnections(),
  };
}
