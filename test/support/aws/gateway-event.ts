import type { APIGatewayProxyEvent } from 'aws-lambda';

/** The request id of every event. */
export const GATEWAY_REQUEST_ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
const DOMAIN = 'a1b2c3d4e5.execute-api.eu-north-1.amazonaws.com';

type EventParts = {
  readonly method?: string;
  /** The resource path in the API. */
  readonly resource: string;
  /** The stage in the public path. Default: `prod`. */
  readonly stage?: string;
  /** The base path that a custom domain maps to the API, if any. */
  readonly mappedAt?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string[] };
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
};

/** The event with which a REST API invokes a function, after captured events. */
export function aGatewayEvent({
  method = 'POST',
  resource,
  stage = 'prod',
  mappedAt,
  headers = {},
  query,
  body = null,
  isBase64Encoded = false,
}: EventParts): APIGatewayProxyEvent {
  const domainName = mappedAt === undefined ? DOMAIN : 'invites.example.org';
  const all = {
    Accept: '*/*',
    'CloudFront-Viewer-Country': 'GB',
    Host: domainName,
    'User-Agent': 'TwilioProxy/1.1',
    'X-Amzn-Trace-Id': 'Root=1-67000000-abcdefabcdefabcdefabcdef',
    'X-Forwarded-For': '203.0.113.9',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...headers,
  };
  const last = query && Object.entries(query).map(([name, values]) => [name, values.at(-1)]);
  const path = mappedAt === undefined ? `/${stage}${resource}` : mappedAt + resource;
  return {
    resource,
    path: mappedAt === undefined ? resource : path,
    httpMethod: method,
    headers: all,
    multiValueHeaders: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, [value]]),
    ),
    queryStringParameters: last === undefined ? null : Object.fromEntries(last),
    multiValueQueryStringParameters: query ?? null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      authorizer: null,
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName,
      domainPrefix: domainName.slice(0, domainName.indexOf('.')),
      extendedRequestId: 'TcUlVHhbAi0Fm3g=',
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: headers['x-api-key'] ?? null,
        apiKeyId: 'k1l2m3n4o5',
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '203.0.113.9',
        user: null,
        userAgent: 'TwilioProxy/1.1',
        userArn: null,
      },
      path,
      protocol: 'HTTP/1.1',
      requestId: GATEWAY_REQUEST_ID,
      requestTime: '15/Jul/2026:18:42:00 +0000',
      requestTimeEpoch: 1_784_140_920_000,
      resourceId: 'p0q1r2',
      resourcePath: resource,
      stage,
    },
    body,
    isBase64Encoded,
  };
}
