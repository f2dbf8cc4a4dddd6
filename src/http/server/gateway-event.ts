import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { handle, type APIGatewayProxyResult, type LambdaEvent } from 'hono/aws-lambda';
import type { serviceApp } from '../app.ts';

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
