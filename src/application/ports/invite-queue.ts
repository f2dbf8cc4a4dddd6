import type { Approval } from '../../domain/approval/operator-yes.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import type { ListSource } from './ledger.ts';

/** A message that a person has said yes to, on its way to the worker that sends it. */
export type QueuedMessage = {
  readonly mode: Mode;
  /** The claim that stands in the ledger for it. */
  readonly attempt: AttemptId;
  readonly message: Message;
  readonly approval: Approval;
  readonly source: ListSource;
  /** Whether the operator typed the hour, so that it goes outside the hours as well. */
  readonly atAnyHour: boolean;
};

/** What putting a message on the queue came to. */
export type EnqueueResult =
  | { readonly kind: 'taken' }
  /** It is not there, or nobody knows: what stands there all the same finds its yes taken back. */
  | { readonly kind: 'not_taken'; readonly reason: QueueReason };

/** The way to the worker. It may hand a message over more than once, and in any order. */
export type InviteQueue = {
  /**
   * Never throws for what AWS or the network does.
   *
   * @param delaySeconds for how long no worker is to see it
   */
  readonly put: (queued: QueuedMessage, delaySeconds: number) => Promise<EnqueueResult>;
  readonly close: () => void;
};
