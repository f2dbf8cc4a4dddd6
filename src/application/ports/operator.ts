import type { OperatorYes } from '../../domain/approval/operator-yes.ts';
import type { PlannedMessage } from '../../domain/message/plan.ts';
import type { PauseReason } from '../../domain/policy/next-step.ts';

export type Answer =
  | { readonly kind: 'yes'; readonly yes: OperatorYes }
  | { readonly kind: 'no' }
  | { readonly kind: 'back' }
  | { readonly kind: 'quit' };

export type Question = {
  readonly planned: PlannedMessage;
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** Whether there is one before it that has not been sent. */
  readonly canGoBack: boolean;
};

/** The person who decides. */
export type Operator = {
  /** Resolves to `quit` when `withdrawn` fires: the run has stopped and nobody needs to answer. */
  readonly ask: (question: Question, withdrawn: AbortSignal) => Promise<Answer>;
  /**
   * Whether what is approved is to go on its way all the same. Nobody else asks at that time.
   * Resolves to false when `withdrawn` fires, and where nobody could have read why.
   */
  readonly confirmContinue: (reason: PauseReason, withdrawn: AbortSignal) => Promise<boolean>;
};
