import { afterAll, beforeAll } from '@jest/globals';
import { startDynamoServer, type DynamoServer } from './dynamo-server.ts';
import { startLosingProxy, type LosingProxy } from '../network/losing-proxy.ts';

export type DynamoBehindProxy = {
  readonly server: DynamoServer;
  /** Stands in front of it, for whoever asks there. */
  readonly proxy: LosingProxy;
};

/** An emulator for all tests of a file, and a proxy that can lose its answers. There from the first test on. */
export function dynamoBehindProxy(): DynamoBehindProxy {
  let running: DynamoBehindProxy;
  beforeAll(async () => {
    const server = await startDynamoServer();
    running = { server, proxy: await startLosingProxy(server.endpoint) };
  });
  afterAll(async () => {
    await running.proxy.close();
    await running.server.close();
  });
  return {
    get server() {
      return running.server;
    },
    get proxy() {
      return running.proxy;
    },
  };
}
