import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ACCOUNT } from '../aws/stack-template.ts';
import type { GatewayPlan, Route } from './read-gateway.ts';

export type Asked = {
  readonly request: IncomingMessage;
  readonly search: URLSearchParams;
  readonly body: string | null;
  readonly requestId: string;
  /** The name of the API key; null if the method requires none. */
  readonly keyName: string | null;
  readonly at: Date;
};

/** Headers that the gateway does not pass on. */
const OWN = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']);

/** The event, version 1, with which a REST API invokes a function. */
export function proxyEvent(plan: GatewayPlan, route: Route, asked: Asked): APIGatewayProxyEvent {
  const { request, search, body, requestId, keyName, at } = asked;
  const domainName = new URL(plan.publicUrl).host;
  const headers = headersOf(request, domainName);
  const query = grouped([...search]);
  const isAsked = Object.keys(query).length > 0;
  return {
    resource: route.path,
    path: route.path,
    httpMethod: route.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: isAsked ? lastOf(query) : null,
    multiValueQueryStringParameters: isAsked ? query : null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: plan.apiId,
      authorizer: null,
      domainName,
      domainPrefix: plan.apiId,
      extendedRequestId: Buffer.from(requestId).toString('base64url').slice(0, 15),
      httpMethod: route.method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: keyName === null ? null : String(request.headers['x-api-key']),
        apiKeyId: keyName,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '192.0.2.1',
        user: null,
        userAgent: request.headers['user-agent'] ?? null,
        userArn: null,
      },
      path: `/${plan.stage}${route.path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTime: at.toUTCString(),
      requestTimeEpoch: at.getTime(),
      resourceId: route.resourceId,
      resourcePath: route.path,
      stage: plan.stage,
    },
    body,
    isBase64Encoded: false,
  };
}

type Values = { readonly [name: string]: string[] };

function headersOf({ rawHeaders }: IncomingMessage, host: string): Values {
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, at): [string, string] => [
    rawHeaders[at * 2] ?? '',
    rawHeaders[at * 2 + 1] ?? '',
  ]);
  return grouped([
    ...pairs.filter(([name]) => !OWN.has(name.toLowerCase())),
    ['Host', host],
    ['X-Amzn-Trace-Id', 'Root=1-5759e988-bd862e3fe1be46a994272793'],
    ['X-Forwarded-For', '192.0.2.1'],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ]);
}

function grouped(pairs: readonly (readonly [string, string])[]): Values {
  const byName = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, same]) => [name, same.map(([, value]) => value)]),
  );
}

/** The event lists repeated names twice: with all values, and with the last value. */
function lastOf(values: Values): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));
}
