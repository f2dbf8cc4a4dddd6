import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { InviteError } from '../domain/problem.ts';

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
};

/** Whoever sends slower than this is no caller of ours. */
const WHOLE_REQUEST_MS = 15_000;
const HEADERS_MS = 10_000;

/** @throws InviteError `port_unavailable` */
export async function listen({ answerAt, host, port }: Listening): Promise<NodeServer> {
  const answers = Promise.withResolvers<Fetch>();
  const server = createAdaptorServer({
    fetch: async (request) => await (await answers.promise)(request),
    overrideGlobalObjects: false,
  }) as Server;
  server.requestTimeout = WHOLE_REQUEST_MS;
  server.headersTimeout = HEADERS_MS;
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
      server.close();
      server.closeIdleConnections();
      await closed;
    },
    cutOff: () => server.closeAllConnections(),
  };
}
