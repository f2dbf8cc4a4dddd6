import type { ReplyLog } from '../../application/send-reply.ts';
import { replyApprovalOf, type ApprovedReply } from '../../domain/free-reply.ts';
import type { Mode } from '../../domain/mode.ts';
import { dynamoAccount } from './dynamo-account.ts';
import { claimed, type Draft } from './dynamo-claim.ts';
import { dynamoSteps } from './dynamo-steps.ts';
import { knownSidsIn } from './dynamo-signposts.ts';
import type { DynamoTable } from './dynamo-table.ts';

/**
 * The answers to parents in a ledger's table, each kept as a message of a realm of its own: the steps
 * of both are the same. Nothing tells of their delivery here.
 */
export function dynamoReplyLog(table: DynamoTable, mode: Mode): ReplyLog {
  const realm = `${mode}#answers` as const;
  const messages = dynamoAccount(table, mode);
  const answers = dynamoAccount(table, realm);
  return {
    isShared: true,
    ...dynamoSteps(table, realm),
    claim: async (reply, at) =>
      await claimed(table, realm, draftOf(reply, at), { at, replaces: null }),
    // What Twilio was asked for once and did not show is left alone: there is no list to offer it again.
    open: async () =>
      (await answers.open()).filter(
        ({ soughtAt, candidate }) => soughtAt === null && candidate === undefined,
      ),
    knownSids: knownSidsIn(table, mode),
    nameOf: async (to) => {
      const named = (await messages.messages()).filter((one) => one.to === to && !one.isErased);
      const latest = named.toSorted((a, b) => a.approvedAt.getTime() - b.approvedAt.getTime());
      return latest.at(-1)?.parent ?? null;
    },
    close: async () => table.close(),
  };
}

function draftOf(reply: ApprovedReply, at: Date): Draft {
  const { digest, operator, at: approvedAt } = replyApprovalOf(reply);
  return {
    key: digest,
    inviteeKey: '',
    state: 'approved',
    changedAt: at.toISOString(),
    digest,
    operator,
    approvedAt: approvedAt.toISOString(),
    recipient: reply.to,
    contentSid: '',
    contentVariables: {},
    body: reply.body,
    player: 'Your reply',
    parent: reply.to,
    team: '',
    season: '',
    sourceFile: '',
    sourceRow: 0,
    purpose: 'invite',
  };
}
