import { describe, expect, it } from '@jest/globals';
import { openStandIn, type StandIn } from '../../support/sending/stand-in.ts';
import type { Terminal } from '../../support/terminal/terminal.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, attemptsIn, DANIEL, JANE } from '../desk.ts';

/** Is not discarded, whatever was typed before it. */
const CTRL_C = '\u0003';

/** Starts a send of three messages, without waiting for anything. */
async function started(
  options: Parameters<typeof openStandIn>[0] = {},
): Promise<{ readonly standIn: StandIn; readonly terminal: Terminal }> {
  const standIn = await openStandIn(options);
  return { standIn, terminal: aDesk(standIn.settings).terminal('send', 'players.json') };
}

describe('keys typed ahead', () => {
  it.each([
    ['before the tool has started', false],
    ['while Twilio is asked for the template', true],
  ])('%s are discarded: only a new y sends', async (_, isWaiting) => {
    const { standIn, terminal } = await started({ holdsTemplate: isWaiting });
    if (isWaiting) await terminal.waitFor('Asking Twilio');
    terminal.type(isWaiting ? 'y' : 'yyy');
    // After two more frames of the spinner the tool has read the input.
    if (isWaiting) await terminal.waitFor('Asking Twilio');
    if (isWaiting) await terminal.waitFor('Asking Twilio');
    standIn.release();
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('?');
    await terminal.waitFor(/\n {2}q {2}/u);
    // If they had been accepted, Daniel's question would be shown.
    await terminal.waitFor(ASKS_JANE);
    expect(standIn.posts).toEqual([]);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('q');
    await terminal.exit;
    expect(standIn.posts).toHaveLength(1);
  });
});

describe('keys that were not pressed one by one', () => {
  it.each([
    ['eighteen y at once', 'y'.repeat(18)],
    ['y and Enter, as a pasted line', 'y\r'],
    ['pasted text with a y in it', 'Can you say yes to this one?'],
  ])('%s send nothing, and a hint says why', async (_, text) => {
    const { standIn, terminal } = await started();
    await terminal.waitFor(ASKS_JANE);
    terminal.type(text);
    await terminal.waitFor('Press one key, once.');
    terminal.type(CTRL_C);
    await terminal.exit;
    expect(standIn.posts).toEqual([]);
  });

  it.each([
    ['from the first moment', 33],
    ["after a keyboard's initial delay", 400],
  ])('a y held down, repeating %s, sends one message at most', async (_, pauseMs) => {
    const approved = await approvedBy(1, async (terminal) => {
      await terminal.waitFor(ASKS_JANE);
      return await terminal.hold('y', { repeats: 40, pauseMs, everyMs: 33 });
    });
    expect(approved.length).toBeLessThanOrEqual(1);
  });

  it.each([
    {
      pace: 'quickly',
      most: 1,
      // Each is held for a few seconds, long enough for several questions.
      held: [
        { everyMs: 33, repeats: 60 },
        { everyMs: 160, repeats: 25 },
        { everyMs: 200, repeats: 20 },
        { everyMs: 400, repeats: 10 },
        { everyMs: 500, repeats: 8 },
      ],
    },
    {
      pace: 'slowly',
      most: 2,
      held: [
        { everyMs: 1000, repeats: 4 },
        { everyMs: 2000, repeats: 3 },
      ],
    },
  ])('a y held down that repeats $pace approves $most at most', async ({ most, held }) => {
    // In parallel, since the computer is idle between two keys.
    const found = await Promise.all(
      held.map(async ({ everyMs, repeats }) => {
        const approved = await approvedBy(1 + most, async (terminal) => {
          await terminal.waitFor(ASKS_JANE);
          await terminal.press('y');
          // By then the tool has loaded everything that it needs for sending.
          await terminal.waitFor(/accepted {2}MM/u);
          await terminal.press('n');
          await terminal.waitFor('3 of 12');
          return await terminal.hold('y', { repeats, everyMs, isRead: true });
        });
        return { everyMs, byHolding: approved.length - 1 };
      }),
    );
    expect(found.filter(({ byHolding }) => byHolding < 1 || byHolding > most)).toEqual([]);
  });

  it('after a y held down at even intervals, another key is required before a y is accepted again', async () => {
    const { terminal } = await started();
    await terminal.waitFor(ASKS_JANE);
    await terminal.hold('y', { repeats: 20, everyMs: 33 });
    await terminal.waitFor('Press another key first (space), then y.');
    expect(terminal.screen().endsWith(ASKS_JANE)).toBe(true);
    await terminal.press(' ');
    await terminal.waitFor('Press y, n, q or ?');
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
  });

  it('a y held down while the computer is busy approves one more at most', async () => {
    const approved = await approvedBy(2, async (terminal) => {
      await terminal.waitFor(ASKS_JANE);
      await terminal.press('y');
      await terminal.waitFor(ASKS_DANIEL);
      // The tool reads nothing for a second, so all repeats are buffered when it continues.
      await terminal.freeze(async () => {
        await terminal.hold('y', { repeats: 30, everyMs: 33 });
      });
      const withDeadline = await terminal.hold('y', { repeats: 10, everyMs: 33 });
      await terminal.waitFor(/Press one key, once\.|Press another key first|3 of 12/u);
      return withDeadline;
    });
    expect(approved[0]).toBe('whatsapp:+447700900123');
    expect(approved.length).toBeLessThanOrEqual(2);
  });
});

/** More messages than a key held down could approve if one repeat a second were accepted. */
const TWELVE = [
  JANE,
  DANIEL,
  ...Array.from({ length: 10 }, (_, index) => ({
    parent_first_name: `Parent${'ABCDEFGHIJ'[index]}`,
    parent_tel: `+44770090011${index}`,
  })),
];

const MOST_GOES = 8;

/**
 * The recipients whose messages were approved by these keys, followed by Ctrl-C. If there are more than
 * `most`, and the keys were late, the result says nothing, and the keys are played again.
 */
async function approvedBy(
  most: number,
  play: (terminal: Terminal) => Promise<boolean>,
): Promise<readonly string[]> {
  for (let goes = 0; goes < MOST_GOES; goes += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one go after the other
    const { approved, withDeadline } = await approvedInOneGo(play);
    if (withDeadline || approved.length <= most) return approved;
  }
  throw new Error('The computer was too busy to hold a key down, in every attempt.');
}

async function approvedInOneGo(
  play: (terminal: Terminal) => Promise<boolean>,
): Promise<{ readonly approved: readonly string[]; readonly withDeadline: boolean }> {
  const standIn = await openStandIn();
  const desk = aDesk(standIn.settings, TWELVE);
  const terminal = desk.terminal('send', 'players.json');
  const withDeadline = await play(terminal);
  terminal.type(CTRL_C);
  await terminal.exit;
  return { approved: attemptsIn(desk).map(({ recipient }) => recipient), withDeadline };
}
