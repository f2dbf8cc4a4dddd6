import type { ReplyLog } from '../../../application/replies/send-reply.ts';
import { replyApprovalOf, type ApprovedReply } from '../../../domain/contact/free-reply.ts';
import { allowsNewAttempt } from '../../../domain/delivery/state.ts';
import { messageList, messagesTo, openList } from '../layout.ts';
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
      const result = await claim(claimingOf(context, reply), replyApprovalOf(reply), at, null);
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
    lastAnswers: async () => {
      const last = new Map<string, Date>();
      const answers = store.query('list', messageList(partition));
      for await (const { attempt } of recordsOf(context, answers)) {
        const { recipient, state } = attempt;
        const at = new Date(attempt.approvedAt);
        if (allowsNewAttempt(state) || at < (last.get(recipient) ?? at)) continue;
        last.set(recipient, at);
      }
      return last;
    },
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
    },
  } as const;
}
