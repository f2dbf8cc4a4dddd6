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
  /** Whether an earlier question can be asked again. */
  readonly canGoBack: boolean;
};

/** The person who approves messages. */
export type Operator = {
  /** Resolves to `quit` when `withdrawn` fires. */
  readonly ask: (question: Question, withdrawn: AbortSignal) => Promise<Answer>;
  /**
   * Asks whether the run continues after `reason`. No other question is open meanwhile. Resolves to
   * false when `withdrawn` fires, and where the reason could not be shown.
   */
  readonly confirmContinue: (reason: PauseReason, withdrawn: AbortSignal) => Promise<boolean>;
};
