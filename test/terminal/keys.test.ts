import { describe, expect, it } from '@jest/globals';
import { openStandIn, type StandIn } from '../support/stand-in.ts';
import type { Terminal } from '../support/terminal.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE } from './desk.ts';

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
    ['from the first moment', 0],
    ['after the pause a keyboard makes first', 400],
  ])('a y held down, repeating %s, sends one message at most', async (_, pauseMs) => {
    const posts = await postsAfter(async (terminal) => {
      await terminal.waitFor(ASKS_JANE);
      return await terminal.hold('y', { repeats: 40, pauseMs });
    });
    expect(posts.length).toBeLessThanOrEqual(1);
  });

  // Which comes first, the repeats or the end of the wait, is chance: more than one go finds it out.
  it.each([1, 2, 3])(
    'a y held down while the computer is busy sends one at most (%i)',
    async () => {
      const posts = await postsAfter(async (terminal) => {
        await terminal.waitFor(ASKS_JANE);
        await terminal.press('y');
        await terminal.waitFor(ASKS_DANIEL);
        // One repeat is read, and the others lie waiting when the tool comes round again.
        await terminal.press('y');
        const inTime = await terminal.freeze(async () => {
          await terminal.hold('y', { repeats: 10 });
        });
        await terminal.waitFor(/Press one key, once\.|3 of 3/u);
        return inTime;
      });
      expect(posts.map(({ To }) => To)).toEqual(['whatsapp:+447700900123']);
    },
  );
});

/**
 * What was sent when somebody played with the keys and then pressed Ctrl-C. Played again from the
 * start until the keys came in time: where this test itself was held up, nothing follows.
 */
async function postsAfter(
  play: (terminal: Terminal) => Promise<boolean>,
): Promise<StandIn['posts']> {
  for (let goes = 0; goes < 5; goes += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one go after the other
    const posts = await postsOfOneGo(play);
    if (posts !== null) return posts;
  }
  throw new Error('The computer was too busy to hold a key down, five times in a row.');
}

async function postsOfOneGo(
  play: (terminal: Terminal) => Promise<boolean>,
): Promise<StandIn['posts'] | null> {
  const { standIn, terminal } = await started();
  const inTime = await play(terminal);
  terminal.type(CTRL_C);
  await terminal.exit;
  return inTime ? standIn.posts : null;
}
