import { Hono } from 'hono';
import type { Clock } from '../application/ports/clock.ts';
import { WEBHOOK_PATH } from '../domain/set-up/callback-url.ts';
import { problem, type HttpResponse, type Handler, webResponse } from './http-response.ts';
import { FAULT, errorResponse } from './error-response.ts';
import type { Log, LogEntry } from './log.ts';
import { trigger, type TriggerPorts } from './trigger/trigger.ts';
import { twilioWebhook, type WebhookPorts } from './webhook/twilio-webhook.ts';
import type { Ledger } from '../application/ports/ledger.ts';
import { asMessageSid } from '../domain/delivery/ids.ts';
import { randomUUID } from 'node:crypto';

/** What a route needs, or how to get it once it is asked for; null where others answer in its place. */
type Needs<T> = T | (() => Promise<T>) | null;

export type ServicePorts = {
  readonly trigger: Needs<TriggerPorts>;
  readonly webhook: Needs<WebhookPorts>;
  readonly health: Needs<HealthPorts>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of what nobody foresaw; what it holds may name people, so no log gets it. */
  readonly onFault: (error: unknown) => void;
};

/** What `hono/aws-lambda` hands over beside a request. */
type Gateway = { readonly requestContext?: { readonly requestId?: unknown } };

const ROUTES = ['trigger', 'webhook', 'health'] as const;
type Route = (typeof ROUTES)[number];

const NOT_FOUND = problem(404, 'not_found', {
  message: 'There is nothing at this address.',
  fix: 'There are POST /trigger, POST /webhook and GET /health.',
});

/** The service: a web request in, a web response out, wherever it runs. */
export function serviceApp(ports: ServicePorts): Hono<{ Bindings: Gateway }> {
  // As it came: Hono itself would decode it, which takes long where many percent signs stand for no letter.
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
  needs: Needs<T>,
  handlerWith: (ports: T) => Handler,
): Handler | null {
  if (typeof needs !== 'function') return needs && handlerWith(needs);
  return async (request) => await handlerWith(await needs())(request);
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

/** Every request is answered and logged, both with its id. */
async function respond(
  event: LogEntry['event'],
  handle: Handler,
  request: Request,
  gateway: Gateway | undefined,
  { clock, log, onFault }: ServicePorts,
): Promise<Response> {
  const began = clock.now().getTime();
  const id = requestIdOf(request, gateway?.requestContext?.requestId);
  const answered = await answerOrFault(handle, request, onFault);
  const { status, facts } = answered;
  log({
    level: status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info',
    event,
    request_id: id,
    status,
    ...facts,
    duration_ms: clock.now().getTime() - began,
  });
  return webResponse(answered, id);
}

async function answerOrFault(
  handle: Handler,
  request: Request,
  onFault: ServicePorts['onFault'],
): Promise<HttpResponse> {
  try {
    return await handle(request);
  } catch (error) {
    const foreseen = errorResponse(error);
    if (foreseen === null) onFault(error);
    return foreseen ?? FAULT;
  }
}

type HealthPorts = {
  readonly ledger: Pick<Ledger, 'knownSids'>;
  readonly version: string;
};

/** No message has this one: asking for it reads the ledger and finds nothing. */
const NOBODYS_SID = asMessageSid(`SM${'0'.repeat(32)}`);

/** Whether the service could send: its ledger is read, and nothing of what it holds is told. */
function health({ ledger, version }: HealthPorts): Handler {
  return async () => {
    const isReachable = await canRead(ledger);
    const outcome = isReachable ? 'ok' : 'ledger_unreachable';
    return {
      status: isReachable ? 200 : 503,
      body: {
        status: isReachable ? 'ok' : 'unwell',
        version,
        ledger: isReachable ? 'reachable' : 'unreachable',
      },
      facts: { outcome },
    };
  };
}

async function canRead(ledger: HealthPorts['ledger']): Promise<boolean> {
  try {
    await ledger.knownSids(NOBODYS_SID === null ? [] : [NOBODYS_SID]);
    return true;
  } catch {
    return false;
  }
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;
const TOKEN = /^[a-z\d][\w.-]{7,63}$/iu;
/** Seven digits in a row can be a phone number, which has no place in a log. */
const NUMBER = /\d{7}/u;

/** The id that the caller gave a request, if it is fit for a log, else the gateway's, else a new one. */
function requestIdOf(request: Request, gateways: unknown): string {
  const given = request.headers.get('X-Request-Id');
  return [given, gateways].find(isSane) ?? randomUUID();
}

function isSane(id: unknown): id is string {
  return typeof id === 'string' && (UUID.test(id) || (TOKEN.test(id) && !NUMBER.test(id)));
}
