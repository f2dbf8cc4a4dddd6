import { describe, expect, it } from '@jest/globals';
import { openStandIn, type StandIn } from '../../support/sending/stand-in.ts';
import type { Terminal } from '../../support/terminal/terminal.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, attemptsIn, DANIEL, JANE } from '../desk.ts';

/** Counts whatever was typed before it. */
const CTRL_C = '\u0003';

/** The tool at work on three messages; nothing has been waited for. */
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
  ])('%s are thrown away: only a fresh y sends', async (_, isWaiting) => {
    const { standIn, terminal } = await started({ holdsTemplate: isWaiting });
    if (isWaiting) await terminal.waitFor('Asking Twilio');
    terminal.type(isWaiting ? 'y' : 'yyy');
    // Two more frames of the spinner: by then the tool has read what was typed.
    if (isWaiting) await terminal.waitFor('Asking Twilio');
    if (isWaiting) await terminal.waitFor('Asking Twilio');
    standIn.release();
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('?');
    await terminal.waitFor(/\n {2}q {2}/u);
    // Had they counted, it would be Daniel's turn.
    await terminal.waitFor(ASKS_JANE);
    expect(standIn.posts).toEqual([]);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('q');
    await terminal.exit;
    expect(standIn.posts).toHaveLength(1);
  });
});

describe('keys that nobody pressed one by one', () => {
  it.each([
    ['eighteen y at once', 'y'.repeat(18)],
    ['y and Enter, as a pasted line', 'y\r'],
    ['pasted text with a y in it', 'Can you say yes to this one?'],
  ])('%s send nothing, and the operator is told why', async (_, text) => {
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
    ['after the pause a keyboard makes first', 400],
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
      // Each goes on for a few seconds, long enough for several questions.
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
    // Side by side, since the computer has nothing to do between two keys.
    const found = await Promise.all(
      held.map(async ({ everyMs, repeats }) => {
        const approved = await approvedBy(1 + most, async (terminal) => {
          await terminal.waitFor(ASKS_JANE);
          await terminal.press('y');
          // By then the tool has loaded all that it needs to send, and is as quick as it will be.
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

  it('a y held down at an even pace is asked for another key, after which one counts again', async () => {
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
      // A second in which the tool reads nothing: all repeats lie waiting when it comes round again.
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

/** More than a key held down could approve if each of its repeats counted for a second or two. */
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
 * Whose messages were approved when somebody played with the keys and then pressed Ctrl-C. Where they
 * are more than may be, and the keys did not come in time, nothing follows, and it is played again.
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
  throw new Error('The computer was too busy to hold a key down, again and again.');
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
