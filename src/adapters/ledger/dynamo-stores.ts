import type { OptOuts, Replies } from '../../application/people-ports.ts';
import type { Ledger } from '../../application/ports.ts';
import type { ReplyLog } from '../../application/send-reply.ts';
import type { Mode } from '../../domain/mode.ts';
import { openDynamoLedger } from './dynamo-ledger.ts';
import { openDynamoOptOuts } from './dynamo-opt-outs.ts';
import { openDynamoReplies } from './dynamo-replies.ts';
import { dynamoReplyLog } from './dynamo-reply-log.ts';
import { openDynamoTable, type DynamoPlace } from './dynamo-table.ts';

type Stores = {
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
  readonly replyLog: ReplyLog;
};

/**
 * All that is kept in one table, each through a connection of its own, so that each is closed for itself.
 *
 * @throws InviteError `ledger_unavailable`, from every call
 */
export async function openDynamoStores(place: DynamoPlace, mode: Mode): Promise<Stores> {
  const [ledger, optOuts, replies, answers] = await Promise.all([
    openDynamoLedger(place, mode),
    openDynamoOptOuts(place, mode),
    openDynamoReplies(place, mode),
    openDynamoTable(place),
  ]);
  return { ledger, optOuts, replies, replyLog: dynamoReplyLog(answers, mode) };
}
