import { describe, expect, it } from '@jest/globals';
import { aDesk, aList, attemptsIn } from '../desk.ts';

const NUMBERS = ['106', '104', '105', '101', '103', '102'];

const people = (numbers: readonly string[]) =>
  ['Ava', 'Ben', 'Cara', 'Dan', 'Eve', 'Finn'].map((player_first_name, index) => ({
    player_first_name,
    parent_tel: `+447700900${numbers[index]}`,
  }));

describe('a list that was sent once, and whose phone column was sorted alone since', () => {
  it('stops where there is no terminal, with nothing sent; at one, y goes on', async () => {
    const desk = aDesk({}, people(NUMBERS));
    await desk.piped('y\n'.repeat(6), 'send', 'players.json', '--rehearse');
    expect(attemptsIn(desk, 'rehearsal.db')).toHaveLength(6);

    desk.write('players.json', aList(people(NUMBERS.toSorted())));
    const piped = await desk.piped('y\n'.repeat(6), 'send', 'players.json', '--rehearse');
    expect(piped.exitCode).toBe(3);
    expect(attemptsIn(desk, 'rehearsal.db')).toHaveLength(6);

    const terminal = desk.at(200)('send', 'players.json', '--rehearse');
    await terminal.waitFor(/6 of 6 players have another mobile than on .*\? \(y\/n\)/u);
    await terminal.press('y');
    await terminal.waitFor('Send this to Jane Smith, +44 7700 900101? (y/n/b/q/?)');
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(attemptsIn(desk, 'rehearsal.db')).toHaveLength(6);
  });
});
