import { describe, expect, it } from '@jest/globals';
import { askToType } from '../../../src/cli/operator/ask-to-type.ts';
import { loneKeys } from '../../../src/cli/operator/lone-key.ts';
import { fakeShell, type FakeShell } from '../../support/terminal/fake-shell.ts';

type DeliveryStatus = {
  readonly shell: FakeShell;
  readonly answer: Promise<string | null>;
  readonly printAbove: (print: () => void) => void;
  readonly withdraw: () => void;
};

async function asked(): Promise<DeliveryStatus> {
  const shell = fakeShell({ terminals: ['stdin', 'stderr'] });
  const withdrawn = new AbortController();
  const keys = loneKeys(shell.keys, shell);
  const standing = await askToType('Which? ', keys, shell.stderr, withdrawn.signal);
  return { shell, ...standing, withdraw: () => withdrawn.abort() };
}

describe('a line that is typed', () => {
  it.each([
    [['2', '2', '\r'], '22', 'key by key'],
    [['22\r'], '22', 'all at once'],
    [['22\n'], '22', 'with the other end of a line'],
    [['22\ry\r'], '22', 'up to its end, and not what was pasted behind it'],
    [['21', '\u007F', '2\r'], '22', 'with a slip taken back'],
    [['\u001B[A', '2\u001B[D\r'], '2', 'without arrows'],
    [['\u001B[200~22\u001B[201~', '\r'], '22', 'pasted'],
    [['2\u001A\r'], '2', 'without a key that would stop the process'],
    [['\r'], '', 'empty, at Enter alone'],
    [['2', '\u0004'], null, 'not at all, at the end of input'],
  ])('of %j is %j: %s', async (typed, answer, _how) => {
    const line = await asked();
    for (const text of typed) line.shell.keys.type(text);
    expect(await line.answer).toBe(answer);
  });

  it('is none where the question is withdrawn', async () => {
    const line = await asked();
    line.shell.keys.type('2');
    line.withdraw();
    expect(await line.answer).toBeNull();
  });

  it('hands Ctrl-C on', async () => {
    const line = await asked();
    line.shell.keys.type('2\u0003');
    expect(line.shell.stop.aborted).toBe(true);
    line.withdraw();
    await line.answer;
  });

  it('stays below what is printed meanwhile, with what was typed of it', async () => {
    const line = await asked();
    line.shell.keys.type('2');
    await line.shell.stderr.shows(/2$/u);
    line.printAbove(() => line.shell.stderr.write('accepted\n'));
    expect(line.shell.stderr.text()).toMatch(/accepted\n[^\n]*Which\? 2[^\n]*$/u);
    line.shell.keys.type('\r');
    expect(await line.answer).toBe('2');
  });
});
