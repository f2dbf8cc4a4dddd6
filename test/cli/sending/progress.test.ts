import { describe, expect, it } from '@jest/globals';
import { lineAnswers } from '../../../src/cli/operator/answer-source.ts';
import { showProgress, type Progress } from '../../../src/cli/sending/progress.ts';
import { PLAIN } from '../../../src/cli/terminal/colours.ts';
import { aMessage } from '../../support/builders.ts';
import { fakeShell, type FakeShell } from '../../support/terminal/fake-shell.ts';

const message = aMessage();

function aProgress(quiet = false): { readonly shell: FakeShell; readonly progress: Progress } {
  const shell = fakeShell();
  const answers = lineAnswers(shell);
  const resultPrinter = async (): Promise<() => void> => () => shell.stdout.write('fate\n');
  return {
    shell,
    progress: showProgress({ shell, answers, quiet, colours: PLAIN, resultPrinter }),
  };
}

describe('the progress of a send without a terminal', () => {
  it.each([
    { isRepeated: true, what: 'you are asked again' },
    { isRepeated: false, what: 'the message waits for the next time' },
  ])('reports a yes that is too old: $what', async ({ isRepeated, what }) => {
    // An approved message that is not sent is reported even with --quiet.
    const { shell, progress } = aProgress(true);
    await progress.report({ kind: 'too_old', message, isRepeated });
    expect(shell.stderr.text()).toBe(
      `Not sent: your yes to John Smith (Panthers u11s) is older than 12 hours, so ${what}.\n`,
    );
  });

  it('reports the wait between two messages to a number, but not while a question is open', async () => {
    const { shell, progress } = aProgress();
    await progress.report({ kind: 'waiting_for_pace', message, seconds: 6 });
    expect(shell.stderr.text()).toBe('');
    await shell.timers.elapse();
    await progress.report({ kind: 'waiting', count: 1 });
    expect(shell.stderr.text()).toBe(
      'One message in six seconds to the same number: the next goes in 5 s\n',
    );
  });

  it('reports no such wait that is over when the last question is answered', async () => {
    const { shell, progress } = aProgress();
    await progress.report({ kind: 'waiting_for_pace', message, seconds: 2 });
    await shell.timers.elapse();
    await shell.timers.elapse();
    await progress.report({ kind: 'waiting', count: 1 });
    expect(shell.stderr.text()).toBe('');
  });

  it('reports the wait for the first messages, but not while a question is open', async () => {
    const { shell, progress } = aProgress();
    await progress.report({ kind: 'waiting_for_first', seconds: 20 });
    expect(shell.stderr.text()).toBe('');
    await progress.report({ kind: 'waiting', count: 3 });
    expect(shell.stderr.text()).toBe(
      'Waiting to see the first 3 go out: the next goes in 20 s at the latest\n',
    );
    await progress.report({ kind: 'waiting_for_first', seconds: 9 });
    expect(shell.stderr.text()).toContain('the next goes in 9 s at the latest\n');
  });

  it('stops its timer, which would keep the tool from ending', async () => {
    const { shell, progress } = aProgress();
    await progress.report({
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
