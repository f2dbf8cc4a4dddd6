import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Clock } from '../application/ports/clock.ts';
import { WEBHOOK_PATH } from '../domain/set-up/callback-url.ts';
import { FAULT, errorResponse } from './error-response.ts';
import { health, type HealthPorts } from './health.ts';
import { problem, type HttpResponse, type Handler, webResponse } from './http-response.ts';
import type { Log, LogEntry } from './log.ts';
import { trigger, type TriggerPorts } from './trigger/trigger.ts';
import { twilioWebhook, type WebhookPorts } from './webhook/twilio-webhook.ts';

/**
 * The ports of a route, or a function that makes them for a request; null where the route does not
 * exist here.
 */
type PortsOf<T> = T | (() => Promise<T>) | null;

export type ServicePorts = {
  readonly trigger: PortsOf<TriggerPorts>;
  readonly webhook: PortsOf<WebhookPorts>;
  readonly health: PortsOf<HealthPorts>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with unexpected errors. They may contain personal data, so they are not logged. */
  readonly onFault: (error: unknown) => void;
};

/** The environment that `hono/aws-lambda` passes with a request. */
type Gateway = { readonly requestContext?: { readonly requestId?: unknown } };

const ROUTES = ['trigger', 'webhook', 'health'] as const;
type Route = (typeof ROUTES)[number];

const NOT_FOUND = problem(404, 'not_found', {
  message: 'There is nothing at this address.',
  fix: 'There are POST /trigger, POST /webhook and GET /health.',
});

/** The service as a web application, independent of where it runs. */
export function serviceApp(ports: ServicePorts): Hono<{ Bindings: Gateway }> {
  // Not decoded: Hono's own decoding is slow for paths with many malformed percent signs.
  const app = new Hono<{ Bindings: Gateway }>({ getPath: ({ url }) => new URL(url).pathname });
  const routes: readonly (readonly [Route, string, readonly string[], Handler | null])[] = [
    ['trigger', '/trigger', ['POST'], handlerOf(ports.trigger, trigger)],
    ['webhook', WEBHOOK_PATH, ['POST'], handlerOf(ports.webhook, twilioWebhook)],
    ['health', '/health', ['GET', 'HEAD'], handlerOf(ports.health, health)],
  ];
  for (const [event, path, methods, handler] of routes) {
    if (handler === null) continue;
    const handle: Handler = async (request) =>
      methods.includes(request.method) ? await handler(request) : notAllowed(methods);
    app.all(path, async ({ req, env }) => await respond(event, handle, req.raw, env, ports));
  }
  app.notFound(
    async ({ req, env }) => await respond('other', async () => NOT_FOUND, req.raw, env, ports),
  );
  return app;
}

function handlerOf<T extends object>(
  ports: PortsOf<T>,
  handlerWith: (ports: T) => Handler,
): Handler | null {
  if (typeof ports !== 'function') return ports && handlerWith(ports);
  return async (request) => await handlerWith(await ports())(request);
}

function notAllowed(methods: readonly string[]): HttpResponse {
  const allow = methods.join(', ');
  return problem(
    405,
    'method_not_allowed',
    { message: `This address takes ${allow} alone.`, fix: `Use ${methods[0]}.` },
    { headers: { Allow: allow } },
  );
}

/** Answers and logs a request, both with its id. */
async function respond(
  event: LogEntry['event'],
  handle: Handler,
  request: Request,
  gateway: Gateway | undefined,
  { clock, log, onFault }: ServicePorts,
): Promise<Response> {
  const began = clock.now().getTime();
  const id = requestIdOf(request, gateway?.requestContext?.requestId);
  const response = await responseOf(handle, request, onFault);
  const { status, facts } = response;
  log({
    level: status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info',
    event,
    request_id: id,
    status,
    ...facts,
    duration_ms: clock.now().getTime() - began,
  });
  return webResponse(response, id);
}

async function responseOf(
  handle: Handler,
  request: Request,
  onFault: ServicePorts['onFault'],
): Promise<HttpResponse> {
  try {
    return await handle(request);
  } catch (error) {
    const known = errorResponse(error);
    if (known === null) onFault(error);
    return known ?? FAULT;
  }
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;
const TOKEN = /^[a-z\d][\w.-]{7,63}$/iu;
/** Seven digits in a row may be a phone number, which must not be logged. */
const NUMBER = /\d{7}/u;

/** The caller's id of a request if it is fit for a log, else the gateway's, else a new one. */
function requestIdOf(request: Request, gatewayId: unknown): string {
  const given = request.headers.get('X-Request-Id');
  return [given, gatewayId].find(isLoggable) ?? randomUUID();
}

function isLoggable(id: unknown): id is string {
  return typeof id === 'string' && (UUID.test(id) || (TOKEN.test(id) && !NUMBER.test(id)));
}
