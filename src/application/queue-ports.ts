import type { Approval } from '../domain/approval.ts';
import type { Message } from '../domain/message.ts';
import type { Mode } from '../domain/mode.ts';
import type { AttemptId } from '../domain/outcome.ts';
import type { ListSource } from './ports.ts';

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
