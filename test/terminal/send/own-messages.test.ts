import { describe, expect, it } from '@jest/globals';
import { aDesk, attemptsIn, type Desk } from '../desk.ts';

const NAMES = ['Ava', 'Ben', 'Cara', 'Dan', 'Eve', 'Finn'];

/** A desk with a list of six families, and a rehearsal in which each message fails with that code. */
function deskWhere(code: number): Desk {
  const people = NAMES.map((name, index) => ({
    player_first_name: name,
    parent_first_name: `${name}s`,
    parent_tel: `+44770090011${index}`,
  }));
  return aDesk({ REHEARSAL_FAULT: `fail-later=${code}` }, people);
}

const asks = (name: string): RegExp => new RegExp(`Send this to ${name}s Smith, [^?]+\\?`, 'u');

describe('a run whose messages all fail after Twilio accepted them', () => {
  it('stops by itself while a question is open', async () => {
    const desk = deskWhere(63_051);
    const terminal = desk.terminal('send', 'players.json', '--rehearse');
    await terminal.waitFor(asks('Ava'));
    await terminal.press('y');
    await terminal.waitFor(asks('Ben'));
    await terminal.waitFor(/not delivered \(63051\) {2}MM[0-9a-f]{32} {2}Ava/u);
    await terminal.waitFor(/Stopped after 1 of 6, since no message would arrive: WhatsApp has/u);
    await terminal.waitFor('-> Ask Twilio support to appeal for you.');
    await terminal.waitFor('6 records: 1 not delivered, 5 left for next time');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
  });

  it('sends three of them and waits, and the next run begins with what failed', async () => {
    const desk = deskWhere(63_051);
    const run = await desk.piped('y\n'.repeat(6), 'send', 'players.json', '--rehearse');
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toMatch(/Waiting to see the first 3 go out: the next goes in \d+ s/u);
    expect(run.stdout).toMatch(/not delivered \(63051\) {2}MM[0-9a-f]{32} {2}Cara/u);
    expect(run.stdout).toContain('6 records: 3 not delivered, 3 left for next time\n');
    expect(run.stderr).toContain('3 messages were not delivered. 3 wait.');
    expect(attemptsIn(desk, 'rehearsal.db').map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'lapsed',
      'lapsed',
      'lapsed',
    ]);

    const next = desk.terminal('send', 'players.json', '--rehearse');
    const said = await next.waitFor('REHEARSAL: nothing leaves this computer');
    expect(said.replaceAll(/\s+/gu, ' ')).toContain(
      "3 of your last 3 messages failed: WhatsApp has locked the club's business account (63051). -> Ask Twilio support to appeal for you. REHEARSAL: nothing",
    );
    await next.waitFor(/Send this to/u);
    await next.press('q');
    // The three messages have not arrived yet.
    expect(await next.exit).toMatchObject({ exitCode: 6 });
  });

  it('pauses after three in a row if the next one may arrive', async () => {
    const desk = deskWhere(63_018);
    const terminal = desk.terminal('send', 'players.json', '--rehearse');
    for (const name of NAMES.slice(0, 4)) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await terminal.waitFor(asks(name));
      // oxlint-disable-next-line no-await-in-loop -- as above
      await terminal.press('y');
    }
    await terminal.waitFor(/Paused: [34] messages in a row were not delivered\. WhatsApp limits/u);
    await terminal.waitFor('Go on? (y/q)');
    await terminal.press('q');
    await terminal.waitFor(/Stopped after [34] of 6, at the pause\. [34] messages were not/u);
    expect(await terminal.exit).toMatchObject({ exitCode: 6 });
  });
});
