import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { CloudTemplate } from '../aws/synthesised-stack.ts';
import { listenOnLoopback } from '../network/loopback-server.ts';
import { gatewayResponse, type OwnAnswerType } from './gateway-response.ts';
import { proxyEvent } from './proxy-event.ts';
import { readGateway, type GatewayPlan, type Route, type Throttle } from './read-gateway.ts';

export type GatewayHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

export type GatewayScene = {
  readonly template: CloudTemplate;
  /** The handlers behind the gateway, by function name in the template. */
  readonly handlers: { readonly [functionName: string]: GatewayHandler };
  /** The values of the API keys, by their names in the template. */
  readonly keys: { readonly [keyName: string]: string };
  /** The clock of the throttle. By default it does not advance, so only the burst is available. */
  readonly now?: () => Date;
};

export type TestGateway = {
  /** The address for callers, with the stage. */
  readonly url: string;
  /** The address in the functions' settings. */
  readonly publicUrl: string;
  readonly close: () => Promise<void>;
};

const MOST_BYTES = 10 * 1024 * 1024;

/**
 * Starts API Gateway on loopback from the synthesised template, with its paths, keys, usage plan, throttle,
 * models and gateway responses. It checks a request in AWS's order: the method, the key, the throttle and
 * quota, the model; then it calls the function. It has no firewall and no limit of 29 seconds.
 */
export async function testGateway(scene: GatewayScene): Promise<TestGateway> {
  const plan = readGateway(scene.template);
  const check = checkOf(plan, scene);
  const server = createServer((request, response) => {
    void handle(request, response, { plan, scene, check });
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    url: `${url}/${plan.stage}`,
    publicUrl: plan.publicUrl,
    close,
  };
}

type Check = (
  route: Route,
  request: IncomingMessage,
) => { readonly keyName: string | null } | OwnAnswerType;

/** Checks the key, the throttle and the quota of a request. */
function checkOf(plan: GatewayPlan, { keys, now = () => new Date(0) }: GatewayScene): Check {
  const ofKeys = new Map(
    Object.entries(plan.keys).map(([name, throttle]) => [name, tokenBucket(throttle, now)]),
  );
  const ofRoutes = new Map(
    plan.routes.map((route) => [route, tokenBucket(plan.stageThrottle, now)]),
  );
  const countsToday = quotaOf(plan, now);
  return (route, request) => {
    const given = request.headers['x-api-key'];
    const keyName = route.asksForKey
      ? Object.keys(plan.keys).find((name) => keys[name] !== undefined && keys[name] === given)
      : null;
    if (keyName === undefined) return 'INVALID_API_KEY';
    const buckets = [ofKeys.get(keyName ?? ''), ofRoutes.get(route)];
    const isLetIn = buckets.every((take) => take === undefined || take());
    if (!isLetIn) return 'THROTTLED';
    return keyName === null || countsToday(keyName) ? { keyName } : 'QUOTA_EXCEEDED';
  };
}

/** Counts a request of a key, and returns whether it is within the daily quota. */
function quotaOf({ keys }: GatewayPlan, now: () => Date): (keyName: string) => boolean {
  const counts = new Map<string, number>();
  return (keyName) => {
    const today = `${keyName} ${now().toISOString().slice(0, 10)}`;
    const count = (counts.get(today) ?? 0) + 1;
    counts.set(today, count);
    return count <= (keys[keyName]?.requestsADay ?? 0);
  };
}

type Behind = { readonly plan: GatewayPlan; readonly scene: GatewayScene; readonly check: Check };

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { plan, scene, check }: Behind,
): Promise<void> {
  const requestId = randomUUID();
  const refuse = (type: OwnAnswerType): void => {
    const { status, headers, body } = gatewayResponse(type, plan, request, requestId);
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'x-amzn-RequestId': requestId,
      ...headers,
    });
    response.end(body);
  };
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway.invalid');
  const bytes = await buffer(request);
  const route = plan.routes.find(
    ({ path, method }) => pathname === `/${plan.stage}${path}` && method === request.method,
  );
  if (route === undefined) return refuse('MISSING_AUTHENTICATION_TOKEN');
  const checked = check(route, request);
  if (typeof checked === 'string') return refuse(checked);
  if (bytes.length > MOST_BYTES) return refuse('REQUEST_TOO_LARGE');
  const body = bytes.length === 0 ? null : bytes.toString('utf8');
  const model = route.models[kindOf(request)];
  if (model !== undefined && !fitsModel(model, body)) return refuse('BAD_REQUEST_BODY');
  const at = scene.now?.() ?? new Date(0);
  const event = proxyEvent(plan, route, {
    request,
    search: searchParams,
    body,
    requestId,
    at,
    ...checked,
  });
  try {
    const answer = await scene.handlers[route.functionName]?.(event, contextOf(route));
    if (typeof answer?.statusCode !== 'number') return refuse('INTEGRATION_FAILURE');
    response.writeHead(answer.statusCode, {
      'x-amzn-RequestId': requestId,
      ...(answer.headers as Record<string, string> | undefined),
      ...(answer.multiValueHeaders as Record<string, string[]> | undefined),
    });
    response.end(Buffer.from(answer.body, answer.isBase64Encoded === true ? 'base64' : 'utf8'));
  } catch {
    refuse('INTEGRATION_FAILURE');
  }
}

/** The content type; API Gateway assumes JSON if there is none. */
function kindOf({ headers }: IncomingMessage): string {
  const [kind = ''] = (headers['content-type'] ?? 'application/json').split(';');
  return kind.trim().toLowerCase();
}

function contextOf({ functionName, timeoutSeconds }: Route): Context {
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-north-1:111122223333:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'stream',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => timeoutSeconds * 1000,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/** The JSON Schema keywords that the stack's models use. Others throw. */
const KNOWN = new Set([
  '$schema',
  'title',
  'description',
  'type',
  'properties',
  'additionalProperties',
]);

/** Whether a body matches the model of a method. */
function fitsModel(schema: { readonly [word: string]: unknown }, body: string | null): boolean {
  const unknown = Object.keys(schema).filter((word) => !KNOWN.has(word));
  if (unknown.length > 0)
    throw new Error(`The test gateway does not support ${unknown.join(', ')}.`);
  const value = parsed(body);
  if (schema['type'] !== 'object') return value !== undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const known = Object.keys(schema['properties'] ?? {});
  return (
    schema['additionalProperties'] !== false ||
    Object.keys(value).every((name) => known.includes(name))
  );
}

function parsed(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

/** A token bucket: each call takes a token, and returns false if there is none. */
function tokenBucket({ rateLimit, burstLimit }: Throttle, now: () => Date): () => boolean {
  let tokens = burstLimit;
  let filledAt = now().getTime();
  return () => {
    const at = now().getTime();
    tokens = Math.min(burstLimit, tokens + ((at - filledAt) / 1000) * rateLimit);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
