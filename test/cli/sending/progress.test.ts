import { describe, expect, it } from '@jest/globals';
import { lineAnswers } from '../../../src/cli/operator/answer-source.ts';
import { PLAIN } from '../../../src/cli/terminal/colours.ts';
import { progressOf, type Progress } from '../../../src/cli/sending/progress.ts';
import { aMessage } from '../../support/builders.ts';
import { fakeShell, type FakeShell } from '../../support/terminal/fake-shell.ts';

const message = aMessage();

function aProgress(quiet = false): { readonly shell: FakeShell; readonly progress: Progress } {
  const shell = fakeShell();
  const answers = lineAnswers(shell);
  const fatePrinter = async (): Promise<() => void> => () => shell.stdout.write('fate\n');
  return { shell, progress: progressOf({ shell, answers, quiet, colours: PLAIN, fatePrinter }) };
}

describe('what is told while messages go out, where nothing can be drawn', () => {
  it.each([
    { isAskedAgain: true, what: 'you are asked again' },
    { isAskedAgain: false, what: 'the message waits for the next time' },
  ])('is a yes that is too old: $what', async ({ isAskedAgain, what }) => {
    // Nothing of what was approved goes missing without a word, however quiet.
    const { shell, progress } = aProgress(true);
    await progress.tell({ kind: 'too_old', message, isAskedAgain });
    expect(shell.stderr.text()).toBe(
      `Not sent: your yes to John Smith (Panthers u11s) is older than 12 hours, so ${what}.\n`,
    );
  });

  it('is the pace, but not as long as a question stands there', async () => {
    const { shell, progress } = aProgress();
    await progress.tell({ kind: 'waiting_for_pace', message, seconds: 6 });
    expect(shell.stderr.text()).toBe('');
    await shell.timers.elapse();
    await progress.tell({ kind: 'waiting', count: 1 });
    expect(shell.stderr.text()).toBe(
      'One message in six seconds to the same number: the next goes in 5 s\n',
    );
  });

  it('is not a pace that is over when the last question is answered', async () => {
    const { shell, progress } = aProgress();
    await progress.tell({ kind: 'waiting_for_pace', message, seconds: 2 });
    await shell.timers.elapse();
    await shell.timers.elapse();
    await progress.tell({ kind: 'waiting', count: 1 });
    expect(shell.stderr.text()).toBe('');
  });

  it('leaves no timer behind that keeps the tool from ending', async () => {
    const { shell, progress } = aProgress();
    await progress.tell({
      kind: 'retrying',
      message,
      seconds: 8,
      tryNumber: 5,
      of: 5,
    });
    expect(shell.timers.waits()).toEqual([1000]);
    progress.stop();
    expect(shell.timers.waits()).toEqual([]);
  });
});
