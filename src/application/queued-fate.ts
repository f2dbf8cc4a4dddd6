import type { Outcome } from '../domain/outcome.ts';
import type { AttemptState } from '../domain/state.ts';
import type { NotSent } from './queued-guards.ts';

/** What became of one message that came from the queue; all of them are done with there. */
export type QueuedFate =
  | Outcome
  /** Handed over a second time, or somebody else's by now: nothing went. */
  | { readonly kind: 'done_before'; readonly state: AttemptState }
  /** The operator's yes counts no more, and nothing went: the message waits for another one. */
  | { readonly kind: 'lapsed'; readonly because: NotSent }
  /** Twilio answered and the ledger did not take it: whoever opens the ledger next has it settled. */
  | { readonly kind: 'unwritten'; readonly outcome: Outcome };
