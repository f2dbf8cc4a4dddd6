import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { serviceApp, type ServicePorts } from '../../http/app.ts';
import { answerEvent } from '../../http/server/gateway-event.ts';
import { faultLog, functionLog } from './log.ts';
import { clock } from './lambda-context.ts';
import { timeLeft, type TimeLeft } from './time-left.ts';

type Answers = Pick<ServicePorts, 'trigger' | 'webhook' | 'health'>;

/** API Gateway gives up after 29 s, whatever the function has left. */
const GATEWAY_MS = 29_000;

/**
 * A function behind API Gateway. The app is made for each request, which costs next to nothing: so it has
 * the settings as they are now, and knows how long it may take.
 */
export function httpFunction(service: string, answersBy: (time: TimeLeft) => Answers) {
  const log = functionLog(service);
  const keepFault = faultLog(service);
  return async (
    event: APIGatewayProxyEvent,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => {
    const time = timeLeft(Math.min(context.getRemainingTimeInMillis(), GATEWAY_MS));
    const app = serviceApp({ ...answersBy(time), clock, log, keepFault });
    return await answerEvent(app, event, context);
  };
}
