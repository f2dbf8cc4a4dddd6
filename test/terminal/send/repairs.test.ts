import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { aDesk } from '../desk.ts';

const CODED = { player_first_name: 'Noah', parent_last_name: 'D&#039;Arcy' };

describe('a list of which no row can be sent unless a value is mended', () => {
  it('is asked about the mend, and its message goes with the value as it was offered', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings, [CODED]).terminal('send', 'players.json');
    await terminal.waitFor("D&#039;Arcy -> D'Arcy? (y/n)");
    await terminal.press('y');
    await terminal.waitFor("Send this to Jane D'Arcy, +44 7700 900123? (y/n/b/q/?)");
    await terminal.press('y');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
  });

  it('sends nothing after a no', async () => {
    const standIn = await openStandIn();
    const terminal = aDesk(standIn.settings, [CODED]).terminal('send', 'players.json');
    await terminal.waitFor("D&#039;Arcy -> D'Arcy? (y/n)");
    await terminal.press('n');
    expect(await terminal.exit).toMatchObject({ exitCode: 3 });
    expect(standIn.posts).toEqual([]);
  });
});
