import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readKeySecret } from '../../../../src/adapters/storage/dynamo/key-in-secret.ts';
import { LEDGER_KEY_SECRET } from '../../../../src/adapters/storage/dynamo/table-layout.ts';
import {
  startAwsValuesServer,
  type AwsValuesServer,
} from '../../../support/aws/aws-values-server.ts';
import { recogniseNodeErrors } from '../../../support/node-errors.ts';

recogniseNodeErrors();

const KEY = '0123456789abcdef'.repeat(4);
const PLACE = { table: 'the-ledger', region: 'eu-north-1' };

let values: AwsValuesServer | null = null;
let server: Server | null = null;
afterEach(async () => {
  await values?.close();
  server?.close();
  server?.closeAllConnections();
  [values, server] = [null, null];
});

async function answering(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function unavailable(reason: string): object {
  return { problem: { code: 'ledger_unavailable', file: 'the-ledger', reason } };
}

describe("the key of the operators' ledger", () => {
  it('is read from the secret of its name', async () => {
    values = await startAwsValuesServer({ [LEDGER_KEY_SECRET]: KEY });
    expect(await readKeySecret({ ...PLACE, endpoint: values.endpoint })).toBe(KEY);
    expect(values.asked).toEqual(['urmston/ledger-key']);
  });

  it('is read from another secret if one is given', async () => {
    values = await startAwsValuesServer({ other: KEY });
    const place = { ...PLACE, endpoint: values.endpoint, secretId: 'other' };
    expect(await readKeySecret(place)).toBe(KEY);
  });

  it('fails with a reason if AWS has no such secret', async () => {
    values = await startAwsValuesServer({});
    await expect(readKeySecret({ ...PLACE, endpoint: values.endpoint })).rejects.toMatchObject(
      unavailable('no_such_secret'),
    );
  });

  it('fails with a reason if the secret is not text', async () => {
    const endpoint = await answering((_incoming, outgoing) => {
      outgoing.end(JSON.stringify({ Name: LEDGER_KEY_SECRET, SecretBinary: 'AAAA' }));
    });
    await expect(readKeySecret({ ...PLACE, endpoint })).rejects.toMatchObject(
      unavailable('no_such_secret'),
    );
  });

  it.each([
    [400, 'InvalidRequestException', 'no_such_secret'],
    [400, 'AccessDeniedException', 'aws_refused'],
    [400, 'UnrecognizedClientException', 'aws_refused'],
    [400, 'ThrottlingException', 'busy'],
    [500, 'InternalServiceError', 'aws_unreachable'],
  ])('fails with a reason if AWS responds with %i %s: %s', async (status, type, reason) => {
    const endpoint = await answering((_incoming, outgoing) => {
      outgoing.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
      outgoing.end(JSON.stringify({ __type: type, message: 'of no use to anybody' }));
    });
    await expect(readKeySecret({ ...PLACE, endpoint })).rejects.toMatchObject(unavailable(reason));
  });

  it('fails with a reason without a response', async () => {
    const endpoint = await answering(() => {});
    await expect(readKeySecret({ ...PLACE, endpoint, answerWithinMs: 20 })).rejects.toMatchObject(
      unavailable('aws_unreachable'),
    );
  });

  it('fails with a reason without a server', async () => {
    const endpoint = await answering(() => {});
    server?.close();
    await expect(readKeySecret({ ...PLACE, endpoint })).rejects.toMatchObject(
      unavailable('aws_unreachable'),
    );
  });
});
