import type { OperatorYes } from '../../domain/approval/operator-yes.ts';
import type { ClubAnswer } from '../../domain/contact/conversation.ts';
import {
  approveReply,
  replyApprovalOf,
  windowClosesAt,
  type ApprovedReply,
  type FreeReply,
} from '../../domain/contact/free-reply.ts';
import type { Handling } from '../../domain/contact/handling.ts';
import type { ReplyFate } from '../../domain/delivery/fate.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Attempt, Outcome } from '../../domain/delivery/outcome.ts';
import type { OptOuts, Replies } from '../ports/contact.ts';
import type { Advanced, Claim, Ledger } from '../ports/ledger.ts';
import { sendAttempt, type AttemptPorts, type Unwritten } from '../send/send-attempt.ts';

/** Creates free-text messages with Twilio's Messages resource. It only accepts approved replies. */
export type ReplyGateway = {
  /**
   * Does not throw for errors of Twilio or the network: the outcome states them.
   *
   * @param validitySeconds how long Twilio may keep the reply before it sends it
   */
  readonly reply: (reply: ApprovedReply, validitySeconds: number) => Promise<Outcome>;
};

/**
 * The durable record of the club's answers, beside that of the messages. Each call is one durable
 * transaction.
 */
export type ReplyLog = Pick<
  Ledger,
  | 'isShared'
  | 'open'
  | 'advance'
  | 'noteNotFound'
  | 'noteCandidate'
  | 'knownSids'
  | 'recordDelivery'
> & {
  /** Records an approval. The same text in answer to the same message is sent once. */
  readonly claim: (reply: ApprovedReply, at: Date) => Promise<Claim>;
  /** The parent's name in the last message to this number; null where there was none. */
  readonly nameOf: (to: string) => Promise<string | null>;
  /** The answers that are not erased, oldest first, to one recipient (`whatsapp:` and E.164) or to all. */
  readonly answers: (to?: string) => AsyncIterable<ClubAnswer>;
  /** The SIDs of answers that Twilio accepted since `since` and whose delivery state can still change. */
  readonly unsettled: (since: Date) => Promise<readonly MessageSid[]>;
  readonly close: () => Promise<void>;
};

type NotAdvanced = Extract<Advanced, { readonly kind: 'not_advanced' }>;

export type SendReplyPorts = AttemptPorts & {
  readonly gateway: ReplyGateway;
  readonly log: ReplyLog;
  readonly optOuts: Pick<OptOuts, 'has'>;
  readonly replies: Pick<Replies, 'handle'>;
  /** By how much this computer's clock is ahead of Twilio's, in milliseconds. Default 0. */
  readonly clockAheadMs?: number;
};

/** The parent's message that is answered, as the operator saw it. */
export type AnsweredReply = {
  /** When the parent sent it. */
  readonly at: Date;
  /** What had been done about it by then. */
  readonly handled?: Handling;
};

/**
 * Sends an approved answer at most once: it is recorded before the request and after it. An interrupted
 * request is settled as that of any message is. Of two operators who answer one message at the same time,
 * one succeeds, and the other learns of it before anything is sent.
 *
 * @throws InviteError when the ledger fails before the request is sent
 */
export async function sendReply(
  reply: FreeReply,
  yes: OperatorYes,
  { at: wroteAt, handled: seen }: AnsweredReply,
  { gateway, log, replies, ...ports }: SendReplyPorts,
): Promise<ReplyFate | Unwritten> {
  const { optOuts, clock, clockAheadMs = 0 } = ports;
  const approved = approveReply(reply, yes);
  const lookedAt = clock.now();
  // The time of the parent's message is Twilio's.
  if (windowClosesAt(wroteAt).getTime() <= lookedAt.getTime() - clockAheadMs) {
    return { kind: 'window_closed' };
  }
  const { operator } = replyApprovalOf(approved);
  const answering = { how: 'answering', operator, at: lookedAt } as const;
  const handled = await replies.handle(reply.answers, answering, seen ?? null);
  if (handled.kind !== 'handled') return { kind: 'handled_since', handling: handled.handling };
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
      // Answers do not count towards the limits: the parent wrote first.
      start: async (at) => {
        const moved = await log.advance(id, { kind: 'sending' }, at);
        return moved.kind === 'advanced' ? { kind: 'started' } : moved;
      },
      send: async (validitySeconds) => await gateway.reply(approved, validitySeconds),
    },
    log,
    ports,
  );
  switch (sent.kind) {
    case 'answered':
      return sent.outcome;
    case 'too_late':
      // The computer slept before the request.
      if (!sent.isStarted) await log.advance(id, { kind: 'lapsed' }, clock.now());
      return { kind: 'unreachable' };
    case 'not_advanced':
      // The computer slept, and another run took the attempt for an interrupted one.
      return { kind: 'unreachable' };
    case 'unwritten':
      return sent;
  }
}

function fateOf(attempt: Attempt): ReplyFate {
  return { kind: attempt.state === 'accepted' ? 'already_sent' : 'still_unknown', attempt };
}
