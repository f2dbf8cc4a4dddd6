import type { Ledger } from '../../application/ports/ports.ts';
import type { Digest } from '../../domain/message/message.ts';
import type { Base } from './layout.ts';
import type { Messages } from './messages.ts';
import { sidLeads } from './sid-leads.ts';

/** What the ledger and the log of answers do alike with an attempt, each in its own partition. */
export function attemptSteps(
  base: Base,
  messages: Messages,
): Pick<Ledger, 'isShared' | 'advance' | 'noteNotFound' | 'noteCandidate' | 'knownSids'> {
  const leads = sidLeads(base);
  return {
    isShared: base.isShared,
    advance: async (id, step, at, by) => {
      const result = await messages.advance(id, step, { at: at.toISOString(), by });
      return result.kind === 'advanced' ? { kind: 'advanced' } : result;
    },
    noteNotFound: async (id, at, by) => await messages.noteNotFound(id, at.toISOString(), by),
    noteCandidate: async (id, candidate) => await messages.noteCandidate(id, candidate),
    knownSids: async (sids) => new Set((await leads.held(sids)).keys()),
  };
}

type Approval = { readonly digest: Digest; readonly operator: string; readonly at: Date };

/** An attempt as it is before anything was done with it. */
export function approvedAttempt({ seal }: Base, approval: Approval, claimedAt: string) {
  return {
    state: 'approved',
    changedAt: claimedAt,
    digest: seal(approval.digest),
    operator: approval.operator,
    approvedAt: approval.at.toISOString(),
  } as const;
}
