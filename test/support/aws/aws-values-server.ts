import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listenOnLoopback } from '../network/loopback-server.ts';

/** Secrets Manager and Parameter Store on loopback: the two operations that functions use. */
export type AwsValuesServer = {
  readonly endpoint: string;
  /** The current values, by name. */
  readonly values: Map<string, string>;
  /** The requested names, in order. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
};

export async function startAwsValuesServer(kept: {
  readonly [name: string]: string;
}): Promise<AwsValuesServer> {
  const values = new Map(Object.entries(kept));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1);
      const { SecretId, Name } = (await json(request)) as { SecretId?: string; Name?: string };
      const name = SecretId ?? Name ?? '';
      asked.push(name);
      const value = values.get(name);
      const isSecret = operation === 'GetSecretValue';
      const found = isSecret
        ? { Name: name, SecretString: value }
        : { Parameter: { Name: name, Value: value, Type: 'String' } };
      const missing = { __type: isSecret ? 'ResourceNotFoundException' : 'ParameterNotFound' };
      response.writeHead(value === undefined ? 400 : 200, {
        'Content-Type': 'application/x-amz-json-1.1',
      });
      response.end(JSON.stringify(value === undefined ? missing : found));
    })();
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    endpoint: url,
    values,
    asked,
    close,
  };
}
