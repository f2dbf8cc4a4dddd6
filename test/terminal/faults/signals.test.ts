import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, afterEach } from '@jest/globals';
import { openStandIn, type StandIn } from '../../support/sending/stand-in.ts';
import { bareEnv, CLI } from '../../support/terminal/built-cli.ts';
import type { Ended, Terminal } from '../../support/terminal/terminal.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, ASKS_PRIYA, attemptsIn, type Desk } from '../desk.ts';

const CTRL_C = '\u0003';

describe('Ctrl-C at a question', () => {
  it('stops with 130, sends nothing, and shows the command line to continue', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    terminal.type(CTRL_C);
    await terminal.waitFor('3 left for next time');
    await terminal.waitFor('urmston-invite send players.json\n');
    const ended = await terminal.exit;
    expect(ended).toMatchObject({ exitCode: 130 });
    expect(standIn.posts).toEqual([]);
    expect(attemptsIn(desk)).toEqual([]);
    expectRestored(ended, terminal);
  });

  it('stops a rehearsal too, with --rehearse in that command line', async () => {
    const terminal = aDesk().terminal('send', 'players.json', '--rehearse');
    await terminal.waitFor(ASKS_JANE);
    terminal.type(CTRL_C);
    await terminal.waitFor('urmston-invite send players.json --rehearse\n');
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
  });

  it('has the same effect as SIGTERM', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings).terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    terminal.signal('SIGTERM');
    await terminal.waitFor('urmston-invite send players.json\n');
    const ended = await terminal.exit;
    expect(ended).toMatchObject({ exitCode: 130 });
    expectRestored(ended, terminal);
  });
});

describe('Ctrl-C while a message is on its way', () => {
  it('waits for the response, records it, and stops with 130', async () => {
    const { standIn, desk, terminal } = await stoppedInTheMiddle();
    standIn.release();
    await terminal.waitFor(/accepted {2}MM[0-9a-f]{32}/u);
    const ended = await terminal.exit;
    expect(ended).toMatchObject({ exitCode: 130 });
    expectRestored(ended, terminal);
    expect(standIn.posts).toHaveLength(1);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'accepted' }]);
  });

  it('twice stops at once, and the outcome is recorded as unknown', async () => {
    const { desk, terminal } = await stoppedInTheMiddle();
    terminal.type(CTRL_C);
    const ended = await terminal.exit;
    expect(ended).toMatchObject({ exitCode: 130 });
    expectRestored(ended, terminal);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'unknown', doubt: 'interrupted' }]);
  });

  it('twice causes no second message: the next run finds it at Twilio, and asks about the others', async () => {
    const { standIn, desk, terminal } = await stoppedInTheMiddle();
    terminal.type(CTRL_C);
    await terminal.exit;
    standIn.release();
    const next = desk.terminal('send', 'players.json');
    const before = await next.waitFor(ASKS_DANIEL);
    expect(before).not.toContain(ASKS_JANE);
    await next.press('n');
    await next.waitFor(ASKS_PRIYA);
    await next.press('n');
    await next.waitFor('1 already sent, 2 skipped by you');
    expect(await next.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
  });
});

/** Ctrl-C was pressed while the stand-in holds back the response for Jane's message. */
async function stoppedInTheMiddle(): Promise<{
  readonly standIn: StandIn;
  readonly desk: Desk;
  readonly terminal: Terminal;
}> {
  const standIn = await openStandIn();
  standIn.holdAnswers();
  const desk = aDesk(standIn.settings);
  const terminal = desk.terminal('send', 'players.json');
  await terminal.waitFor(ASKS_JANE);
  await terminal.press('y');
  await terminal.waitFor(ASKS_DANIEL);
  await standIn.posted(1);
  terminal.type(CTRL_C);
  await terminal.waitFor("Waiting for Twilio's answer");
  return { standIn, desk, terminal };
}

/** The terminal is in canonical mode with echo, and the cursor is visible. */
function expectRestored({ terminalState }: Ended, terminal: Terminal): void {
  expect(terminalState).toMatch(/ icanon /u);
  expect(terminalState).toMatch(/ echo /u);
  const output = terminal.raw();
  expect(output.lastIndexOf('\u001B[?25h')).toBeGreaterThanOrEqual(
    output.lastIndexOf('\u001B[?25l'),
  );
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'waiting for a list on standard input ends at %s',
  async (signal) => {
    const child = spawn(process.execPath, [CLI, 'check', '-', '--verbose'], {
      env: bareEnv(),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    children.push(child);
    // An incomplete list, without the end of input.
    await new Promise((written) => child.stdin.write('player_first_name\n', written));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
  },
);
