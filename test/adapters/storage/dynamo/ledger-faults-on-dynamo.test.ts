import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { guardedTable } from '../../../../src/adapters/storage/dynamo/aws-errors.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { openDynamoLedger } from '../../../support/ledger/ledger-parts.ts';
import { withoutIds } from '../../../support/normalised-text.ts';

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = null;
});

/** A service that returns an error of AWS for every request, and quotes the request in it. */
async function refusing(status: number, type: string): Promise<string> {
  server = createServer((_incoming, outgoing) => {
    const message = 'Item with key live#message and phone +447700900123 was not taken.';
    outgoing.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' });
    outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (error: unknown) => {
      expect(withoutIds(String(error))).not.toContain('7700900123');
      return error instanceof InviteError ? error.problem : error;
    },
  );
}

describe('a ledger in a table that cannot be used gives the reason, and no part of the request', () => {
  it.each([
    [400, 'AccessDeniedException', 'aws_refused'],
    [400, 'UnrecognizedClientException', 'aws_refused'],
    [400, 'ResourceNotFoundException', 'no_such_table'],
    [400, 'ThrottlingException', 'busy'],
    [500, 'InternalServerError', 'aws_unreachable'],
    [503, 'NobodyKnowsThisOne', 'aws_unreachable'],
  ] as const)('if AWS responds with %i %s: %s', async (status, type, reason) => {
    const endpoint = await refusing(status, type);
    const place = { table: 'the-ledger', region: 'eu-north-1', endpoint };
    expect(await problemOf(openDynamoLedger(place, 'live'))).toEqual({
      code: 'ledger_unavailable',
      file: 'the-ledger',
      reason,
    });
  });

  it('if requests are never answered', async () => {
    server = createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const place = { table: 'the-ledger', region: 'eu-north-1', endpoint, answerWithinMs: 20 };
    expect(await problemOf(openDynamoLedger(place, 'live'))).toEqual({
      code: 'ledger_unavailable',
      file: 'the-ledger',
      reason: 'aws_unreachable',
    });
  });

  it.each([
    ['refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['cut off', Object.assign(new Error('socket'), { code: 'ECONNRESET' })],
    ['too slow', Object.assign(new Error('time'), { name: 'TimeoutError' })],
    ['lost, as the SDK wraps it', new Error('x', { cause: { code: 'ENOTFOUND' } })],
  ])('if the connection is %s', async (_what, error) => {
    expect(
      await problemOf(guardedTable('the-ledger', async () => await Promise.reject(error))),
    ).toEqual({ code: 'ledger_unavailable', file: 'the-ledger', reason: 'aws_unreachable' });
  });

  it('throws a fault of the tool unchanged', async () => {
    const fault = new Error('An attempt that is refused cannot become accepted.');
    expect(
      await problemOf(guardedTable('the-ledger', async () => await Promise.reject(fault))),
    ).toBe(fault);
  });
});
