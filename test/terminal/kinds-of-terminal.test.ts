import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CLI } from '../support/terminal/built-cli.ts';
import { runPiped } from '../support/terminal/run-piped.ts';
import { aDesk, aList, ASKS_DANIEL, ASKS_JANE, DANIEL } from './desk.ts';

describe('a terminal that is', () => {
  it.each([
    ['20 columns wide', 20, {}],
    ['one column wide', 1, {}],
    ['of size 0, as `script` creates one', 0, {}],
    ['of unknown type', 80, { TERM: '' }],
  ])('%s shows every message', async (_, columns, env) => {
    const terminal = aDesk(env).at(columns)('preview', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    for (const name of ['Jane', 'Daniel', 'Priya']) {
      expect(terminal.raw()).toContain(`Hi ${name}`);
    }
  });

  it('made narrower during a run shows the next message in its new width', async () => {
    const terminal = aDesk().terminal('send', 'players.json', '--rehearse');
    await terminal.waitFor(ASKS_JANE);
    terminal.resize(40);
    // A key may reach the tool before the signal of the new width does.
    await terminal.press('?');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('n');
    await terminal.waitFor(/2 of 3/u);
    const card = await terminal.waitFor('get started!');
    expect(card.split('\n').filter((line) => line.length > 40)).toEqual([]);
  });

  it('of size 0 serves for a whole rehearsal', async () => {
    const terminal = aDesk({}, [DANIEL]).at(0)('send', 'players.json', '--rehearse');
    await terminal.waitFor(ASKS_DANIEL);
    await terminal.press('y');
    await terminal.waitFor('1 record: 1 accepted');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  });
});

describe('a pipe that its reader closes early', () => {
  it('causes no error', async () => {
    const desk = aDesk();
    // Every number is repaired, and every repair is reported: more text than a pipe buffers.
    const many = Array.from({ length: 4000 }, (_, index) => ({
      ...DANIEL,
      player_first_name: `Amelia${'abcdefghij'.charAt(index % 10).repeat(index % 37)}`,
      team_name: `Lions ${index}`,
      parent_tel: '7700900102',
    }));
    desk.write('many.json', aList(many));
    const script = '{ "$@" 2>err; echo "$?" >code; } | head -1';
    const { stdout } = await runPiped([], {
      command: ['sh', '-c', script, 'sh', process.execPath, CLI, 'check', 'many.json'],
      env: { URMSTON_INVITE_HOME: desk.home },
      cwd: desk.folder,
    });
    const left = (name: string): string => readFileSync(join(desk.folder, name), 'utf8');
    expect(stdout).toContain('many.json');
    expect(left('code').trim()).toMatch(/^(?:0|141)$/u);
    expect(left('err')).not.toMatch(/EPIPE|fault|error/iu);
  });
});
