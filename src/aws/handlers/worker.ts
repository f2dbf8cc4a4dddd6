import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readQueued } from '../../adapters/queue/queued-message.ts';
import { dailyLimit, guardSettings, modeOf } from '../../adapters/settings/run-settings.ts';
import { parseSettings } from '../../adapters/settings/settings.ts';
import { processQueued, type ProcessQueued } from '../../application/worker/send-queued.ts';
import { errorFacts } from '../../http/error-response.ts';
import {
  ledgerOnAws,
  clock,
  sourceFor,
  wait,
  LONGEST_SEND_MS,
  timeLeft,
  WRITES_WITHIN_MS,
} from '../lambda/lambda-context.ts';
import { faultLog, functionLog } from '../lambda/log.ts';
import { looksOnAws } from '../lambda/look-first.ts';
import { twilioParts } from '../lambda/twilio-parts.ts';

const { env } = process;
const own = parseSettings(env);
const mode = modeOf(own);
const source = sourceFor(env);
const partsUntil = twilioParts(source);
const stores = ledgerOnAws(own, source);
const lookFirst = looksOnAws();
const log = functionLog('worker');
const onFault = faultLog('worker');
/** Failed messages return to the queue, and after three tries go to the dead-letter queue. */
const processor = new BatchProcessor(EventType.SQS);

/** Sends approved messages from the queue, one at a time. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { closing } = timeLeft(context.getRemainingTimeInMillis());
  const processMessage = await processorUntil(closing);
  const msLeft = (): number => context.getRemainingTimeInMillis() - WRITES_WITHIN_MS;
  return await processPartialResponse(
    event,
    async ({ body }: SQSRecord) => void (await processMessage(body, msLeft)),
    processor,
    { context, processInParallel: false, throwOnFullBatchFailure: false },
  );
};

/** Errors before the first message leave all messages on the queue, and are logged. */
async function processorUntil(closing: AbortSignal): Promise<ProcessQueued> {
  try {
    const [settings, { ledger, optOuts, tagOf }] = await Promise.all([source.settings(), stores()]);
    const { gateway, templates, messageLog } = partsUntil(closing);
    return processQueued({
      mode,
      ledger,
      optOuts,
      gateway,
      templates,
      lookFirst: lookFirst({ log: messageLog, ledger, optOuts, clock }, closing),
      clock,
      tagOf,
      wait,
      random: Math.random,
      sendHours: guardSettings(settings).sendHours,
      dailyLimit: dailyLimit(settings),
      longestSendMs: LONGEST_SEND_MS,
      read: readQueued,
      log,
    });
  } catch (error) {
    const known = errorFacts(error);
    if (known === null) onFault(error);
    else log({ level: 'error', event: 'queue', ...known });
    throw error;
  }
}
