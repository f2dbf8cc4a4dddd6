import { Hono } from 'hono';
import type { Clock } from '../application/ports.ts';
import { WEBHOOK_PATH } from '../domain/callback-url.ts';
import { InviteError } from '../domain/problem.ts';
import { problem, type Answered, type Handler } from './answered.ts';
import { health, type HealthPorts } from './health.ts';
import type { Log, LogEntry } from './log.ts';
import { UnreadableBody } from './read-body.ts';
import { requestIdOf } from './request-id.ts';
import { trigger, type TriggerPorts } from './trigger.ts';
import { twilioWebhook, type WebhookPorts } from './twilio-webhook.ts';
import { webResponse } from './web-response.ts';

export type ServicePorts = {
  /** Null where this is answered elsewhere; as for the other two. */
  readonly trigger: TriggerPorts | null;
  readonly webhook: WebhookPorts | null;
  readonly health: HealthPorts | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of what nobody foresaw; what it holds may name people, so no log gets it. */
  readonly keepFault: (error: unknown) => void;
};

/** What `hono/aws-lambda` hands over beside a request. */
type Gateway = { readonly requestContext?: { readonly requestId?: unknown } };

const ROUTES = ['trigger', 'webhook', 'health'] as const;
type Route = (typeof ROUTES)[number];

const NOT_FOUND = problem(404, 'not_found', {
  message: 'There is nothing at this address.',
  fix: 'There are POST /trigger, POST /webhook and GET /health.',
});

const UNREADABLE: { readonly [reason in UnreadableBody['reason']]: Answered } = {
  cut_off: problem(400, 'cut_off', {
    message: 'The body of the request broke off. Nothing was done.',
    fix: 'Send it again, all of it.',
  }),
  not_utf8: problem(400, 'not_utf8', {
    message: 'The body of the request is not in UTF-8. Nothing was done.',
    fix: 'Send it in UTF-8.',
  }),
};

/** The service: a web request in, a web response out, wherever it runs. */
export function serviceApp(ports: ServicePorts): Hono<{ Bindings: Gateway }> {
  const app = new Hono<{ Bindings: Gateway }>();
  const routes: readonly (readonly [Route, string, readonly string[], Handler | null])[] = [
    ['trigger', '/trigger', ['POST'], ports.trigger && trigger(ports.trigger)],
    ['webhook', WEBHOOK_PATH, ['POST'], ports.webhook && twilioWebhook(ports.webhook)],
    ['health', '/health', ['GET', 'HEAD'], ports.health && health(ports.health)],
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

function notAllowed(methods: readonly string[]): Answered {
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
  { clock, log, keepFault }: ServicePorts,
): Promise<Response> {
  const began = clock.now().getTime();
  const id = requestIdOf(request, gateway?.requestContext?.requestId);
  const answered = await answerOrFault(handle, request, keepFault);
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
  keepFault: ServicePorts['keepFault'],
): Promise<Answered> {
  try {
    return await handle(request);
  } catch (error) {
    if (error instanceof UnreadableBody) return UNREADABLE[error.reason];
    const isKnown = error instanceof InviteError;
    if (!isKnown) keepFault(error);
    const told = {
      message: isKnown ? 'The ledger cannot be used.' : 'This is a fault in the service itself.',
      fix: 'Ask again later: whatever is asked for twice is sent once. The operator of the service looks into its log.',
    };
    return problem(isKnown ? 503 : 500, isKnown ? error.problem.code : 'fault', told);
  }
}
