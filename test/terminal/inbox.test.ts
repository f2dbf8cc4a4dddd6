import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../src/adapters/simulator/messages/message-store.ts';
import { openReplies, openReplyLog } from '../support/ledger/ledger-parts.ts';
import { writeReplies, type WrittenReply } from '../support/ledger/written-replies.ts';
import { openStandIn } from '../support/sending/stand-in.ts';
import { storedAttempts } from '../support/store/stored-attempts.ts';
import type { Terminal } from '../support/terminal/terminal.ts';
import { aDesk, type Desk } from './desk.ts';

const CTRL_C = '\u0003';
const QUESTION = /Your answer \([^)]*\) /u;
const SEND = '(y/n/q/?) ';

const TEXTS = [
  'Ready!',
  'Yes please, ready when you are',
  'When is training?',
  'Thanks',
  'Wrong number mate',
  'How much is it again?',
  '👍',
  'This is my son’s phone',
  'We moved to Leeds',
  'ok',
  'How did you get my number?',
  'Can I pay later?',
  'Ready to register',
];

/** Parents who wrote in the last hours, one minute after the other. */
function someReplies(texts: readonly string[]): readonly WrittenReply[] {
  const first = Date.now() - 3 * 3_600_000;
  return texts.map((text, index) => ({
    from: String(120 + index),
    text,
    at: new Date(first + index * 60_000).toISOString(),
    invite: { player_first_name: `Child ${String.fromCharCode(65 + index)}` },
  }));
}

async function aDeskWith(
  texts: readonly string[],
  written = someReplies(texts),
): Promise<{ readonly desk: Desk; readonly standIn: Awaited<ReturnType<typeof openStandIn>> }> {
  const store = memoryStore();
  const standIn = await openStandIn({ store });
  const desk = aDesk(standIn.settings);
  mkdirSync(desk.home, { mode: 0o700 });
  await writeReplies(desk.home, 'stand_in', written, store);
  await desk.piped('', 'inbox', 'answers', 'add', 'Hi {parent_first_name}, thank you!');
  return { desk, standIn };
}

async function answer(terminal: Terminal): Promise<void> {
  await terminal.waitFor(QUESTION);
  await terminal.press('1');
  const asked = await terminal.waitFor(/no more messages\? \(y\/n\) |\(y\/n\/q\/\?\) /u);
  if (asked.includes('no more messages?')) {
    await terminal.press('n');
    await terminal.waitFor(SEND);
  }
  await terminal.press('y');
}

const sentFrom = (desk: Desk): readonly string[] =>
  storedAttempts(join(desk.home, 'ledger.db'), 'answers').map(({ recipient }) => recipient);

describe('inbox at a terminal', () => {
  it('answers a dozen and more parents in one go, and goes on after Ctrl-C', async () => {
    const { desk, standIn } = await aDeskWith(TEXTS);
    const first = desk.at(80, [], 24)('inbox');
    for (let number = 1; number <= 5; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await answer(first);
    }
    await first.waitFor(QUESTION);
    first.type(CTRL_C);
    await first.waitFor('urmston-invite inbox');
    const stopped = await first.exit;
    expect(stopped.exitCode).toBe(130);
    expect(stopped.terminalState).toMatch(/(?<!-)icanon/u);
    expect(first.screen()).toContain('8 parents wrote and wait, the first until ');
    const second = desk.at(80, [], 24)('inbox');
    for (let number = 6; number <= TEXTS.length; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await answer(second);
    }
    expect(await second.exit).toMatchObject({ exitCode: 0 });
    expect(second.screen()).toContain('8 answered.');
    expect(second.screen()).toContain('No parent waits for an answer.');
    const everybody = TEXTS.map((_text, index) => `whatsapp:+447700900${120 + index}`);
    expect([...new Set(sentFrom(desk))].toSorted()).toEqual(everybody);
    expect(standIn.posts).toHaveLength(everybody.length);
    expect(new Set(standIn.posts.map(({ To }) => To))).toEqual(new Set(everybody));
  });

  it('keeps the newest of a long conversation on a screen of 80x24, and unfolds the older', async () => {
    const [one] = someReplies(['Hello']);
    if (one === undefined) throw new Error('There is one.');
    const lines = Array.from({ length: 12 }, (_, index) => ({
      ...one,
      invite: index === 0 ? {} : null,
      text: `Line ${index + 1} of many words, so that it takes more than the width of the screen has room for`,
      at: new Date(Date.parse(one.at) + index * 1000).toISOString(),
    }));
    const { desk } = await aDeskWith([], lines);
    const terminal = desk.at(80, [], 24)('inbox');
    await terminal.waitFor(QUESTION);
    const screen = terminal.screen().split('\n');
    expect(screen.length).toBeLessThanOrEqual(24);
    expect(screen.filter((line) => line.length > 80)).toEqual([]);
    expect(terminal.screen()).toContain('Line 12 of many words');
    expect(terminal.screen()).not.toContain('Line 1 of many words');
    expect(terminal.screen()).toMatch(/older lines: press o/u);
    await terminal.press('o');
    await terminal.waitFor('Line 1 of many words');
    await terminal.waitFor(QUESTION);
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  });

  it('lets two operators answer from one ledger: of the same parent, one answer goes', async () => {
    const { desk, standIn } = await aDeskWith(['Ready!', 'Me too']);
    const [robin, ann] = [desk.terminal('inbox'), desk.terminal('inbox')];
    await Promise.all(
      [robin, ann].map(async (each) => {
        await each.waitFor(QUESTION);
        await each.press('1');
        await each.waitFor(SEND);
      }),
    );
    await robin.press('y');
    await robin.waitFor('2 of 2');
    await ann.press('y');
    await ann.waitFor('Something has happened');
    await ann.waitFor('Robin Green answered');
    await ann.waitFor(QUESTION);
    await ann.press('q');
    await ann.exit;
    await robin.waitFor(QUESTION);
    await robin.press('q');
    await robin.exit;
    expect(standIn.posts).toHaveLength(1);
  });

  it('goes on waiting where the terminal is closed at a question', async () => {
    const { desk, standIn } = await aDeskWith(['Ready!']);
    const terminal = desk.terminal('inbox');
    await terminal.waitFor(QUESTION);
    await terminal.press('1');
    await terminal.waitFor(SEND);
    terminal.signal('SIGHUP');
    await terminal.exit;
    expect(standIn.posts).toEqual([]);
    expect((await desk.piped('', 'inbox')).stdout).toContain('1 parent wrote and waits, until ');
  });

  it('says of an answer at the last second whether WhatsApp took it, and never both', async () => {
    const at = new Date(Date.now() - 24 * 3_600_000 + 60_000).toISOString();
    const { desk } = await aDeskWith([], [{ from: '123', text: 'Ready!', at }]);
    const terminal = desk.terminal('inbox');
    await answer(terminal);
    await terminal.exit;
    const log = openReplyLog(join(desk.home, 'ledger.db'), 'stand_in');
    const [sent] = await Array.fromAsync(log.answers());
    await log.close();
    const cameTooLate = terminal.screen().includes('your answer came too late');
    expect(cameTooLate).toBe(sent?.code === 63_016);
    const replies = openReplies(join(desk.home, 'ledger.db'), 'stand_in');
    expect(await replies.from('+447700900123')).toMatchObject([{ handled: { how: 'answering' } }]);
    await replies.close();
  });
});
