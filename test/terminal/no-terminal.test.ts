import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../support/sending/stand-in.ts';
import { aDesk, aList, JANE } from './desk.ts';

type Document = {
  readonly results: readonly { readonly outcome: string }[];
  readonly summary: { readonly [part: string]: number };
};

describe('without a terminal', () => {
  it('a live send is refused before anything else is checked', async () => {
    const run = await aDesk().piped('y\ny\ny\n', 'send', 'players.json');
    expect(run).toMatchObject({ exitCode: 8, stdout: '' });
    expect(run.stderr).toMatch(/terminal.*\n.*--rehearse/u);
  });

  it('a send to a stand-in is refused too, without any request', async () => {
    const standIn = await openStandIn();
    const run = await aDesk(standIn.settings).piped('y\ny\ny\n', 'send', 'players.json');
    expect(run).toMatchObject({ exitCode: 8, stdout: '' });
    expect(standIn.requests).toEqual([]);
  });

  it('--json prints the refusal as the one document on standard output', async () => {
    const standIn = await openStandIn();
    const run = await aDesk(standIn.settings).piped('', 'send', 'players.json', '--json');
    expect(run).toMatchObject({ exitCode: 8, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({
      schema: 1,
      command: 'send',
      error: {
        code: 'operator_needed',
        message: expect.stringMatching(/terminal/u),
        fix: expect.stringMatching(/\w/u),
      },
    });
    expect(standIn.requests).toEqual([]);
  });

  it.each([[['send', '-']], [['send', '-', '--rehearse']]])(
    'a list from standard input leaves no input for answers: %j is refused',
    async (args) => {
      const run = await aDesk().piped(aList([JANE]), ...args);
      expect(run).toMatchObject({ exitCode: 8, stdout: '' });
    },
  );
});

describe('a rehearsal without a terminal', () => {
  it('reads a line for each answer', async () => {
    const run = await aDesk().piped('y\nn\nY\n', 'send', 'players.json', '--rehearse');
    expect(run.exitCode).toBe(0);
    expect(run.stdout.split('\n')).toEqual([
      expect.stringMatching(/^REHEARSAL {2}accepted {2}MM[0-9a-f]{32} {2}John Smith/u),
      expect.stringMatching(/^REHEARSAL {2}accepted {2}MM[0-9a-f]{32} {2}Noah Bancroft/u),
      'REHEARSAL  3 records: 2 accepted by Twilio, 1 skipped by you',
      '',
    ]);
  });

  it('leaves the rest at the end of input', async () => {
    const run = await aDesk().piped('y\n', 'send', 'players.json', '--rehearse');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('3 records: 1 accepted by Twilio, 2 left for next time\n');
    expect(run.stderr).toContain('urmston-invite send players.json --rehearse\n');
  });

  it('ignores empty lines and words that are no answer', async () => {
    const run = await aDesk().piped('\n\nyes\nq\n', 'send', 'players.json', '--rehearse');
    expect(run.stdout).toContain('3 records: 3 left for next time\n');
  });

  it('--json puts one document on standard output, and its summary adds up', async () => {
    const run = await aDesk().piped('y\nn\n', 'send', 'players.json', '--rehearse', '--json');
    const { results, summary } = JSON.parse(run.stdout) as Document;
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'skipped', 'left']);
    const { total, ...parts } = summary;
    expect(total).toBe(3);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(3);
  });

  it('prints no escape sequences and no carriage returns', async () => {
    const run = await aDesk().piped('y\n?\nn\nq\n', 'send', 'players.json', '--rehearse');
    // oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
    expect(run.stdout + run.stderr).not.toMatch(/[\u001B\r]/u);
  });
});
