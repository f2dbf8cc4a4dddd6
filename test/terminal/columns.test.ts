import { describe, expect, it } from '@jest/globals';
import { aDesk, ASKS_JANE, attemptsIn } from './desk.ts';

const HEADINGS =
  'Player First Name,Player Last Name,Team,Age Group,Parent First Name,Parent Surname,Mobile,Season,Membership Fee,Monthly Subs,Manager,Manager Mobile';
const JOHN =
  'John,Smith,Panthers,u11s,Jane,Smith,07700 900123,2026-27,40,26,Alex Johnson,07700 900001';
const AVA =
  'Ava,Hartley,Panthers,u11s,Tom,Hartley,07700 900124,2026-27,40,26,Alex Johnson,07700 900001';

const IS_IT_THE_MOBILE = "Is it the parent's mobile? (y/n)";

describe('a column that could be two things', () => {
  it('is shown with its first cells, and taken on a yes', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, AVA, ''].join('\n'));
    const terminal = desk.terminal('send', 'spond.csv', '--rehearse');
    const shown = await terminal.waitFor(IS_IT_THE_MOBILE);
    expect(shown).toContain("No column is surely the parent's mobile. Column G (Mobile) holds:");
    expect(shown).toContain('  07700 900123');
    await terminal.press('y');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.waitFor('Send this to Tom Hartley, +44 7700 900124? (y/n/b/q/?)');
    await terminal.press('q');
    await terminal.exit;
    expect(attemptsIn(desk, 'rehearsal.db')).toMatchObject([
      { recipient: 'whatsapp:+447700900123', state: 'accepted' },
    ]);
  });

  it('is not taken on a no, and nothing can be sent', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, ''].join('\n'));
    const terminal = desk.terminal('send', 'spond.csv', '--rehearse');
    await terminal.waitFor(IS_IT_THE_MOBILE);
    await terminal.press('n');
    expect(await terminal.exit).toMatchObject({ exitCode: 3 });
    expect(attemptsIn(desk, 'rehearsal.db')).toEqual([]);
  });

  it('is kept with --save-map, and not asked about the next time', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, ''].join('\n'));
    const first = desk.terminal('send', 'spond.csv', '--rehearse', '--save-map', 'spond');
    await first.waitFor(IS_IT_THE_MOBILE);
    await first.press('y');
    await first.waitFor(ASKS_JANE);
    await first.press('q');
    await first.exit;
    const again = desk.terminal('send', 'spond.csv', '--rehearse', '--use-map', 'spond');
    const shown = await again.waitFor(ASKS_JANE);
    expect(shown).not.toContain(IS_IT_THE_MOBILE);
    await again.press('q');
    await again.exit;
  });

  it('is not asked about where answers come by pipe: the list waits for a --map', async () => {
    const desk = aDesk();
    desk.write('spond.csv', [HEADINGS, JOHN, ''].join('\n'));
    const { exitCode, stderr } = await desk.piped('y\n', 'send', 'spond.csv', '--rehearse');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('--map parent_tel=');
    expect(attemptsIn(desk, 'rehearsal.db')).toEqual([]);
  });
});

describe('a column that says who has left', () => {
  it('leaves out the rows the operator says, and asks about the others', async () => {
    const desk = aDesk();
    const headings = `${HEADINGS.replace('Mobile,Season', 'Parent Mobile,Season')},Status`;
    desk.write('status.csv', [headings, `${JOHN},Left`, `${AVA},Active`, ''].join('\n'));
    const terminal = desk.terminal('send', 'status.csv', '--rehearse');
    await terminal.waitFor('Leave out the 1 row with Left? (y/n)');
    await terminal.press('y');
    await terminal.waitFor('Leave out the 1 row with Active? (y/n)');
    await terminal.press('n');
    const shown = await terminal.waitFor('Send this to Tom Hartley, +44 7700 900124? (y/n/b/q/?)');
    expect(shown).not.toContain('Send this to Jane Smith');
    await terminal.press('q');
    await terminal.exit;
  });
});
