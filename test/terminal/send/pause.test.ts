import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_PRIYA, attemptsIn, DANIEL, janeAt, PRIYA } from '../desk.ts';

const CTRL_C = '\u0003';

describe('a refusal that may affect the next message too', () => {
  it('withdraws the question, says why, and asks again after a y', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('656'), DANIEL]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(/Paused: A value is empty[^]*may be refused[^]*-> Check/u);
    await terminal.waitFor('Go on? (y/q)');
    expect(terminal.screen()).not.toContain(ASKS_DANIEL);
    expect(terminal.screen().endsWith('Go on? (y/q)')).toBe(true);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    expect(standIn.posts).toHaveLength(1);
    await terminal.press('y');
    await terminal.waitFor('1 accepted by Twilio, 1 refused by Twilio');
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
    expect(attemptsIn(desk)).toMatchObject([{ state: 'refused' }, { state: 'accepted' }]);
  });

  it('ends the run at q, and leaves the rest unsent', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('656'), DANIEL, PRIYA]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor('Go on? (y/q)');
    await terminal.press('q');
    await terminal.waitFor('Stopped after 1 of 3, at the pause. 2 wait.');
    await terminal.waitFor('1 refused by Twilio, 2 left for next time');
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
    expect(terminal.screen()).not.toMatch(/Send this to (?:Daniel|Priya)/u);
    expect(standIn.posts).toHaveLength(1);
  });

  it('interrupts the wait for responses, which continues after a y', async () => {
    const standIn = await openStandIn();
    standIn.holdAnswers();
    const desk = aDesk(standIn.settings, [janeAt('656'), DANIEL]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor("Waiting for Twilio's answer to 2 messages");
    standIn.release();
    await terminal.waitFor('Go on? (y/q)');
    expect(terminal.screen().endsWith('Go on? (y/q)')).toBe(true);
    expect(standIn.posts).toHaveLength(1);
    standIn.holdAnswers();
    await terminal.press('y');
    await terminal.waitFor("Waiting for Twilio's answer to 1 message ");
    standIn.release();
    await terminal.waitFor('1 accepted by Twilio, 1 refused by Twilio');
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
  });

  it('ends a rehearsal without a terminal', async () => {
    const desk = aDesk({}, [janeAt('656'), DANIEL, PRIYA]);
    const run = await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    expect(run.exitCode).toBe(6);
    expect(run.stdout).toContain('1 refused by Twilio, 2 left for next time\n');
    expect(run.stderr).not.toContain('Go on?');
  });
});

describe('a rate limit of Twilio', () => {
  it('leads to a retry while the question stays in place', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('430'), DANIEL]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(/trying again in 1 s \(try 2 of 5\)/u);
    await terminal.waitFor(/accepted {2}MM[0-9a-f]{32}/u);
    await terminal.waitFor(ASKS_DANIEL);
    expect(terminal.screen().split(ASKS_DANIEL)).toHaveLength(2);
    expect(terminal.screen().endsWith(ASKS_DANIEL)).toBe(true);
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    // Each try is a separate attempt.
    expect(attemptsIn(desk)).toMatchObject([{ state: 'refused' }, { state: 'accepted' }]);
    expect(standIn.posts).toHaveLength(2);
  });

  it('leads to a countdown if no question is shown; Ctrl-C ends the wait at once', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('429'), PRIYA]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(ASKS_PRIYA);
    await terminal.press('n');
    await terminal.waitFor(/trying again in 3 s \(try 4 of 5\)/u);
    await terminal.waitFor(/trying again in 2 s \(try 4 of 5\)/u);
    const posts = standIn.posts.length;
    terminal.type(CTRL_C);
    await terminal.waitFor('1 skipped by you, 1 left for next time');
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
    expect(standIn.posts).toHaveLength(posts);
    expect(attemptsIn(desk).every(({ state }) => state === 'refused')).toBe(true);
  });
});
