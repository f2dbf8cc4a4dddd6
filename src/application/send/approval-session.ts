import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { PlannedMessage } from '../../domain/message/plan.ts';
import type { PauseReason } from '../../domain/policy/next-step.ts';
import { aborted } from '../ports/clock.ts';
import type { Answer, Operator, Question } from '../ports/operator.ts';

/** The result of a session. */
export type SessionEnd = { readonly skipped: readonly Message[]; readonly quit: boolean };

/** Asks the operator about each message of a plan. */
export type ApprovalSession = {
  /** Asks until no question is open, and passes on each approval as it is given. */
  readonly run: (
    ask: PromptLock['ask'],
    approved: (message: ApprovedMessage, replaces: Attempt | null) => void,
  ) => Promise<SessionEnd>;
  /** Whether more questions may follow. */
  readonly isUnderWay: () => boolean;
  /** Reopens a question; false where the session has ended. */
  readonly askAgain: (key: MessageKey) => boolean;
};

export function approvalSession(toAsk: readonly PlannedMessage[]): ApprovalSession {
  const answers = toAsk.map((): 'yes' | 'no' | null => null);
  let hasEnded = false;
  const open = (at: number): boolean => answers[at] !== 'yes';
  const after = (at: number): number => answers.findIndex((_, next) => next > at && open(next));
  const before = (at: number): number =>
    answers.findLastIndex((_, last) => last < at && open(last));
  // After the last question come those whose approval became too old.
  const next = (at: number): number => (after(at) === -1 ? answers.indexOf(null) : after(at));
  const end = (quit: boolean): SessionEnd => {
    hasEnded = true;
    const skipped = toAsk.flatMap(({ message }, at) => (answers[at] === 'no' ? [message] : []));
    return { skipped, quit };
  };

  return {
    run: async (ask, approved) => {
      let at = next(-1);
      for (;;) {
        const planned = toAsk[at];
        if (planned === undefined) return end(false);
        const canGoBack = before(at) !== -1;
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        const answer = await ask({ planned, number: at + 1, of: toAsk.length, canGoBack });
        if (answer === null) return end(false);
        switch (answer.kind) {
          case 'yes':
            answers[at] = 'yes';
            approved(approve(planned.message, answer.yes), planned.replaces);
            at = next(at);
            break;
          case 'no':
            answers[at] = 'no';
            at = next(at);
            break;
          case 'back':
            at = canGoBack ? before(at) : at;
            break;
          case 'quit':
            return end(true);
        }
      }
    },
    isUnderWay: () => !hasEnded,
    askAgain: (key) => {
      if (hasEnded) return false;
      answers[toAsk.findIndex(({ message }) => message.key === key)] = null;
      return true;
    },
  };
}

/**
 * Shares one operator between two askers: the session that asks about messages, and the queue when it
 * must pause.
 */
type PromptLock = {
  /** The answer to a question about a message; null when the run has stopped. */
  readonly ask: (question: Question) => Promise<Answer | null>;
  /**
   * Withdraws the open question, asks whether the run continues, and lets the question be asked again
   * afterwards.
   */
  readonly confirmContinue: (reason: PauseReason) => Promise<boolean>;
};

/**
 * @param stopped fires when no more questions are asked
 * @param check called before each question; stops the run where sending is not possible
 */
export function promptLock(
  operator: Operator,
  stopped: AbortSignal,
  check: () => Promise<void>,
): PromptLock {
  let pause: Promise<void> | null = null;
  let open: { readonly answered: Promise<unknown>; readonly withdraw: () => void } | null = null;
  return {
    ask: async (question) => {
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        await check();
        if (stopped.aborted) return null;
        if (pause !== null) {
          // oxlint-disable-next-line no-await-in-loop -- one question after the other
          await Promise.race([pause, aborted(stopped)]);
          continue;
        }
        const withdrawing = new AbortController();
        const asked = operator.ask(question, AbortSignal.any([stopped, withdrawing.signal]));
        const answered = asked.catch(() => {});
        open = { answered, withdraw: () => withdrawing.abort() };
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        const answer = await asked;
        open = null;
        // The answer to a withdrawn question does not count.
        if (stopped.aborted) return null;
        if (!withdrawing.signal.aborted) return answer;
      }
    },
    confirmContinue: async (reason) => {
      const over = Promise.withResolvers<void>();
      pause = over.promise;
      open?.withdraw();
      await open?.answered;
      const continues = !stopped.aborted && (await operator.confirmContinue(reason, stopped));
      // Otherwise the run stops next, and no question is asked until then.
      if (!continues || stopped.aborted) return false;
      pause = null;
      over.resolve();
      return true;
    },
  };
}
