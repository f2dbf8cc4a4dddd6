import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CLI } from '../support/terminal/built-cli.ts';
import { runPiped, type PipedRun } from '../support/terminal/run-piped.ts';
import { aDesk, type Desk } from './desk.ts';

/** Runs the tool with a shell script, whose arguments are the tool's command line. */
async function byShell(
  script: string,
  desk: Desk,
  args: readonly string[],
  stdin = '',
): Promise<PipedRun> {
  return await runPiped(args, {
    env: { HOME: desk.folder, URMSTON_INVITE_HOME: desk.home, SEND_HOURS: '00:00-24:00' },
    cwd: desk.folder,
    stdin,
    command: ['sh', '-c', script, process.execPath, CLI],
  });
}

const CANNOT_BE_PRINTED =
  'Not all of the result could be printed to standard output: the disk is full. What was sent is in the ledger.\n';

const PRINTS = [
  ['--version'],
  ['--help'],
  ['help', 'exit-codes'],
  ['completion', 'bash'],
  ['config'],
  ['check', 'players.json'],
  ['check', 'players.json', '--json'],
  ['preview', 'players.json'],
  ['status', '--rehearse'],
  ['report', '--rehearse', '--json'],
  ['history', '--rehearse', '--json'],
  ['opt-out', 'list', '--rehearse', '--json'],
] as const;

/** A device to which every write fails with ENOSPC. */
const hasFullDevice = existsSync('/dev/full');

(hasFullDevice ? describe : describe.skip)('standard output that cannot be written', () => {
  it.each(PRINTS)('is reported on standard error with exit code 2: %s %s', async (...args) => {
    const words = args.filter((word) => word !== undefined);
    const { stderr, exitCode } = await byShell('"$0" "$@" > /dev/full', aDesk(), words);
    expect(stderr).toContain(CANNOT_BE_PRINTED);
    expect(stderr).not.toContain('fault in urmston-invite');
    expect(exitCode).toBe(2);
  });

  it('does not replace another exit code', async () => {
    const desk = aDesk();
    desk.write('empty.csv', '');
    const script = '"$0" "$@" > /dev/full';
    const { stderr, exitCode } = await byShell(script, desk, ['check', 'empty.csv', '--json']);
    expect(stderr).toContain(CANNOT_BE_PRINTED);
    expect(exitCode).toBe(3);
  });

  it('is also reported after a send, whose messages are in the ledger', async () => {
    const desk = aDesk();
    const script = '"$0" "$@" > /dev/full';
    const args = ['send', 'players.json', '--rehearse'];
    const { stderr, exitCode } = await byShell(script, desk, args, 'y\ny\ny\n');
    expect(stderr).toContain(CANNOT_BE_PRINTED);
    expect(exitCode).not.toBe(0);
    const again = await byShell('exec "$0" "$@"', desk, [...args, '--json'], 'y\ny\ny\n');
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout).summary).toMatchObject({ total: 3, unknown: 0 });
  });

  it('is no error if the reader has closed the pipe', async () => {
    const script = '{ "$0" "$@"; echo "exit $?" >&2; } | true';
    const { stderr } = await byShell(script, aDesk(), ['check', 'players.json', '--json']);
    expect(stderr).toBe('exit 0\n');
  });
});

describe('a part of the tool that cannot be loaded', () => {
  const FEW = [22, 24, 26, 28, 30, 32, 33, 34, 35, 36];

  it.each(FEW)('ends the run with an error message: %i files may be open', async (most) => {
    const script = `ulimit -n ${most} && exec "$0" "$@"`;
    const args = ['send', 'players.json', '--rehearse'];
    const { stdout, stderr, exitCode } = await byShell(script, aDesk(), args, 'q\n');
    // With too few files Node itself fails, and with enough nothing fails.
    if (exitCode === 0) expect(stdout).toContain('REHEARSAL  3 records: 3 left for next time');
    else expect(stderr).toMatch(/^[A-Z].+\.\n.+\.\n$/u);
    expect(stderr).not.toContain('fault in urmston-invite');
    expect(stderr).not.toMatch(/^ {4}at /mu);
  });

  it.each([
    { flags: [], where: 'stderr' },
    { flags: ['--json'], where: 'stdout' },
  ] as const)(
    'is reported even if the texts cannot be loaded: $flags',
    async ({ flags, where }) => {
      // A copy of the tool without the chunks that `main` loads.
      const ran = await byShell(
        `tmp="$PWD/tool"; mkdir "$tmp" && cp -r "$(dirname "$1")/." "$tmp" && cli="$tmp/urmston-invite.js"
       rm -f "$tmp"/chunks/report-failure-*.js "$tmp"/chunks/program-*.js
       shift; exec "$0" "$cli" "$@"`,
        aDesk(),
        ['check', 'players.json', ...flags],
      );
      expect(ran.exitCode).toBe(1);
      expect(ran[where]).toContain('A part of urmston-invite cannot be loaded.');
      expect(ran.stderr).not.toMatch(/^ {4}at /mu);
      if (where === 'stdout') expect(JSON.parse(ran.stdout)).toMatchObject({ command: 'check' });
    },
  );
});
