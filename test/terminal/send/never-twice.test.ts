import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { aDesk, aList, ASKS_DANIEL, ASKS_JANE, attemptsIn, DANIEL, JANE } from '../desk.ts';

describe('a sent message', () => {
  it('is not sent again from a list renamed, shuffled and typed in capitals', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE, DANIEL]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(ASKS_JANE);
    await first.press('y');
    await first.waitFor(ASKS_DANIEL);
    await first.press('y');
    await first.waitFor('2 accepted by Twilio');
    expect(await first.exit).toMatchObject({ exitCode: 0 });

    const capitals = {
      player_first_name: 'JOHN',
      player_last_name: 'SMITH',
      parent_first_name: 'JANE',
      parent_last_name: 'SMITH',
      parent_tel: '07700 900 123',
    };
    desk.write('September, second export.json', aList([DANIEL, capitals]));
    const second = desk.terminal('send', 'September, second export.json');
    const said = await second.waitFor('2 records: 2 already sent');
    expect(said).not.toContain('Send this to');
    expect(await second.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(2);
  });

  it('is not asked about again, unlike a new row', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(ASKS_JANE);
    await first.press('y');
    await first.exit;
    desk.write('players.json', aList([JANE, DANIEL]));
    const second = desk.terminal('send', 'players.json');
    expect(await second.waitFor(ASKS_DANIEL)).not.toContain(ASKS_JANE);
    await second.press('y');
    await second.waitFor('1 accepted by Twilio, 1 already sent');
    expect(standIn.posts).toHaveLength(2);
  });

  it('in a rehearsal counts for rehearsals only', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    expect(standIn.requests).toEqual([]);
    const again = await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    expect(again).toMatchObject({ exitCode: 0, stdout: 'REHEARSAL  1 record: 1 already sent\n' });
    await desk.terminal('send', 'players.json').waitFor(ASKS_JANE);
  });
});

describe('two runs at once on one ledger', () => {
  it('send each message once: the second reports who has held the ledger since when, and sends nothing', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(ASKS_JANE);
    const second = desk.terminal('send', 'players.json');
    const said = await second.waitFor(/on this computer\)\. Nothing was\s+sent\./u);
    expect(said.replaceAll(/\s+/gu, ' ')).toMatch(
      /Robin Green has had the ledger .+ in a run since \d+ \w{3} \d{4}, \d\d:\d\d \(process \d+/u,
    );
    expect(said).not.toContain('Send this to');
    expect(await second.exit).toMatchObject({ exitCode: 4 });
    await first.press('y');
    await first.waitFor('1 accepted by Twilio');
    expect(await first.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
  });

  it('let the second go on once the first has ended', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(ASKS_JANE);
    await first.press('q');
    await first.exit;
    await desk.terminal('send', 'players.json').waitFor(ASKS_JANE);
  });
});

describe('a run that was killed before Twilio responded', () => {
  it('leaves a message that the next run finds at Twilio and does not send again', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    standIn.holdAnswers();
    const first = desk.terminal('send', 'players.json');
    await first.waitFor(ASKS_JANE);
    await first.press('y');
    await standIn.posted(1);
    await first.cutOff();
    standIn.release();
    const second = desk.terminal('send', 'players.json');
    const said = await second.waitFor('1 record: 1 already sent');
    expect(said).toMatch(/settled {2}MM[0-9a-f]{32}/u);
    expect(await second.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
    expect(attemptsIn(desk)).toMatchObject([
      { state: 'accepted', message_sid: expect.stringMatching(/^MM/u) },
    ]);
  });
});
