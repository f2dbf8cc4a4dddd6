import type { ReplyFate } from '../../domain/delivery/fate.ts';
import {
  approveReply,
  windowClosesAt,
  type ApprovedReply,
  type FreeReply,
} from '../../domain/contact/free-reply.ts';
import type { OperatorYes } from '../../domain/approval/operator-yes.ts';
import type { Attempt, Outcome } from '../../domain/delivery/outcome.ts';
import type { Advanced, Claim, Ledger } from '../ports/ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { OptOuts } from '../ports/contact.ts';
import { sendAttempt, type Unwritten } from '../send/send-attempt.ts';

/** The second road to Twilio's Messages resource. Takes nothing that a person has not approved. */
export type ReplyGateway = {
  /** Never throws for what Twilio or the network does: that is what an outcome is for. */
  readonly reply: (reply: ApprovedReply) => Promise<Outcome>;
};

/** The durable account of the answers, beside that of the messages. Each call is one durable transaction. */
export type ReplyLog = Pick<
  Ledger,
  'isShared' | 'open' | 'advance' | 'noteNotFound' | 'noteCandidate' | 'knownSids'
> & {
  /** Writes a yes down; the same text in answer to the same message goes once. */
  readonly claim: (reply: ApprovedReply, at: Date) => Promise<Claim>;
  /** The parent at this number, as the last message to it has the name; null where there was none. */
  readonly nameOf: (to: string) => Promise<string | null>;
  readonly close: () => Promise<void>;
};

type NotAdvanced = Extract<Advanced, { readonly kind: 'not_advanced' }>;

export type SendReplyPorts = {
  readonly gateway: ReplyGateway;
  readonly log: ReplyLog;
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  readonly clock: Clock;
  /** Fires when not even the answer is to be waited for. */
  readonly stopNow: AbortSignal;
};

/**
 * Sends an answer a person said yes to, at most once: written down before the request goes out, and
 * after. What comes of a request that was cut off is asked of Twilio, as for any message.
 *
 * @param wroteAt when the parent wrote what it answers
 * @throws InviteError when the ledger fails before the request goes out
 */
export async function sendReply(
  reply: FreeReply,
  yes: OperatorYes,
  wroteAt: Date,
  { gateway, log, optOuts, clock, stopNow }: SendReplyPorts,
): Promise<ReplyFate | Unwritten> {
  const approved = approveReply(reply, yes);
  const lookedAt = clock.now();
  if (windowClosesAt(wroteAt) <= lookedAt) return { kind: 'window_closed' };
  const claim = await log.claim(approved, clock.now());
  if (claim.kind === 'taken') return fateOf(claim.attempt);
  const id = claim.attemptId;
  if ((await optOuts.has([reply.phone])).size > 0) {
    await log.advance(id, { kind: 'lapsed' }, clock.now());
    return { kind: 'opted_out' };
  }
  const sent = await sendAttempt<{ readonly kind: 'started' } | NotAdvanced>(
    {
      id,
      phone: reply.phone,
      lookedAt,
      // Answers are neither counted nor paced: the parent wrote first.
      start: async (at) => {
        const moved = await log.advance(id, { kind: 'sending' }, at);
        return moved.kind === 'advanced' ? { kind: 'started' } : moved;
      },
      send: async () => await gateway.reply(approved),
    },
    log,
    { optOuts, clock, stopNow },
  );
  switch (sent.kind) {
    case 'answered':
      return sent.outcome;
    case 'too_late':
      // The computer slept, and nothing went.
      if (!sent.isStarted) await log.advance(id, { kind: 'lapsed' }, clock.now());
      return { kind: 'unreachable' };
    case 'not_advanced':
      // It slept a little later, and another run has taken the attempt for cut off.
      return { kind: 'unreachable' };
    case 'unwritten':
      return sent;
  }
}

function fateOf(attempt: Attempt): ReplyFate {
  return { kind: attempt.state === 'accepted' ? 'already_sent' : 'still_unknown', attempt };
}
