import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readQueued } from '../../adapters/queue/queued-message.ts';
import { dailyLimit, guardSettings, modeOf } from '../../adapters/settings/run-settings.ts';
import { parseSettings } from '../../adapters/settings/settings.ts';
import { processQueued, type ProcessQueued } from '../../application/worker/send-queued.ts';
import { errorFacts } from '../../http/error-response.ts';
import { faultLog, functionLog } from '../lambda/log.ts';
import {
  ledgerOnAws,
  clock,
  sourceFor,
  wait,
  LONGEST_SEND_MS,
  timeLeft,
  WRITES_WITHIN_MS,
} from '../lambda/lambda-context.ts';
import { twilioParts } from '../lambda/twilio-parts.ts';

const { env } = process;
const own = parseSettings(env);
const mode = modeOf(own);
const source = sourceFor(env);
const partsUntil = twilioParts(source);
const stores = ledgerOnAws(own, source);
const log = functionLog('worker');
const onFault = faultLog('worker');
/** What fails is given back to the queue, and after three times it is laid aside. */
const processor = new BatchProcessor(EventType.SQS);

/** Messages that an operator approved, from the queue to Twilio: one at a time, at a human pace. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { closing } = timeLeft(context.getRemainingTimeInMillis());
  const take = await takeUntil(closing);
  const msLeft = (): number => context.getRemainingTimeInMillis() - WRITES_WITHIN_MS;
  return await processPartialResponse(
    event,
    async ({ body }: SQSRecord) => void (await take(body, msLeft)),
    processor,
    { context, processInParallel: false, throwOnFullBatchFailure: false },
  );
};

/** What keeps it from beginning leaves all on the queue, and is told in the log. */
async function takeUntil(closing: AbortSignal): Promise<ProcessQueued> {
  try {
    const [settings, { ledger, optOuts, tagOf }] = await Promise.all([source.settings(), stores()]);
    const { gateway, templates } = partsUntil(closing);
    return processQueued({
      mode,
      ledger,
      optOuts,
      gateway,
      templates,
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
    const foreseen = errorFacts(error);
    if (foreseen === null) onFault(error);
    else log({ level: 'error', event: 'queue', ...foreseen });
    throw error;
  }
}
