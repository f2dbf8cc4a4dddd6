import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, ASKS_PRIYA, DANIEL, janeAt } from '../desk.ts';

describe('a message is sent while the next question is shown', () => {
  it('and the question stays last when the SID is printed above it', async () => {
    const standIn = await openStandIn();
    standIn.holdAnswers();
    const terminal = aDesk(standIn.settings).terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await standIn.posted(1);
    expect(terminal.screen()).not.toContain('accepted');
    standIn.release();
    await terminal.waitFor(/accepted {2}MM[0-9a-f]{32}/u);
    await terminal.waitFor(ASKS_DANIEL);
    expect(terminal.screen()).toMatch(/STAND-IN {2}accepted {2}MM[^?]*\n+Send this to Daniel.*$/u);
    expect(terminal.screen().split(ASKS_DANIEL)).toHaveLength(2);
  });

  it('and a refusal is printed above the question with its reason', async () => {
    const standIn = await openStandIn();
    standIn.holdAnswers();
    const desk = aDesk(standIn.settings, [janeAt('211'), DANIEL]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    standIn.release();
    await terminal.waitFor(/refused \(21211\)/u);
    await terminal.waitFor(ASKS_DANIEL);
    expect(terminal.screen().split(ASKS_DANIEL)).toHaveLength(2);
    expect(terminal.screen().endsWith(ASKS_DANIEL)).toBe(true);
  });

  it('and a question of several lines is redrawn below the SID', async () => {
    const standIn = await openStandIn();
    standIn.holdAnswers();
    const terminal = aDesk(standIn.settings).at(30)('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await standIn.posted(1);
    const before = terminal.screen();
    expect(before.endsWith(asOn30Columns(ASKS_DANIEL))).toBe(true);
    standIn.release();
    await terminal.waitFor(/accepted\s+MM[0-9a-f]{32}/u);
    await terminal.waitFor(ASKS_DANIEL);
    const [above, ...rest] = terminal.screen().split('STAND-IN  accepted');
    expect(rest).toHaveLength(1);
    // The old question is gone, and everything above it is still there.
    expect(above?.trimEnd()).toBe(before.slice(0, -asOn30Columns(ASKS_DANIEL).length).trimEnd());
    expect(terminal.screen().endsWith(asOn30Columns(ASKS_DANIEL))).toBe(true);
  });

  it('and messages are sent one at a time, in the order of approval', async () => {
    const standIn = await openStandIn();
    standIn.holdAnswers();
    const terminal = aDesk(standIn.settings).terminal('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor(ASKS_PRIYA);
    await standIn.posted(1);
    await terminal.press('n');
    await terminal.waitFor("Waiting for Twilio's answer to 2");
    expect(standIn.posts).toHaveLength(1);
    standIn.release();
    await terminal.waitFor(/MM[0-9a-f]{32} {2}John Smith/u);
    await terminal.waitFor(/MM[0-9a-f]{32} {2}Amelia Prescott/u);
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(2);
  });
});

function asOn30Columns(text: string): string {
  return (text.match(/.{1,30}/gu) ?? []).map((line) => line.trimEnd()).join('\n');
}
