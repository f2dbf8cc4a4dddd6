import { describe, expect, it } from '@jest/globals';
import { openStandIn, type StandIn } from '../../support/sending/stand-in.ts';
import type { Terminal } from '../../support/terminal/terminal.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, ASKS_PRIYA, attemptsIn, type Desk } from '../desk.ts';

type Scene = { readonly standIn: StandIn; readonly desk: Desk; readonly terminal: Terminal };

/** A send of three messages, with Jane's question on the screen. */
async function atTheFirstQuestion(): Promise<Scene> {
  const standIn = await openStandIn();
  const desk = aDesk(standIn.settings);
  const terminal = desk.terminal('send', 'players.json');
  await terminal.waitFor(ASKS_JANE);
  return { standIn, desk, terminal };
}

function recipients({ posts }: StandIn): readonly string[] {
  return posts.map(({ To = '' }) => To.replace('whatsapp:+447700900', ''));
}

describe('at a question', () => {
  it('n skips the message: nothing is sent or recorded, and it is offered again in the next run', async () => {
    const { standIn, desk, terminal } = await atTheFirstQuestion();
    await terminal.press('n');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('n');
    await terminal.waitFor(ASKS_PRIYA);
    await terminal.press('n');
    await terminal.waitFor('3 skipped by you');
    await terminal.waitFor('urmston-invite send players.json\n');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toEqual([]);
    expect(attemptsIn(desk)).toEqual([]);
    await desk.terminal('send', 'players.json').waitFor(ASKS_JANE);
  });

  it('b goes back to a skipped message, which can then be sent', async () => {
    const { standIn, terminal } = await atTheFirstQuestion();
    await terminal.press('n');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('b');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('q');
    await terminal.exit;
    expect(recipients(standIn)).toEqual(['123']);
  });

  it('b skips approved messages, which cannot be withdrawn or sent again', async () => {
    const { standIn, terminal } = await atTheFirstQuestion();
    await terminal.press('n');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor(ASKS_PRIYA);
    await terminal.press('b');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('q');
    await terminal.exit;
    expect(recipients(standIn)).toEqual(['102']);
  });

  it.each([
    ['the first', []],
    ['the one after an approved first', ['y', ASKS_DANIEL]],
  ])('b at %s says that there is no earlier message', async (_, [key, next]) => {
    const { terminal } = await atTheFirstQuestion();
    if (key !== undefined && next !== undefined) {
      await terminal.press(key);
      await terminal.waitFor(next);
    }
    await terminal.press('b');
    await terminal.waitFor(/none before/u);
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  });

  it('q stops the run, and prints the command line to continue', async () => {
    const { standIn, terminal } = await atTheFirstQuestion();
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('q');
    await terminal.waitFor('1 accepted by Twilio, 2 left for next time');
    await terminal.waitFor('urmston-invite send players.json\n');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(recipients(standIn)).toEqual(['123']);
  });

  it('the end of input, Ctrl-D, stops the run like q', async () => {
    const { standIn, terminal } = await atTheFirstQuestion();
    await terminal.press('\u0004');
    await terminal.waitFor('3 left for next time');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toEqual([]);
  });

  it('? explains the keys, and repeats the question', async () => {
    const { standIn, terminal } = await atTheFirstQuestion();
    await terminal.press('?');
    await terminal.waitFor(/\n {2}y {2}.*\n {2}n {2}.*\n {2}b {2}.*\n {2}q {2}/u);
    await terminal.waitFor(ASKS_JANE);
    expect(standIn.posts).toEqual([]);
  });

  it.each([
    ['Enter', '\r'],
    ['a letter that is no answer', 'x'],
    ['an arrow', '\u001B[A'],
    ['the space bar', ' '],
    ['Escape', '\u001B'],
    ['Ctrl-Z', '\u001A'],
  ])('%s is no answer: a hint and the same question follow', async (_, key) => {
    const { standIn, terminal } = await atTheFirstQuestion();
    await terminal.press(key);
    await terminal.waitFor('Press y, n, q or ?');
    await terminal.waitFor(ASKS_JANE);
    expect(terminal.screen().endsWith(ASKS_JANE)).toBe(true);
    await terminal.press('n');
    await terminal.waitFor(ASKS_DANIEL);
    expect(standIn.posts).toEqual([]);
  });
});
