import { describe, expect, it } from '@jest/globals';
import { lineAnswers } from '../../../src/cli/operator/answer-source.ts';
import { fakeShell } from '../../support/terminal/fake-shell.ts';

const QUESTION = { question: 'Well? (y/n)', keys: ['y', 'n'], otherKey: 'Press y or n.' };

/** Standard input whose lines arrive when the test resolves them. */
function slowLines() {
  const coming: PromiseWithResolvers<string>[] = [];
  const at = (index: number): PromiseWithResolvers<string> =>
    (coming[index] ??= Promise.withResolvers<string>());
  return {
    says: (index: number, line: string) => at(index).resolve(line),
    lines: () => linesOf((index) => at(index).promise),
  };
}

async function* linesOf(line: (index: number) => Promise<string>): AsyncGenerator<string> {
  for (let index = 0; ; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one line after the other
    yield await line(index);
  }
}

/** A question withdrawn while it waits for its line. */
function withdrawnQuestion() {
  const input = slowLines();
  const answers = lineAnswers(fakeShell({ broken: { lines: input.lines } }));
  const withdrawing = new AbortController();
  const withdrawn = answers.next(QUESTION, withdrawing.signal);
  withdrawing.abort();
  return { input, answers, withdrawn };
}

describe('a question that is withdrawn before its line came', () => {
  it('takes no line: the next question gets it', async () => {
    const { input, answers, withdrawn } = withdrawnQuestion();
    expect(await withdrawn).toBeNull();

    const asked = answers.next(QUESTION, new AbortController().signal);
    input.says(0, 'y');
    expect(await asked).toBe('y');
    const askedNext = answers.next(QUESTION, new AbortController().signal);
    input.says(1, 'n');
    expect(await askedNext).toBe('n');
  });

  it('takes no line that arrives between two questions', async () => {
    const { input, answers, withdrawn } = withdrawnQuestion();
    await withdrawn;
    input.says(0, 'n');
    expect(await answers.next(QUESTION, new AbortController().signal)).toBe('n');
  });

  it('takes no line from a question for a line of text', async () => {
    const { input, answers, withdrawn } = withdrawnQuestion();
    await withdrawn;
    input.says(0, 'forget');
    input.says(1, 'another line');
    expect(await answers.nextLine('Type it: ', new AbortController().signal)).toBe('forget');
  });

  it('takes no line if it was withdrawn before it was asked', async () => {
    const shell = fakeShell({ stdin: 'y\nn\n' });
    const answers = lineAnswers(shell);
    expect(await answers.next(QUESTION, AbortSignal.abort())).toBeNull();
    expect(await answers.next(QUESTION, new AbortController().signal)).toBe('y');
  });
});
