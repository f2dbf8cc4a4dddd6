import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { serviceApp, type ServicePorts } from '../../http/app.ts';
import { faultLog, functionLog } from './log.ts';
import { clock, timeLeft, type TimeLeft } from './lambda-context.ts';
import { handle, type APIGatewayProxyResult, type LambdaEvent } from 'hono/aws-lambda';

type Answers = Pick<ServicePorts, 'trigger' | 'webhook' | 'health'>;

/** API Gateway gives up after 29 s, whatever the function has left. */
const GATEWAY_MS = 29_000;

/**
 * A function behind API Gateway. The app is made for each request, which costs next to nothing: so it has
 * the settings as they are now, and knows how long it may take.
 */
export function httpFunction(service: string, answersBy: (time: TimeLeft) => Answers) {
  const log = functionLog(service);
  const onFault = faultLog(service);
  return async (
    event: APIGatewayProxyEvent,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => {
    const time = timeLeft(Math.min(context.getRemainingTimeInMillis(), GATEWAY_MS));
    const app = serviceApp({ ...answersBy(time), clock, log, onFault });
    return await answerEvent(app, event, context);
  };
}

type Parameters = APIGatewayProxyEvent['multiValueQueryStringParameters'];

/** The service behind a REST API of API Gateway (payload version 1): it answers as over a socket. */
export async function answerEvent(
  app: ReturnType<typeof serviceApp>,
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<APIGatewayProxyResult> {
  // The types of hono say less than API Gateway does: what they have no null for can be null.
  const readable = asHonoReadsIt(event) as unknown as LambdaEvent;
  return await handle(app)(readable, context as Context);
}

/**
 * The same event with the path that the service knows, since under a custom domain it can begin with
 * another one, and without what makes no web request: hono would write that to the log as it stands.
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
