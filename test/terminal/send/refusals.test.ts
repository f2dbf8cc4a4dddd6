import { describe, expect, it } from '@jest/globals';
import { openStandIn, unreachableSettings, type StandIn } from '../../support/sending/stand-in.ts';
import {
  aDesk,
  ASKS_DANIEL,
  ASKS_PRIYA,
  attemptsIn,
  DANIEL,
  janeAt,
  PRIYA,
  type Desk,
} from '../desk.ts';

describe('a message that Twilio refuses', () => {
  it('is explained with a fix, the others are sent, and the exit code is 6', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('211'), DANIEL]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor('1 accepted by Twilio, 1 refused by Twilio');
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
    expect(terminal.screen()).toMatch(
      /refused \(21211\) {2}John Smith.*(?:\n {2,}\S.*)+\n {2}-> \w/u,
    );
    expect(attemptsIn(desk)).toMatchObject([{ state: 'refused' }, { state: 'accepted' }]);
  });

  it('is offered again next time, with the earlier refusal', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('211')]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(/Send this to Jane/u);
    await first.press('y');
    expect(await first.exit).toMatchObject({ exitCode: 6 });
    await desk
      .terminal('send', 'players.json')
      .waitFor(/! Twilio refused this one on [^]*Send this to Jane/u);
  });

  it('for a reason that applies to every message stops the run; the rest is left', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('401'), DANIEL, PRIYA]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(/refused \(20003\)/u);
    await terminal.waitFor('1 refused by Twilio, 2 left for next time');
    await terminal.waitFor('urmston-invite send players.json\n');
    // 4 and 6 both apply, and the highest is used.
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
    expect(terminal.screen()).not.toContain(ASKS_PRIYA);
    expect(standIn.posts).toHaveLength(1);
  });
});

/** A first run after which the outcome of Jane's message is unknown. */
async function leftUnknown(
  lastThree: string,
): Promise<{ readonly standIn: StandIn; readonly desk: Desk }> {
  const standIn = await openStandIn();
  const desk = aDesk(standIn.settings, [janeAt(lastThree)]);
  const first = desk.terminal('send', 'players.json');
  await first.waitFor(/Send this to Jane/u);
  await first.press('y');
  await first.waitFor('1 of unknown outcome');
  expect(await first.exit).toMatchObject({ exitCode: 7 });
  return { standIn, desk };
}

describe('an unknown outcome', () => {
  it.each([
    ['801', 'a connection lost after Twilio took the message', 'connection_lost'],
    ['804', 'half an answer', 'answer_unreadable'],
    ['501', 'a fault at Twilio after it took the message', 'server_fault'],
  ])('%s, %s: is settled by the next run, and not sent again', async (lastThree, _, doubt) => {
    const { standIn, desk } = await leftUnknown(lastThree);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'unknown', doubt }]);
    const second = desk.terminal('send', 'players.json');
    const said = await second.waitFor('1 record: 1 already sent');
    expect(said).toMatch(/STAND-IN {2}settled {2}MM[0-9a-f]{32}/u);
    expect(said).not.toContain('Send this to');
    expect(await second.exit).toMatchObject({ exitCode: 0 });
    expect(attemptsIn(desk)).toMatchObject([{ state: 'accepted' }]);
    expect(standIn.posts).toHaveLength(1);
  });

  it.each([
    ['500', 'a fault at Twilio', 'server_fault'],
    ['802', 'a connection lost before Twilio took it', 'connection_lost'],
  ])('%s, %s: leads to a separate question in the next run', async (lastThree, _, doubt) => {
    const { standIn, desk } = await leftUnknown(lastThree);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'unknown', doubt }]);
    const second = desk.terminal('send', 'players.json');
    const said = await second.waitFor(/Send this to Jane/u);
    expect(said.replaceAll(/\s+/gu, ' ')).toMatch(
      /We do not know whether John's message went on .+\. Twilio does not show it yet\. Look for it in .+ Send it now\?/u,
    );
    await second.press('n');
    await second.waitFor('1 record: 1 of unknown outcome');
    expect(await second.exit).toMatchObject({ exitCode: 7 });
    expect(standIn.posts).toHaveLength(1);

    const third = desk.terminal('send', 'players.json');
    await third.waitFor(/Send this to Jane/u);
    await third.press('y');
    await third.exit;
    expect(standIn.posts).toHaveLength(2);
    expect(attemptsIn(desk).map(({ state }) => state)).toEqual(['resent', 'unknown']);
  });
});

describe('an outcome that cannot be determined', () => {
  it.each([
    ['801', 'a connection lost'],
    ['501', 'a fault at Twilio'],
  ])('%s, %s: stays unknown without a question if Twilio hides the texts', async (lastThree) => {
    const standIn = await openStandIn({ profile: { textsHidden: true } });
    const desk = aDesk(standIn.settings, [janeAt(lastThree)]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(/Send this to Jane/u);
    await first.press('y');
    expect(await first.exit).toMatchObject({ exitCode: 7 });
    const second = desk.terminal('send', 'players.json');
    const said = await second.waitFor('1 record: 1 of unknown outcome');
    expect(said.replaceAll(/\s+/gu, ' ')).toMatch(
      new RegExp(
        `Twilio has a message to \\+44 7700 900${lastThree} from .+ \\(MM[0-9a-f]{32}\\), and its text is hidden, so nobody can say whether it is this one\\. It stays unknown and is not sent again\\.`,
        'u',
      ),
    );
    expect(said).not.toMatch(/shows none|Send this to/u);
    expect(await second.exit).toMatchObject({ exitCode: 7 });
    expect(attemptsIn(desk)).toMatchObject([{ state: 'unknown' }]);
    expect(standIn.posts).toHaveLength(1);
  });
});

describe('before the first question', () => {
  it.each(['paused', 'rejected', 'pending'])(
    'a template that is %s stops the run with exit code 4',
    async (templateState) => {
      const standIn = await openStandIn({ templateState });
      const desk = aDesk(standIn.settings);
      const terminal = desk.terminal('send', 'players.json');
      await terminal.waitFor(`"${templateState}"`);
      expect(await terminal.exit).toMatchObject({ exitCode: 4 });
      expect(terminal.raw()).not.toContain('Send this to');
      expect(standIn.posts).toEqual([]);
    },
  );

  it('an unreachable Twilio stops the run with exit code 5', async () => {
    const terminal = aDesk(unreachableSettings()).terminal('send', 'players.json');
    await terminal.waitFor('Twilio cannot be reached');
    expect(await terminal.exit).toMatchObject({ exitCode: 5 });
    expect(terminal.raw()).not.toContain('Send this to');
  });

  it('credentials that Twilio refuses stop the run with exit code 4', async () => {
    const standIn = await openStandIn();
    const settings = { ...standIn.settings, TWILIO_AUTH_TOKEN: 'an-old-token' };
    const terminal = aDesk(settings).terminal('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.raw()).not.toContain('Send this to');
  });
});
