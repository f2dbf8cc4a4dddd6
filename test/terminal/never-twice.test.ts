import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../support/stand-in.ts';
import type { Terminal } from '../support/terminal.ts';
import { aDesk, aList, ASKS_DANIEL, ASKS_JANE, attemptsIn, DANIEL, JANE } from './desk.ts';

describe('what was sent', () => {
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

  it('is not asked about again, and a new row is', async () => {
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

  it('in a rehearsal counts for rehearsals alone', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    expect(standIn.requests).toEqual([]);
    const again = await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    expect(again).toMatchObject({ exitCode: 0, stdout: 'REHEARSAL  1 record: 1 already sent\n' });
    await desk.terminal('send', 'players.json').waitFor(ASKS_JANE);
  });
});

describe('two runs at once over the same list', () => {
  it('send a message once, though both operators say yes', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    const both = [desk.terminal('send', 'players.json'), desk.terminal('send', 'players.json')];
    await Promise.all(both.map(async (terminal) => await terminal.waitFor(ASKS_JANE)));
    await Promise.all(both.map(async (terminal) => await terminal.press('y')));
    const ends = await Promise.all(both.map(async (terminal) => await terminal.exit));
    expect(standIn.posts).toHaveLength(1);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'accepted' }]);
    // The later one is told "already sent", or, while the first is still waiting, "unknown".
    expect(ends.map(({ exitCode }) => exitCode).filter((code) => code !== 7)).toContain(0);
  });

  it('tell the later operator that the other run has sent it', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    const open = (): Terminal => desk.terminal('send', 'players.json');
    const [early, late] = [open(), open()];
    await Promise.all([early.waitFor(ASKS_JANE), late.waitFor(ASKS_JANE)]);
    await early.press('y');
    await early.exit;
    await late.press('y');
    await late.waitFor(/already sent by another run {2}MM[0-9a-f]{32}/u);
    expect(await late.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
  });
});
