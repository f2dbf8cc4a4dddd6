import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { guardSettings } from '../../adapters/guard-settings.ts';
import { openDynamoStores } from '../../adapters/ledger/dynamo-stores.ts';
import { readQueued } from '../../adapters/queue/read-queued.ts';
import { dailyLimit } from '../../adapters/settings.ts';
import { takeQueued } from '../../application/send-queued.ts';
import { functionLog } from '../log.ts';
import { clock, ledgerPlace, modeOf, sourceFor, wait } from '../surroundings.ts';
import { LONGEST_SEND_MS, twilioParts } from '../twilio-parts.ts';

/** What is left over for the ledger, behind the last send. */
const WRITES_WITHIN_MS = 3000;

const { env } = process;
const mode = modeOf(env);
const source = sourceFor(env);
const { gateway, templates } = twilioParts(source);
const stores = openDynamoStores(ledgerPlace(env), mode);
const log = functionLog('worker');
/** What fails is given back to the queue, and after three times it is laid aside. */
const processor = new BatchProcessor(EventType.SQS);

/** Messages that an operator approved, from the queue to Twilio: one at a time, at a human pace. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const [values, { ledger, optOuts }] = await Promise.all([source.settings(), stores]);
  const take = takeQueued({
    mode,
    ledger,
    optOuts,
    gateway,
    templates,
    clock,
    wait,
    random: Math.random,
    sendHours: guardSettings(values).sendHours,
    dailyLimit: dailyLimit(values),
    longestSendMs: LONGEST_SEND_MS,
    read: readQueued,
    log,
  });
  const msLeft = (): number => context.getRemainingTimeInMillis() - WRITES_WITHIN_MS;
  return await processPartialResponse(
    event,
    async ({ body }: SQSRecord) => void (await take(body, msLeft)),
    processor,
    { context, processInParallel: false, throwOnFullBatchFailure: false },
  );
};
