import type { PauseReason } from '../../domain/policy/next-step.ts';
import { aborted } from '../aborted.ts';
import type { Answer, Operator, Question } from '../ports/ports.ts';

/** One operator for two who ask: the walk through the messages, and the queue when it must pause. */
export type PromptLock = {
  /** The answer to a message's question; null when the run has stopped and nobody needs it. */
  readonly ask: (question: Question) => Promise<Answer | null>;
  /** Takes the message's question back, and lets it be asked anew afterwards. */
  readonly goOn: (reason: PauseReason) => Promise<boolean>;
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
    goOn: async (reason) => {
      const over = Promise.withResolvers<void>();
      pause = over.promise;
      standing?.takeBack();
      await standing?.taken;
      const goesOn = !stopped.aborted && (await operator.goOn(reason, stopped));
      // Whoever does not go on is about to stop, and nothing is asked until then.
      if (!goesOn || stopped.aborted) return false;
      pause = null;
      over.resolve();
      return true;
    },
  };
}
