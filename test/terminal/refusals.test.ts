import { describe, expect, it } from '@jest/globals';
import { openStandIn, settingsForNobody } from '../support/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_PRIYA, attemptsIn, DANIEL, janeAt, PRIYA } from './desk.ts';

describe('a message that Twilio refuses', () => {
  it('is told in words with what to do, the others go on, and the run ends in 6', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('211'), DANIEL]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor('1 accepted by Twilio, 1 refused by Twilio');
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
    expect(terminal.screen()).toMatch(/refused \(21211\) {2}John Smith.*\n {2}\w.*\n {2}-> \w/u);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'refused' }, { state: 'accepted' }]);
  });

  it('is offered again next time, with what was said about it', async () => {
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

  it('for a reason that would hit every message stops the run; the rest is left', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt('401'), DANIEL, PRIYA]);
    const terminal = desk.terminal('send', 'players.json');
    await terminal.waitFor(/Send this to Jane/u);
    await terminal.press('y');
    await terminal.waitFor(/refused \(20003\)/u);
    await terminal.waitFor('1 refused by Twilio, 2 left for next time');
    await terminal.waitFor('urmston-invite send players.json\n');
    // 4 and 6 both hold, and the highest counts.
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
    expect(terminal.screen()).not.toContain(ASKS_PRIYA);
    expect(standIn.posts).toHaveLength(1);
  });
});

describe('an outcome that nobody knows', () => {
  it.each([
    ['500', 'a fault at Twilio', 'server_fault'],
    ['801', 'a connection lost after Twilio took the message', 'connection_lost'],
    ['802', 'a connection lost before Twilio took it', 'connection_lost'],
    ['804', 'half an answer', 'answer_unreadable'],
  ])('%s, %s: is called unknown, ends in 7 and is not sent again', async (lastThree, _, doubt) => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [janeAt(lastThree)]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(/Send this to Jane/u);
    await first.press('y');
    await first.waitFor('1 of unknown outcome');
    expect(await first.exit).toMatchObject({ exitCode: 7 });
    expect(attemptsIn(desk)).toMatchObject([{ state: 'unknown', doubt }]);

    const second = desk.terminal('send', 'players.json');
    expect(await second.waitFor('1 record: 1 of unknown outcome')).not.toContain('Send this to');
    expect(await second.exit).toMatchObject({ exitCode: 7 });
    expect(standIn.posts).toHaveLength(1);
  });
});

describe('before the first question', () => {
  it.each(['paused', 'rejected', 'pending'])(
    'a template that is %s stops the run with 4',
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

  it('a Twilio that cannot be reached stops the run with 5', async () => {
    const terminal = aDesk(await settingsForNobody()).terminal('send', 'players.json');
    await terminal.waitFor('Twilio cannot be reached');
    expect(await terminal.exit).toMatchObject({ exitCode: 5 });
    expect(terminal.raw()).not.toContain('Send this to');
  });

  it('credentials that Twilio refuses stop the run with 4', async () => {
    const standIn = await openStandIn();
    const settings = { ...standIn.settings, TWILIO_AUTH_TOKEN: 'an-old-token' };
    const terminal = aDesk(settings).terminal('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.raw()).not.toContain('Send this to');
  });
});
