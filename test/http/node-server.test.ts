import { expect, it } from '@jest/globals';
import type { LogEntry } from '../../src/http/log.ts';
import { listen } from '../../src/http/node-server.ts';
import { answerOver, rawConnection } from '../support/network/raw-request.ts';

it('a server that closes waits for the current request, but only until its time limit for an incomplete one', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const logs: LogEntry[] = [];
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    handlerFor: () => async () => {
      asked.resolve();
      return await answer.promise;
    },
    log: (entry) => logs.push(entry),
    // Long enough for the complete request to arrive on a busy machine.
    limits: { headersMs: 1000, wholeRequestMs: 2000, checkIntervalMs: 20 },
  });
  const url = `http://127.0.0.1:${server.port}`;
  const silent = await rawConnection(url);
  silent.write('GET / HTTP/1.1\r\nHost: service.example\r\n');
  const underWay = fetch(url);
  await asked.promise;
  const closed = server.close();
  expect((await answerOver(silent)).status).toBe(408);
  answer.resolve(new Response('done'));
  expect(await (await underWay).text()).toBe('done');
  await closed;
  expect(logs).toMatchObject([{ outcome: 'timed_out' }]);
});
