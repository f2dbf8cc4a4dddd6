import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { asMessageSid } from '../../src/domain/delivery/ids.ts';
import { openReplies } from '../support/ledger/ledger-parts.ts';
import { writeSeason } from '../support/ledger/season-of-messages.ts';
import { openStandIn } from '../support/sending/stand-in.ts';
import { aDesk, ASKS_JANE, attemptsIn, DANIEL, JANE, janeAt } from './desk.ts';

const CTRL_C = '\u0003';

describe('status at a terminal', () => {
  it('with --watch ends at Ctrl-C with 0, shows what is still open, and restores the terminal', async () => {
    const desk = aDesk();
    await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    const watching = desk.terminal('status', '--rehearse', '--watch');
    await watching.waitFor('asking again in 5 seconds');
    watching.type(CTRL_C);
    await watching.waitFor('REHEARSAL  1 message: 1 ');
    const ended = await watching.exit;
    expect(ended.exitCode).toBe(0);
    expect(ended.terminalState).toMatch(/(?<!-)icanon/u);
    expect(watching.screen()).toContain('not final yet; all that Twilio told is recorded');
  });

  it.each([20, 80])('fits a screen of %d columns', async (columns) => {
    const desk = aDesk();
    await desk.piped('y\ny\n', 'send', 'players.json', '--rehearse');
    const terminal = desk.at(columns)('status', '--rehearse', '--all');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    const [page = ''] = terminal.screen().split('REHEARSAL  2');
    expect(page).toContain('John Smith');
    expect(page.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });

  it('begins with a STOP of an unknown sender, and names what is no text', async () => {
    const desk = aDesk();
    await desk.piped('y\n', 'send', 'players.json', '--rehearse');
    const replies = openReplies(join(desk.home, 'rehearsal.db'), 'rehearsal');
    const reply = { userId: null, text: '', button: null, media: [], answers: null };
    const [stop, note] = [`SM${'a'.repeat(32)}`, `SM${'b'.repeat(32)}`].map(asMessageSid);
    if (!stop || !note) throw new Error('A made SID is none.');
    const at = new Date();
    const from = { sender: 'lid/1a2b@hidden', unmatched: 'stopped' } as const;
    await replies.add({ ...reply, ...from, sid: stop, text: 'STOP', at });
    const voice = { sender: '+447700900123', attachments: ['voice_note'] } as const;
    await replies.add({ ...reply, ...voice, sid: note, at });
    await replies.close();
    const terminal = desk.terminal('status', '--rehearse');
    await terminal.exit;
    const page = terminal.screen();
    expect(page).toMatch(
      /REHEARSAL\s+2 parents wrote and wait, the first until [^:]*:[^:]*: urmston-invite inbox\s+--rehearse\s+Somebody said stop on /u,
    );
    expect(page).toContain(`  urmston-invite opt-out remove ${stop}`);
    expect(page).not.toContain('beside no message');
    expect(page).toContain('  > wrote: (a voice note), ');
    expect(page.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const history = desk.terminal('history', '--rehearse');
    await history.exit;
    expect(history.screen()).toContain('+44 7700 900123 wrote (a voice note)');
  });

  it('runs during a send, and does not settle what that run is sending', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings, [JANE]);
    standIn.holdAnswers();
    const sending = desk.terminal('send', 'players.json');
    await sending.waitFor(ASKS_JANE);
    await sending.press('y');
    await standIn.posted(1);
    const { stdout, stderr } = await desk.piped('', 'status');
    expect(stderr).toContain('has had the ledger in a run since');
    expect(stdout).toContain('1 message: 1 being sent');
    expect(attemptsIn(desk)).toMatchObject([{ state: 'sending' }]);
    standIn.release();
    await sending.waitFor('1 accepted by Twilio');
    expect(await sending.exit).toMatchObject({ exitCode: 0 });
    expect(standIn.posts).toHaveLength(1);
  });

  it('has on one screen all that needs somebody among 400 messages', async () => {
    const desk = aDesk();
    mkdirSync(desk.home, { mode: 0o700 });
    await writeSeason(join(desk.home, 'rehearsal.db'), new Date());
    // Settles what is unknown, so that the second run shows the list alone.
    await desk.piped('', 'status', '--rehearse');
    const terminal = desk.at(80, [], 24)('status', '--rehearse');
    await terminal.exit;
    const screen = terminal.screen().split('\n');
    const shown = screen.slice(screen.indexOf('REHEARSAL'));
    expect(shown.length).toBeLessThan(24);
    expect(shown.filter((line) => line.length > 80)).toEqual([]);
    expect(shown.join('\n').match(/^\w.+?\(\d+\)/gmu)).toEqual([
      'Did not arrive (2)',
      'Did not arrive (6)',
      'Did not arrive (4)',
      'Stopped (2)',
      'Wrote and wait for an answer (5)',
      'Outcome unknown (3)',
      'Sent over a day ago and not delivered (1)',
    ]);
    expect(shown).toContain('  +44 7700 900200  Jane Hartley-200, for Ava Hartley-200 (Bears u7s)');
    expect(shown.slice(-3).join('\n')).toMatch(
      /REHEARSAL {2}400 messages: .+ 382 read\n\d+ more are not shown here\. All messages: urmston-invite status --rehearse --all$/su,
    );
    const all = desk.at(80, [], 24)('status', '--rehearse', '--all');
    await all.exit;
    expect(all.screen().match(/\+44 7700 900\d{3} {2}Jane/gu)).toHaveLength(23);
    expect(all.screen().match(/^ {2}read /gmu)).toHaveLength(377);
  });
});

describe('status --watch at a terminal', () => {
  it('redraws in place, survives another width, and ends by itself with the list', async () => {
    const desk = aDesk({}, [JANE, DANIEL, janeAt('324')]);
    await desk.piped('y\ny\ny\n', 'send', 'players.json', '--rehearse');
    const watching = desk.at(80, [], 24)('status', '--rehearse', '--watch');
    await watching.waitFor('of 3 delivered or final');
    await watching.waitFor('asking again in 5 seconds');
    watching.resize(50);
    await watching.waitFor(/asking a\w*…/u);
    const screen = watching.screen().split('\n');
    expect(screen.filter((line) => line.includes('delivered or final'))).toHaveLength(1);
    expect(screen.filter((line) => line.length > 50)).toEqual([]);
    expect(screen.length).toBeLessThan(24);
    expect(await watching.exit).toMatchObject({ exitCode: 6 });
    const end = watching.screen();
    expect(end.match(/REHEARSAL {2}3 messages/gu)).toHaveLength(1);
    expect(end).not.toContain('delivered or final');
    expect(end).toContain('Did not arrive (1)');
    // The cursor is shown again.
    expect(watching.raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(
      watching.raw().lastIndexOf('\u001B[?25l'),
    );
  });
});
