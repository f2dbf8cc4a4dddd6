import type { Answer, Operator, Question } from '../../../src/application/ports/operator.ts';
import type { PauseReason } from '../../../src/domain/policy/next-step.ts';
import { aYesTo } from '../builders.ts';

export type Word = Answer['kind'];

function answerTo({ planned }: Question, word: Word): Answer {
  return word === 'yes' ? { kind: 'yes', yes: aYesTo(planned.message) } : { kind: word };
}

export type ScriptedOperator = Operator & {
  /** The reasons for which it was asked whether to continue. */
  readonly paused: readonly string[];
  /** The questions, as `2 of 3`, with `, back` if going back is possible. */
  readonly asked: readonly string[];
};

/**
 * An operator who answers at once, in this order.
 *
 * @param then the answer to every further question; without it a further question throws
 * @param goesOn whether it continues when the queue pauses
 */
export function scriptedOperator(
  words: readonly Word[],
  then?: Word,
  goesOn = true,
): ScriptedOperator {
  const asked: string[] = [];
  const paused: string[] = [];
  const left = [...words];
  return {
    asked,
    paused,
    confirmContinue: async (reason) => {
      paused.push(reason.kind);
      return goesOn;
    },
    ask: async (question) => {
      asked.push(inWords(question));
      const word = left.shift() ?? then;
      if (word === undefined) throw new Error(`Unexpected question ${inWords(question)}.`);
      return answerTo(question, word);
    },
  };
}

function inWords({ number, of, canGoBack }: Question): string {
  return `${number} of ${of}${canGoBack ? ', back' : ''}`;
}

export type ManualOperator = Operator & {
  /** Resolves to the reason when it is asked whether to continue. */
  readonly pause: () => Promise<PauseReason>;
  /** Waits for the question whether to continue, and answers it. */
  readonly saysGoOn: (goesOn: boolean) => Promise<void>;
  /** Waits for a question, and resolves to its number. */
  readonly question: () => Promise<number>;
  /** Answers the next questions in this order, waiting for each. */
  readonly says: (...words: readonly Word[]) => Promise<void>;
  /** Whether the last question was withdrawn before it was answered. */
  readonly wasWithdrawn: () => boolean;
};

/** An operator whose answers the test supplies. A question can be withdrawn. */
export function manualOperator(): ManualOperator {
  let pending: { readonly question: Question; readonly resolve: (answer: Answer) => void } | null =
    null;
  let withdrawn = false;
  let paused = Promise.withResolvers<PauseReason>();
  let goesOn = Promise.withResolvers<boolean>();
  let drawn = Promise.withResolvers<void>();
  const standingQuestion = async (): Promise<Question> => {
    await drawn.promise;
    if (pending === null) throw new Error('No question is pending.');
    return pending.question;
  };
  return {
    ask: async (question, signal) => {
      const asked = Promise.withResolvers<Answer>();
      withdrawn = false;
      pending = { question, resolve: asked.resolve };
      const withdraw = (): void => {
        pending = null;
        drawn = Promise.withResolvers();
        withdrawn = true;
        asked.resolve({ kind: 'quit' });
      };
      if (signal.aborted) withdraw();
      else signal.addEventListener('abort', withdraw, { once: true });
      drawn.resolve();
      const answer = await asked.promise;
      signal.removeEventListener('abort', withdraw);
      return answer;
    },
    confirmContinue: async (reason, signal) => {
      signal.addEventListener('abort', () => goesOn.resolve(false), { once: true });
      paused.resolve(reason);
      return await goesOn.promise;
    },
    pause: async () => await paused.promise,
    saysGoOn: async (answer) => {
      await paused.promise;
      const { resolve } = goesOn;
      paused = Promise.withResolvers();
      goesOn = Promise.withResolvers();
      resolve(answer);
    },
    question: async () => (await standingQuestion()).number,
    says: async (...words) => {
      for (const word of words) {
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        const question = await standingQuestion();
        const { resolve } = pending as NonNullable<typeof pending>;
        pending = null;
        drawn = Promise.withResolvers();
        resolve(answerTo(question, word));
      }
    },
    wasWithdrawn: () => withdrawn,
  };
}
