import type { ReplyLog } from '../../application/send-reply.ts';
import { replyApprovalOf, type ApprovedReply } from '../../domain/free-reply.ts';
import { each } from './change-item.ts';
import { recordIn } from './documents.ts';
import { messagesTo, openList, type Base } from './layout.ts';
import { messagesIn } from './messages.ts';
import { attemptOf, openAttemptOf } from './read-back.ts';
import { sidLeads } from './sid-leads.ts';

/** The club's answers to parents, each kept as a message is: the steps of both are the same. */
export function replyLogIn(base: Base): Omit<ReplyLog, 'close'> {
  const { store, mode, seal, read, isShared } = base;
  const partition = `${mode}#answers` as const;
  const answers = messagesIn(base, partition);
  const leads = sidLeads(base);
  return {
    isShared,
    claim: async (reply, at) => {
      const result = await answers.claim(draftOf(base, reply, at), null);
      return result.kind === 'claimed'
        ? { kind: 'claimed', attemptId: result.record.attempt.id }
        : { kind: 'taken', attempt: attemptOf(result.record, seal) };
    },
    advance: async (id, step, at, by) => {
      const result = await answers.advance(id, step, { at: at.toISOString(), by });
      return result.kind === 'advanced' ? { kind: 'advanced' } : result;
    },
    noteNotFound: async (id, at, by) => await answers.noteNotFound(id, at.toISOString(), by),
    noteCandidate: async (id, candidate) => await answers.noteCandidate(id, candidate),
    // What Twilio was asked for once and did not show is left alone: there is no list to offer it again.
    open: async () => {
      const open = [];
      for await (const stored of each(store.query('due', openList(partition)))) {
        const record = recordIn(read, stored);
        if (record === null || record.attempt.erasedAt !== undefined) continue;
        const { soughtAt, candidate } = record.attempt;
        if (soughtAt === undefined && candidate === undefined)
          open.push(openAttemptOf(record, seal));
      }
      return open;
    },
    knownSids: async (sids) => new Set((await leads.held(sids)).keys()),
    nameOf: async (to) => {
      let last: { readonly at: string; readonly parent: string } | null = null;
      for await (const stored of each(store.query('person', messagesTo(mode, to)))) {
        const attempt = recordIn(read, stored)?.attempt;
        if (attempt === undefined || attempt.erasedAt !== undefined) continue;
        if (last === null || last.at < attempt.approvedAt) {
          last = { at: attempt.approvedAt, parent: attempt.parent };
        }
      }
      return last?.parent ?? null;
    },
  };
}

function draftOf({ seal }: Base, reply: ApprovedReply, at: Date) {
  const { digest, operator, at: approvedAt } = replyApprovalOf(reply);
  const claimedAt = at.toISOString();
  return {
    key: seal(digest),
    inviteeKey: null,
    purpose: 'answer',
    season: '',
    claimedAt,
    attempt: {
      state: 'approved',
      changedAt: claimedAt,
      digest: seal(digest),
      operator,
      approvedAt: approvedAt.toISOString(),
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
