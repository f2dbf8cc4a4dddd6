import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../network/loopback-server.ts';
import { ACCOUNT, policyStatements, isAllowed, resourcesOf } from './stack-template.ts';
import type { CloudTemplate } from './synthesised-stack.ts';

/** A proxy that enforces the role of one function. */
export type RoleGate = {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
};

const SERVICES: { readonly [target: string]: string } = {
  DynamoDB_20120810: 'dynamodb',
  secretsmanager: 'secretsmanager',
  AmazonSSM: 'ssm',
};
const PASSED_ON = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

/**
 * Starts a proxy between a function and the stand-ins for AWS. It passes on what the function's role in the
 * template allows, and refuses the rest with AWS's error.
 */
export async function roleGate(
  template: CloudTemplate,
  job: string,
  behind: { readonly dynamo: string; readonly values: string },
): Promise<RoleGate> {
  const statements = policyStatements(template, job);
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const [target = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
      const service = SERVICES[target] ?? target;
      const resource = resourceOf(template, JSON.parse(body.toString()));
      if (!isAllowed(statements, `${service}:${operation}`, resource)) {
        response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify({ __type: 'AccessDeniedException' }));
        return;
      }
      const answer = await fetch(service === 'dynamodb' ? behind.dynamo : behind.values, {
        method: 'POST',
        headers: passedOn(request),
        body,
      });
      response.writeHead(answer.status, {
        'Content-Type': answer.headers.get('Content-Type') ?? '',
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  const { url: endpoint, close } = await listenOnLoopback(server);
  return { endpoint, close };
}

type Asked = {
  readonly IndexName?: string;
  readonly SecretId?: string;
  readonly Name?: string;
};

const arn = (service: string): string => `arn:aws:${service}:eu-north-1:${ACCOUNT}:`;

/** The requested resource, as the template names it. There is one table. */
function resourceOf(template: CloudTemplate, { IndexName, SecretId, Name }: Asked): string {
  if (SecretId !== undefined) return `${arn('secretsmanager')}secret:${SecretId}-aB3xY9`;
  if (Name !== undefined) return `${arn('ssm')}parameter${Name}`;
  const [table] = resourcesOf(template, 'AWS::DynamoDB::Table');
  return `${table?.id}.Arn${IndexName === undefined ? '' : `/index/${IndexName}`}`;
}

function passedOn({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) =>
      headers[name] === undefined ? [] : [[name, String(headers[name])]],
    ),
  );
}
