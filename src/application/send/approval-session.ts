import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { PlannedMessage } from '../../domain/message/plan.ts';
import type { PauseReason } from '../../domain/policy/next-step.ts';
import { aborted } from '../ports/clock.ts';
import type { Answer, Operator, Question } from '../ports/operator.ts';

/** How the operator left the questions. */
export type SessionEnd = { readonly skipped: readonly Message[]; readonly quit: boolean };

/** The operator's way through the messages of a plan. */
export type ApprovalSession = {
  /** Asks until no question is open; each yes is handed on as it is given. */
  readonly through: (
    ask: PromptLock['ask'],
    approved: (message: ApprovedMessage, replaces: AttemptId | null) => void,
  ) => Promise<SessionEnd>;
  /** Whether a question may still follow. */
  readonly isUnderWay: () => boolean;
  /** Opens a question anew; says whether there is still somebody who asks it. */
  readonly askAgain: (key: MessageKey) => boolean;
};

export function runApprovalSession(toAsk: readonly PlannedMessage[]): ApprovalSession {
  const answers = toAsk.map((): 'yes' | 'no' | null => null);
  let isOver = false;
  const open = (at: number): boolean => answers[at] !== 'yes';
  const after = (at: number): number => answers.findIndex((_, next) => next > at && open(next));
  const before = (at: number): number =>
    answers.findLastIndex((_, last) => last < at && open(last));
  // At the end come those that were passed with a yes which has become too old.
  const next = (at: number): number => (after(at) === -1 ? answers.indexOf(null) : after(at));
  const end = (quit: boolean): SessionEnd => {
    isOver = true;
    const skipped = toAsk.flatMap(({ message }, at) => (answers[at] === 'no' ? [message] : []));
    return { skipped, quit };
  };

  return {
    through: async (ask, approved) => {
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
            approved(approve(planned.message, answer.yes), planned.replaces?.id ?? null);
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
    isUnderWay: () => !isOver,
    askAgain: (key) => {
      if (isOver) return false;
      answers[toAsk.findIndex(({ message }) => message.key === key)] = null;
      return true;
    },
  };
}

/** One operator for two who ask: the walk through the messages, and the queue when it must pause. */
type PromptLock = {
  /** The answer to a message's question; null when the run has stopped and nobody needs it. */
  readonly ask: (question: Question) => Promise<Answer | null>;
  /** Takes the message's question back, and lets it be asked anew afterwards. */
  readonly confirmContinue: (reason: PauseReason) => Promise<boolean>;
};

/**
 * @param stopped fires when nobody is to be asked any more
 * @param look each time before a message's question is put; stops the run where it would be in vain
 */
export function promptLock(
  operator: Operator,
  stopped: AbortSignal,
  look: () => Promise<void>,
): PromptLock {
  let pause: Promise<void> | null = null;
  let standing: { readonly taken: Promise<unknown>; readonly takeBack: () => void } | null = null;
  return {
    ask: async (question) => {
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        await look();
        if (stopped.aborted) return null;
        if (pause !== null) {
          // oxlint-disable-next-line no-await-in-loop -- as above
          await Promise.race([pause, aborted(stopped)]);
          continue;
        }
        const withdrawing = new AbortController();
        const asked = operator.ask(question, AbortSignal.any([stopped, withdrawing.signal]));
        const taken = asked.catch(() => {});
        standing = { taken, takeBack: () => withdrawing.abort() };
        // oxlint-disable-next-line no-await-in-loop -- as above
        const answer = await asked;
        standing = null;
        // A question that was withdrawn has no answer, whatever was typed as it went.
        if (stopped.aborted) return null;
        if (!withdrawing.signal.aborted) return answer;
      }
    },
    confirmContinue: async (reason) => {
      const over = Promise.withResolvers<void>();
      pause = over.promise;
      standing?.takeBack();
      await standing?.taken;
      const goesOn = !stopped.aborted && (await operator.confirmContinue(reason, stopped));
      // Whoever does not go on is about to stop, and nothing is asked until then.
      if (!goesOn || stopped.aborted) return false;
      pause = null;
      over.resolve();
      return true;
    },
  };
}
