import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { openOptOuts } from '../../../support/ledger/ledger-parts.ts';
import { openReplies } from '../../../support/ledger/ledger-parts.ts';
import { openStandIn, SENDER } from '../../../support/sending/stand-in.ts';
import { storedAttempts } from '../../../support/store/stored-attempts.ts';
import {
  aFolder,
  fakeShell,
  type FakeShell,
  type Scene,
} from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, run, runIn, type Ran } from '../../run.ts';

const NOW = '2026-11-23T10:00:00Z';
const NUMBER = '07700 900123';
const TEXT = 'Yes, both children can play.';
const QUESTION = /\(y\/n\/q\/\?\) $/u;

/** A home in which this parent wrote at this time; null for never. */
async function aHome(mode: Mode, parts: Partial<Reply> | null = {}): Promise<string> {
  const home = aFolder();
  const file = join(home, mode === 'rehearsal' ? 'rehearsal.db' : 'ledger.db');
  const replies = openReplies(file, mode);
  if (parts !== null) {
    await replies.add({
      sid: `SM${'a'.repeat(32)}` as MessageSid,
      sender: '+447700900123',
      userId: null,
      text: 'Can my younger one play too?',
      button: null,
      media: [],
      answers: null,
      at: new Date('2026-11-23T08:12:00Z'),
      ...parts,
    });
  }
  await replies.close();
  return home;
}

async function rehearsed(
  home: string,
  answers: string,
  text = TEXT,
  scene: Scene = {},
): Promise<Ran> {
  const words = ['reply', NUMBER, text, '--rehearse', '--json'];
  return await run(words, { home, stdin: answers, now: NOW, ...scene });
}

type Session = {
  readonly shell: FakeShell;
  readonly exitCode: Promise<number>;
  readonly posts: readonly { readonly [field: string]: string }[];
};

/** A reply through a stand-in, at a terminal. */
async function atADesk(scene: Scene = {}, parts: Partial<Reply> | null = {}): Promise<Session> {
  const { settings, posts } = await openStandIn();
  const shell = fakeShell({
    terminals: ['stdin', 'stdout', 'stderr'],
    home: scene.home ?? (await aHome('stand_in', parts)),
    now: NOW,
    ...scene,
    env: { TERM: 'dumb', NO_COLOR: '1', ...settings, ...scene.env },
  });
  return { shell, exitCode: runIn(['reply', NUMBER, TEXT], shell), posts };
}

const attemptsIn = (home: string, file = 'rehearsal.db'): readonly unknown[] =>
  storedAttempts(join(home, file), 'answers').map(({ state, body, approved_by }) => ({
    state,
    body,
    approved_by,
  }));

describe('reply', () => {
  it.each<readonly [Partial<Reply>, string]>([
    [{ text: '', attachments: ['voice_note'] }, '  │ (a voice note)'],
    [{ text: 'Look!', attachments: ['image', 'image'] }, '  │ Look!\n  │ (2 images)'],
    [{ text: 'Register', button: 'Register' }, '  │ (pressed “Register”)'],
    [{ text: '👍', isReaction: true }, '  │ (reacted with 👍)'],
  ])('names what is no text: %j', async (parts, shown) => {
    const { shell, exitCode } = await atADesk({}, parts);
    await shell.stderr.shows(QUESTION);
    expect(shell.stderr.text()).toContain(`  They wrote on 23 Nov 2026, 08:12:\n\n${shown}\n`);
    shell.keys.type('q');
    await exitCode;
  });

  it('shows what the parent wrote and what would be sent, asks, and sends exactly that', async () => {
    const { shell, exitCode, posts } = await atADesk();
    await shell.stderr.shows(QUESTION);
    expect(shell.stderr.text()).toContain(`
+44 7700 900123
  WhatsApp takes your reply until 24 Nov 2026, 08:12
  They wrote on 23 Nov 2026, 08:12:

  │ Can my younger one play too?

Your reply:

  │ Yes, both children can play.

`);
    expect(shell.stderr.text()).toContain('Send this to +44 7700 900123? (y/n/q/?)');
    expect(posts).toEqual([]);
    shell.keys.type('y');
    expect(await exitCode).toBe(0);
    expect(posts).toEqual([
      { To: 'whatsapp:+447700900123', From: SENDER, Body: TEXT, ValidityPeriod: '14400' },
    ]);
    expect(shell.stdout.text()).toMatch(
      /^STAND-IN {2}accepted {2}SM[0-9a-f]{32} {2}\+44 7700 900123\n$/u,
    );
    expect(attemptsIn(shell.home, 'ledger.db')).toEqual([
      { state: 'accepted', body: TEXT, approved_by: 'Robin Green' },
    ]);
  });

  it('may wait at Twilio until the hours for sending end', async () => {
    const { shell, exitCode, posts } = await atADesk({
      now: '2026-11-23T20:29:00Z',
      env: { SEND_HOURS: '08:00-20:30' },
    });
    await shell.stderr.shows(QUESTION);
    shell.keys.type('y');
    expect(await exitCode).toBe(0);
    expect(posts).toMatchObject([{ ValidityPeriod: '120' }]);
  });

  it('asks nothing where the sender is off, and ends with 4', async () => {
    const home = await aHome('rehearsal');
    const ran = await rehearsed(home, 'y\n', TEXT, { env: { REHEARSAL_FAULT: 'sender-offline' } });
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'sender_not_ready' } });
    expect(ran.stderr).not.toContain('Send this to');
    expect(attemptsIn(home)).toEqual([]);
  });

  it('says that Twilio does not show the sender, and goes on', async () => {
    const home = await aHome('rehearsal');
    const ran = await rehearsed(home, 'y\n', TEXT, { env: { REHEARSAL_FAULT: 'senders-hidden' } });
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('REHEARSAL  ! The API key may not read the WhatsApp senders');
  });

  it.each([
    ['n', 'skipped', 0],
    ['q', 'left', 0],
    ['', 'left', 0],
    ['?\nq', 'left', 0],
    ['\nyes\nn', 'skipped', 0],
  ])('sends nothing at %j: %s', async (answers, outcome, exitCode) => {
    const home = await aHome('rehearsal');
    const ran = await rehearsed(home, answers);
    expect(ran.exitCode).toBe(exitCode);
    expect(documentIn(ran)).toMatchObject({ outcome, message_sid: null, error: null });
    expect(attemptsIn(home)).toEqual([]);
  });

  it('is accepted by the simulator, which knows that this parent wrote', async () => {
    const home = await aHome('rehearsal');
    const ran = await rehearsed(home, 'y\n');
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'reply',
      mode: 'rehearsal',
      number: '+447700900123',
      outcome: 'accepted',
      message_sid: expect.stringMatching(/^SM/u),
      error: null,
    });
    const database = new DatabaseSync(join(home, 'rehearsal.db'));
    const { message } = database.prepare('SELECT message FROM simulated_messages').get() ?? {};
    database.close();
    expect(JSON.parse(String(message))).toMatchObject({ course: { endsAs: 'read' } });
  });

  it('goes once: the same text in answer to the same message is not sent again', async () => {
    const home = await aHome('rehearsal');
    await rehearsed(home, 'y\n');
    const again = await rehearsed(home, 'y\n');
    expect(documentIn(again)).toMatchObject({ outcome: 'already_sent' });
    expect(attemptsIn(home)).toHaveLength(1);
    expect(documentIn(await rehearsed(home, 'y\n', 'Something else'))).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('names the parent by the last message they got', async () => {
    const home = await aHome('rehearsal');
    await run(['send', aCsv([{}]), '--rehearse'], { home, stdin: 'y\n', now: NOW });
    const { stderr } = await rehearsed(home, 'q\n');
    expect(stderr).toContain('Send this to Jane Smith, +44 7700 900123? (y/n/q/?)');
  });

  it.each([
    ['2026-11-22T10:00:01Z', 'accepted'],
    ['2026-11-22T10:00:00Z', null],
  ])('takes a message of %s, to the second: %s', async (at, outcome) => {
    const ran = await rehearsed(await aHome('rehearsal', { at: new Date(at) }), 'y\n');
    if (outcome !== null) {
      expect(documentIn(ran)).toMatchObject({ outcome });
      return;
    }
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({
      error: {
        code: 'reply_window_closed',
        message: expect.stringContaining('until 23 Nov 2026, 10:00'),
        fix: expect.stringMatching(/^Give them a call/u),
      },
    });
  });

  it('is refused for a parent who never wrote, or wrote in another mode', async () => {
    const never = await rehearsed(await aHome('rehearsal', null), 'y\n');
    expect(documentIn(never)).toMatchObject({ error: { code: 'reply_window_closed' } });
    const { exitCode, shell } = await atADesk({ home: await aHome('live') });
    expect(await exitCode).toBe(3);
    expect(shell.stderr.text()).toContain('has not written to the club');
  });

  it('is refused when the window closes while the question is open', async () => {
    const home = await aHome('rehearsal');
    let asked = 0;
    const now = (): Date => {
      asked += 1;
      return new Date(asked === 1 ? NOW : '2026-11-24T08:12:00Z');
    };
    const ran = await rehearsed(home, 'y\n', TEXT, { broken: { clock: { now } } });
    expect(documentIn(ran)).toMatchObject({ error: { code: 'reply_window_closed' } });
    expect(attemptsIn(home)).toEqual([]);
  });

  it('is refused for a parent who said stop, before the question and after it', async () => {
    const home = await aHome('stand_in');
    const said = { state: 'stopped', source: 'reply', operator: 'x', at: new Date(NOW) } as const;
    const { shell, exitCode, posts } = await atADesk({ home });
    await shell.stderr.shows(QUESTION);
    const optOuts = openOptOuts(join(home, 'ledger.db'), 'stand_in');
    await optOuts.add(['+447700900123' as Phone], said);
    await optOuts.close();
    shell.keys.type('y');
    expect(await exitCode).toBe(3);
    expect(shell.stderr.text()).toContain('must not be written to');
    expect(attemptsIn(home, 'ledger.db')).toMatchObject([{ state: 'lapsed' }]);
    const again = await atADesk({ home });
    expect(await again.exitCode).toBe(3);
    expect(again.shell.stderr.text()).not.toContain('Send this to');
    expect([...posts, ...again.posts]).toEqual([]);
  });

  it('needs a person at a terminal unless it is a rehearsal', async () => {
    const { settings, posts } = await openStandIn();
    const home = await aHome('stand_in');
    for (const terminals of [[], ['stdin'], ['stderr']] as const) {
      const scene = { home, terminals, stdin: 'y\n', env: settings, now: NOW };
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      expect((await run(['reply', NUMBER, TEXT], scene)).exitCode).toBe(8);
    }
    expect(posts).toEqual([]);
  });

  it('asks for the hour at night, as a send does', async () => {
    const { settings } = await openStandIn();
    const { SEND_HOURS: _always, ...others } = settings;
    const shell = fakeShell({
      terminals: ['stdin', 'stdout', 'stderr'],
      home: await aHome('stand_in', { at: new Date('2026-11-23T22:00:00Z') }),
      now: '2026-11-23T22:14:30Z',
      env: { TERM: 'dumb', ...others },
    });
    const exitCode = runIn(['reply', NUMBER, TEXT, '--json'], shell);
    await shell.stderr.shows(/anything else stops: /u);
    shell.keys.type('y\r');
    expect(await exitCode).toBe(0);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({ outcome: 'left' });
  });

  it('asks for the hour where the question stayed open until the hours were over', async () => {
    let now = new Date('2026-11-23T20:29:00Z');
    const clock = { now: () => now };
    const hours = { SEND_HOURS: '08:00-20:30' };
    const { shell, exitCode, posts } = await atADesk({ env: hours, broken: { clock } });
    await shell.stderr.shows(QUESTION);
    now = new Date('2026-11-23T20:31:00Z');
    shell.keys.type('y');
    await shell.stderr.shows(/Type the hour, 20, to send now all the same/u);
    shell.keys.type('n\r');
    expect(await exitCode).toBe(0);
    expect(shell.stdout.text()).toContain('not sent');
    expect(posts).toEqual([]);
  });

  it('refuses the numbers kept for examples when it is live', async () => {
    const ran = await run(['reply', NUMBER, TEXT, '--json'], {
      home: await aHome('live'),
      terminals: ['stdin', 'stderr'],
      now: NOW,
    });
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'number_malformed' } });
  });

  it.each([
    ['no text', ''],
    ['blanks', '  '],
    ['what WhatsApp takes for formatting', '*now*'],
    ['a mark that turns the text', 'a\u202Eb'],
    ['a control key', 'a\u0007b'],
    ['half a character', 'a\uD800'],
    ['a character too many', 'x'.repeat(1025)],
  ])('refuses a text of %s', async (_what, text) => {
    const home = await aHome('rehearsal');
    const ran = await rehearsed(home, 'y\n', text);
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'reply_text_unfit' } });
    expect(attemptsIn(home)).toEqual([]);
  });

  it.each([
    ['as long as may be', 'x'.repeat(1024)],
    ['of two lines', 'Two\nlines'],
    ['with signs made of several', 'Family: 👨‍👩‍👧 ❤️'],
  ])('takes a text %s as it is', async (_what, text) => {
    const home = await aHome('rehearsal');
    expect(documentIn(await rehearsed(home, 'y\n', text))).toMatchObject({ outcome: 'accepted' });
    expect(attemptsIn(home)).toMatchObject([{ body: text }]);
  });

  it("puts the parent's words on the screen without their power over it", async () => {
    const home = await aHome('rehearsal', { text: 'Hi\u001B[2J\u202E' });
    const { stderr } = await rehearsed(home, 'q\n');
    expect(stderr).toContain('Hi\uFFFD[2J\uFFFD');
  });

  it('without an outcome is unknown, and is settled by asking Twilio', async () => {
    const home = await aHome('rehearsal');
    const env = { REHEARSAL_FAULT: 'accept-then-drop@1' };
    const ran = await rehearsed(home, 'y\n', TEXT, { env });
    expect(ran.exitCode).toBe(7);
    expect(documentIn(ran)).toMatchObject({
      outcome: 'unknown',
      error: { code: 'outcome_unknown' },
    });
    const again = await rehearsed(home, 'y\n');
    expect(again.stderr).toMatch(/settled {2}SM[0-9a-f]{32} {2}your reply of/u);
    expect(documentIn(again)).toMatchObject({ outcome: 'already_sent' });
    expect(attemptsIn(home)).toMatchObject([{ state: 'accepted' }]);
  });

  it('keeps forget from erasing what Twilio has still to be asked for', async () => {
    const home = await aHome('rehearsal');
    await rehearsed(home, 'y\n', TEXT, { env: { REHEARSAL_FAULT: 'accept-then-drop@1' } });
    const desk = { terminals: ['stdin', 'stderr'], home } as const;
    const ran = await run(['forget', NUMBER, '--json'], desk);
    expect(ran.exitCode).toBe(7);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'still_open' } });
    expect(attemptsIn(home)).toMatchObject([{ state: 'unknown', body: TEXT }]);
    // As the message says, any send asks Twilio first.
    await run(['send', aCsv([{}]), '--rehearse'], { home, stdin: 'q\n', now: NOW });
    expect(attemptsIn(home)).toMatchObject([{ state: 'accepted', body: TEXT }]);
  });

  it('is erased by forget, which leaves the key', async () => {
    const home = await aHome('rehearsal');
    await rehearsed(home, 'y\n');
    const shell = fakeShell({
      terminals: ['stdin', 'stderr', 'stdout'],
      home,
      env: { TERM: 'dumb' },
    });
    const exitCode = runIn(['forget', NUMBER], shell);
    await shell.stderr.shows(/keeps it: $/u);
    expect(shell.stderr.text()).toContain('  1 answer of yours with its text\n');
    shell.keys.type('0123\r');
    expect(await exitCode).toBe(0);
    expect(attemptsIn(home)).toMatchObject([{ state: 'accepted', body: '' }]);
  });
});
