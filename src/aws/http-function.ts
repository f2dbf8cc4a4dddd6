import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { serviceApp, type ServicePorts } from '../http/app.ts';
import { answerEvent } from '../http/gateway-event.ts';
import { faultLog, functionLog } from './log.ts';
import { clock, closingTime } from './surroundings.ts';

type Answers = Pick<ServicePorts, 'trigger' | 'webhook' | 'health'>;

/** API Gateway gives up after 29 s, whatever the function has left. */
const GATEWAY_MS = 29_000;

/**
 * A function behind API Gateway. The app is made for each request, which costs next to nothing: so it has
 * the settings as they are now, and knows how long it may take.
 *
 * @param answersBy what it answers; the signal fires when nothing may be waited for any more
 */
export function httpFunction(
  service: string,
  answersBy: (closing: AbortSignal) => Promise<Answers>,
) {
  const log = functionLog(service);
  const keepFault = faultLog(service);
  return async (
    event: APIGatewayProxyEvent,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => {
    const closing = closingTime(Math.min(context.getRemainingTimeInMillis(), GATEWAY_MS));
    const app = serviceApp({ ...(await answersBy(closing)), clock, log, keepFault });
    return await answerEvent(app, event, context);
  };
}
