import type { ReplyLog } from '../../../application/replies/send-reply.ts';
import type { ClubAnswer } from '../../../domain/contact/conversation.ts';
import { replyApprovalOf, type ApprovedReply } from '../../../domain/contact/free-reply.ts';
import type { MessageRecord } from '../../../domain/delivery/message-record.ts';
import { messageList, messagesTo, openList, unsettledList } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { attemptOf, openAttemptOf } from '../reading/from-record.ts';
import { recordsOf } from '../reading/reading.ts';
import { messagesIn } from './messages.ts';

/** The club's replies to parents. They are stored as messages are, and have the same steps. */
export function replyLogIn(context: LedgerContext): Omit<ReplyLog, 'close'> {
  const { store, mode, keyedHash } = context;
  const partition = `${mode}#answers` as const;
  const { claim, ...steps } = messagesIn(context, partition);
  return {
    ...steps,
    claim: async (reply, at) => {
      const claiming = claimingOf(context, reply);
      const result = await claim(async () => claiming, replyApprovalOf(reply), at, null);
      return result.kind === 'claimed'
        ? { kind: 'claimed', attemptId: result.record.attempt.id }
        : { kind: 'taken', attempt: attemptOf(result.record, keyedHash) };
    },
    // A reply that Twilio did not have, or has a candidate for, is not searched for again: it is in
    // no list.
    open: async () => {
      const open = [];
      for await (const record of recordsOf(context, store.query('due', openList(partition)))) {
        const { soughtAt, candidate, erasedAt } = record.attempt;
        if (erasedAt !== undefined) continue;
        if (soughtAt === undefined && candidate === undefined)
          open.push(openAttemptOf(record, keyedHash));
      }
      return open;
    },
    nameOf: async (to) => {
      let last: { readonly at: string; readonly parent: string } | null = null;
      const written = store.query('person', messagesTo(mode, to));
      for await (const { attempt } of recordsOf(context, written)) {
        if (attempt.erasedAt !== undefined) continue;
        if (last === null || last.at < attempt.approvedAt) {
          last = { at: attempt.approvedAt, parent: attempt.parent };
        }
      }
      return last?.parent ?? null;
    },
    answers: async function* answers(to) {
      const pages =
        to === undefined
          ? store.query('list', messageList(partition))
          : store.query('person', messagesTo(partition, to));
      for await (const record of recordsOf(context, pages)) {
        if (record.attempt.erasedAt === undefined) yield clubAnswerOf(record);
      }
    },
    unsettled: async (since) => {
      const unsettled = [];
      const from = since.toISOString();
      const pages = store.query('due', unsettledList(partition), { from });
      for await (const { attempt } of recordsOf(context, pages)) {
        if (attempt.messageSid !== undefined) unsettled.push(attempt.messageSid);
      }
      return unsettled;
    },
  };
}

function clubAnswerOf({ attempt }: MessageRecord): ClubAnswer {
  return {
    sid: attempt.messageSid ?? null,
    to: attempt.recipient,
    text: attempt.body,
    operator: attempt.operator,
    at: new Date(attempt.approvedAt),
    answers: attempt.answers ?? null,
    state: attempt.state,
    delivery: attempt.delivery ?? null,
    code: attempt.deliveryCode ?? attempt.twilioCode ?? null,
  };
}

function claimingOf({ keyedHash }: LedgerContext, reply: ApprovedReply) {
  return {
    key: keyedHash(replyApprovalOf(reply).digest),
    inviteeKey: null,
    purpose: 'answer',
    season: '',
    attempt: {
      recipient: reply.to,
      contentSid: '',
      contentVariables: {},
      body: reply.body,
      player: 'Your reply',
      parent: reply.to,
      team: '',
      sourceFile: '',
      sourceRow: 0,
      answers: reply.answers,
    },
  } as const;
}
