import type { AttemptState } from '../../../src/domain/delivery/state.ts';

type Doc = { readonly [name: string]: unknown };

/** One attempt in the document of a message, with the parts that a test adds. */
export function anAttemptDocument(id: string, state: AttemptState, parts: Doc = {}) {
  return {
    id,
    state,
    changedAt: '2026-07-15T18:42:00.000Z',
    digest: 'a-digest',
    operator: 'Robin Green',
    approvedAt: '2026-07-15T18:41:00.000Z',
    recipient: 'whatsapp:+447700900123',
    ...parts,
  };
}

export type AttemptDocument = ReturnType<typeof anAttemptDocument>;

/** The document of a message, with a history of one entry for each attempt. */
export function aMessageDocument(
  key: string,
  attempt: AttemptDocument,
  earlier: readonly AttemptDocument[] = [],
) {
  return {
    key,
    inviteeKey: 'an-invitee' as string | null,
    purpose: 'invite',
    season: '2026-27',
    claimedAt: '2026-07-15T18:42:00.000Z',
    attempt,
    earlier,
    history: [...earlier, attempt].map(({ id, approvedAt }) => ({
      attempt: id,
      at: approvedAt,
      state: 'approved',
    })),
  };
}
