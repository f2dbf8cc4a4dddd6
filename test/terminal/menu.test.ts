import { describe, expect, it } from '@jest/globals';
import { aDesk } from './desk.ts';

const ASKS = /\(1-6\/l\/q(?:\/\?)?\)/u;

describe('the menu at a terminal', () => {
  it('plays the rehearsal of the samples, and is back when it has ended', async () => {
    const terminal = aDesk().at(80, [], 24)('menu');
    await terminal.waitFor(ASKS);
    for (const line of terminal.screen().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    await terminal.press('1');
    await terminal.waitFor('Send this to Sarah Hartley');
    await terminal.press('y');
    await terminal.press('q');
    await terminal.waitFor('1 accepted by Twilio');
    await terminal.waitFor(ASKS);
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  });

  it('asks for a list where one is needed, as it is dropped on the window, and keeps it', async () => {
    const desk = aDesk();
    const terminal = desk.at(80, [], 24)('menu');
    await terminal.waitFor(ASKS);
    await terminal.press('3');
    await terminal.waitFor('press Enter:');
    terminal.type(`'${desk.folder}/players.json' \r`);
    await terminal.waitFor('The list is players.json.');
    await terminal.waitFor('3 records: 3 ready');
    await terminal.waitFor(ASKS);
    await terminal.press('3');
    await terminal.waitFor('3 records: 3 ready');
    await terminal.waitFor(ASKS);
    await terminal.press('?');
    await terminal.waitFor('Choose another list than players.json');
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  });

  it('goes on where Ctrl-C ends a command, and ends where it is pressed in the menu', async () => {
    const terminal = aDesk().at(80, [], 24)('menu', 'players.json');
    await terminal.waitFor(ASKS);
    await terminal.press('1');
    await terminal.waitFor('Send this to Sarah Hartley');
    await terminal.press('\u0003');
    await terminal.waitFor(ASKS);
    await terminal.press('\u0003');
    expect(await terminal.exit).toMatchObject({ exitCode: 130 });
  });
});
