import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { handle, type APIGatewayProxyResult, type LambdaEvent } from 'hono/aws-lambda';
import { serviceApp, type ServicePorts } from '../../http/app.ts';
import { clock, timeLeft, type TimeLeft } from './lambda-context.ts';
import { faultLog, functionLog } from './log.ts';

type RoutePorts = Pick<ServicePorts, 'trigger' | 'webhook' | 'health'>;

/** API Gateway's timeout, independent of the function's own. */
const GATEWAY_MS = 29_000;

/**
 * A function behind API Gateway. The app is made for each request, which costs little: it gets the
 * current settings and the time left for this request.
 */
export function httpFunction(service: string, portsFor: (time: TimeLeft) => RoutePorts) {
  const log = functionLog(service);
  const onFault = faultLog(service);
  return async (
    event: APIGatewayProxyEvent,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => {
    const time = timeLeft(Math.min(context.getRemainingTimeInMillis(), GATEWAY_MS));
    const app = serviceApp({ ...portsFor(time), clock, log, onFault });
    return await answerEvent(app, event, context);
  };
}

type Parameters = APIGatewayProxyEvent['multiValueQueryStringParameters'];

/** Answers an event of an API Gateway REST API (payload version 1) with the service. */
export async function answerEvent(
  app: ReturnType<typeof serviceApp>,
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<APIGatewayProxyResult> {
  // Hono's types have no null where API Gateway has one.
  const readable = asHonoReadsIt(event) as unknown as LambdaEvent;
  return await handle(app)(readable, context as Context);
}

/**
 * Makes an event that Hono can read: with the path of the service, since a custom domain can add a
 * prefix, and without malformed parts, which Hono would log with their content.
 */
function asHonoReadsIt(event: APIGatewayProxyEvent): APIGatewayProxyEvent {
  const { resource, path, httpMethod, body, multiValueQueryStringParameters } = event;
  return {
    ...event,
    path: resource.includes('{') ? path : resource,
    body: ['GET', 'HEAD'].includes(httpMethod) ? null : body,
    multiValueQueryStringParameters: wellFormed(multiValueQueryStringParameters),
  };
}

function wellFormed(parameters: Parameters): Parameters {
  if (parameters === null) return null;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values = []]) => [
      name.toWellFormed(),
      values.map((value) => value.toWellFormed()),
    ]),
  );
}
