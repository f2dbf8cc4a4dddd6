import type { Conversation } from '../../../../src/cli/list/questions/conversation.ts';
import { PLAIN } from '../../../../src/cli/terminal/colours.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';

type Asked<Answer> = {
  readonly said: Answer | 'stopped_by_hand';
  readonly questions: readonly string[];
  readonly screen: string;
};

/** Asks with these keys and lines as the answers in order, then the end of the input. */
export async function askedWith<Answer>(
  given: readonly string[],
  ask: (conversation: Conversation) => Promise<Answer>,
): Promise<Asked<Answer>> {
  const left = [...given];
  const questions: string[] = [];
  let screen = '';
  const next = async (question: string): Promise<string | null> => {
    questions.push(question);
    return left.shift() ?? null;
  };
  const said = await ask({
    answers: {
      next: async ({ question }) => await next(question),
      nextLine: next,
      printAbove: (print) => print(),
      close: () => {},
    },
    output: {
      isTerminal: true,
      columns: () => 80,
      rows: () => 24,
      ready: async () => {},
      write: (text) => {
        screen += text;
      },
      stream: () => {
        throw new Error('Nothing is drawn here.');
      },
    },
    colours: PLAIN,
    stop: new AbortController().signal,
  }).catch((error: unknown) => {
    if (error instanceof InviteError && error.problem.code === 'stopped_by_hand')
      return 'stopped_by_hand' as const;
    throw error;
  });
  return { said, questions, screen };
}
