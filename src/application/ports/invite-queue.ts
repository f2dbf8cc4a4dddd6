import type { Approval } from '../../domain/approval/operator-yes.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { Message } from '../../domain/message/message.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { ListSource } from './ledger.ts';

/** An approved message on its way to the worker. */
export type QueuedMessage = {
  readonly mode: Mode;
  /** The attempt that claims it in the ledger. */
  readonly attempt: AttemptId;
  readonly message: Message;
  readonly approval: Approval;
  readonly source: ListSource;
  /** Whether the operator confirmed that it goes outside the sending hours. */
  readonly atAnyHour: boolean;
};

/** The result of putting a message on the queue. */
export type EnqueueResult =
  | { readonly kind: 'taken' }
  /**
   * The message is not on the queue, or that is not certain. If it is there, the worker finds that its
   * approval was withdrawn.
   */
  | { readonly kind: 'not_taken'; readonly reason: QueueReason };

/** The queue to the worker. It can deliver a message more than once, and in any order. */
export type InviteQueue = {
  /**
   * Does not throw for errors of AWS or the network.
   *
   * @param delaySeconds how long the message stays invisible to workers
   */
  readonly put: (queued: QueuedMessage, delaySeconds: number) => Promise<EnqueueResult>;
  readonly close: () => void;
};
