import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../../../src/adapters/simulator/messages/message-store.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { storedMessage } from '../../../adapters/simulator/stored-message.ts';
import { openOptOuts, openReplies } from '../../../support/ledger/ledger-parts.ts';
import { writeReplies, type WrittenReply } from '../../../support/ledger/written-replies.ts';
import { ACCOUNT_SID, openStandIn, SENDER } from '../../../support/sending/stand-in.ts';
import { storedAttempts } from '../../../support/store/stored-attempts.ts';
import {
  aFolder,
  fakeShell,
  type FakeShell,
  type Scene,
} from '../../../support/terminal/fake-shell.ts';
import { documentIn, run, runIn, type Ran } from '../../run.ts';

const NOW = '2026-11-23T10:00:00Z';
const QUESTION = /Your answer \([^)]*\) $/u;
const SENDS = /Send this to [^?]*\? \(y\/n\/q\/\?\) $/u;
const JANE: WrittenReply = { from: '123', text: 'Ready!', at: '2026-11-23T08:12:00Z' };
const SAM: WrittenReply = {
  from: '124',
  text: 'When is training?',
  at: '2026-11-23T07:00:00Z',
  invite: { parent_first_name: 'Sam', player_first_name: 'Ava' },
};

async function aHome(mode: Mode, written: readonly WrittenReply[] = [JANE, SAM]): Promise<string> {
  const home = aFolder();
  await writeReplies(home, mode, written);
  return home;
}

async function rehearsed(home: string, stdin: string, ...words: string[]): Promise<Ran> {
  return await run(['inbox', ...words, '--rehearse'], {
    home,
    stdin,
    now: NOW,
    env: { OPERATOR: 'Robin Green' },
  });
}

const conversationsIn = (ran: Ran): readonly { number: string; state: string }[] =>
  (documentIn(ran) as { conversations: { number: string; state: string }[] }).conversations.map(
    ({ number, state }) => ({ number, state }),
  );

describe('inbox --json', () => {
  it('has who waits, for which children, until when, and all that was written', async () => {
    const ran = await rehearsed(await aHome('rehearsal', [JANE]), '', '--json');
    expect(ran.exitCode).toBe(0);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'inbox',
      mode: 'rehearsal',
      conversations: [
        {
          number: '+447700900123',
          parent: 'Jane Smith',
          players: ['John Smith'],
          team: 'Panthers u11s',
          state: 'waiting',
          kind: 'ready',
          answer_by: null,
          answer_until: '2026-11-24T08:12:00.000Z',
          messages: [
            {
              direction: 'in',
              at: '2026-11-23T08:12:00.000Z',
              text: 'Ready!',
              sid: expect.stringMatching(/^SM/u),
              kinds: ['text'],
            },
          ],
        },
      ],
      summary: { waiting: 1, too_late: 0, answered: 0, done: 0, stopped: 0 },
    });
  });

  it('has those first whose time ends soonest, then those that are too late, and no others', async () => {
    const home = await aHome('rehearsal', [
      JANE,
      SAM,
      { from: '125', text: 'Hello?', at: '2026-11-22T09:59:59Z' },
      { from: '126', text: 'And me', at: '2026-11-22T10:00:01Z', invite: null },
    ]);
    expect(conversationsIn(await rehearsed(home, '', '--json'))).toEqual([
      { number: '+447700900126', state: 'waiting' },
      { number: '+447700900124', state: 'waiting' },
      { number: '+447700900123', state: 'waiting' },
      { number: '+447700900125', state: 'too_late' },
    ]);
  });

  it('joins two children of one phone, and calls an unknown number a stranger', async () => {
    const home = await aHome('rehearsal', [
      JANE,
      {
        ...JANE,
        at: '2026-11-23T08:20:00Z',
        invite: { player_first_name: 'Amy', team_name: 'Lions' },
      },
      { from: '130', text: 'Who is this?', at: '2026-11-23T09:00:00Z', invite: null },
    ]);
    expect(documentIn(await rehearsed(home, '', '--json'))).toMatchObject({
      conversations: [
        {
          players: ['John Smith', 'Amy Smith'],
          team: 'Panthers u11s, Lions u11s',
          messages: [{}, {}],
        },
        { parent: null, players: [], team: null },
      ],
      summary: { waiting: 2 },
    });
  });
});

describe('inbox with answers from lines', () => {
  it('sends what was shown, marks as done, stops messages, and leaves the rest waiting', async () => {
    const home = await aHome('rehearsal', [
      JANE,
      SAM,
      { from: '125', text: 'Thanks', at: '2026-11-23T09:00:00Z' },
      { from: '126', text: 'No more please, wrong club', at: '2026-11-23T09:10:00Z' },
      { from: '127', text: 'Later', at: '2026-11-23T09:20:00Z' },
    ]);
    await run(['inbox', 'answers', 'add', 'See you, {player_first_name}!'], { home });
    const lines = ['r', 'On Tuesdays.', 'y', '1', 'y', 'd', 's', 'y', 'n'];
    const ran = await rehearsed(home, `${lines.join('\n')}\n`);
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout.match(/REHEARSAL {2}accepted {2}SM[0-9a-f]{32}/gu)).toHaveLength(2);
    expect(ran.stderr).toContain('2 answered, 1 done, 1 stopped.');
    const sent = storedAttempts(join(home, 'rehearsal.db'), 'answers');
    expect(sent.map(({ recipient, body, state }) => [recipient, body, state])).toEqual([
      ['whatsapp:+447700900124', 'On Tuesdays.', 'accepted'],
      ['whatsapp:+447700900123', 'See you, John!', 'accepted'],
    ]);
    expect(conversationsIn(await rehearsed(home, '', '--json', '--all'))).toEqual([
      { number: '+447700900127', state: 'waiting' },
      { number: '+447700900126', state: 'stopped' },
      { number: '+447700900125', state: 'done' },
      { number: '+447700900123', state: 'answered' },
      { number: '+447700900124', state: 'answered' },
    ]);
    const optOuts = openOptOuts(join(home, 'rehearsal.db'), 'rehearsal');
    expect(await optOuts.list()).toMatchObject([
      { phone: '+447700900126', state: 'stopped', source: 'operator', operator: 'Robin Green' },
    ]);
    await optOuts.close();
  });

  it('goes back with b, sends nothing on n, and ends at the end of the lines', async () => {
    const home = await aHome('rehearsal');
    const ran = await rehearsed(home, 'n\nb\nr\nNo\nn\n');
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toBe('');
    expect(ran.stderr.match(/REHEARSAL {2}1 of 2/gu)).toHaveLength(2);
    expect(storedAttempts(join(home, 'rehearsal.db'), 'answers')).toEqual([]);
  });

  it('shows those that are too late on a y alone, without a key for an answer', async () => {
    const home = await aHome('rehearsal', [{ ...JANE, at: '2026-11-21T08:12:00Z' }]);
    const ran = await rehearsed(home, 'y\nr\nd\n');
    expect(ran.stderr).toContain(
      '1 parent wrote more than 24 hours ago and has no answer. Show them? (y/n)',
    );
    expect(ran.stderr).toContain(
      'WhatsApp took an answer until 22 Nov 2026, 08:12. Give them a call.',
    );
    expect(ran.stderr).toContain('Your answer (d/s/n/q/?)');
    expect(ran.stderr).toContain('1 done.');
  });

  it('says that an answer near the end of its window came too late, where WhatsApp refuses it', async () => {
    // The simulator refuses free text to this number with 63016.
    const home = await aHome('rehearsal', [{ ...JANE, from: '316', at: '2026-11-22T10:01:00Z' }]);
    const ran = await rehearsed(home, 'r\nHello\ny\n');
    expect(ran.stdout).toMatch(/accepted/u);
    expect(ran.stderr.replace(/\s+/gu, ' ')).toContain('your answer came too late');
    expect(conversationsIn(await rehearsed(home, '', '--json'))).toEqual([
      { number: '+447700900316', state: 'too_late' },
    ]);
  });

  it('says that no parent waits', async () => {
    const ran = await rehearsed(await aHome('rehearsal', []), '');
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: 'REHEARSAL  No parent waits for an answer.\n',
    });
  });

  it('refuses a saved answer where a value is missing, and says which', async () => {
    const home = await aHome('rehearsal', [{ ...JANE, invite: null }]);
    await run(['inbox', 'answers', 'add', 'See you, {player_first_name}!'], { home });
    await run(['inbox', 'answers', 'add', '{LINK}'], { home });
    const ran = await rehearsed(home, '1\n2\nq\n');
    expect(ran.stderr).toContain(
      "This answer needs the player's first name, which is not known for this parent.",
    );
    expect(ran.stderr).toContain('the setting LINK is not set');
    expect(ran.stdout).toBe('');
  });
});

describe('a message that may mean stop', () => {
  const PERHAPS: WrittenReply = { ...JANE, text: 'Please do not message me' };
  async function aPendingHome(): Promise<string> {
    const home = await aHome('rehearsal', [PERHAPS]);
    const optOuts = openOptOuts(join(home, 'rehearsal.db'), 'rehearsal');
    const at = new Date(PERHAPS.at);
    const pending = { state: 'pending', source: 'reply', operator: 'the parent', at } as const;
    await optOuts.add(['+447700900123' as never], pending);
    await optOuts.close();
    return home;
  }

  it('is asked about before an answer, and stops messages on a yes', async () => {
    const ran = await rehearsed(await aPendingHome(), 'r\nSorry!\ny\nq\n');
    expect(ran.stderr).toContain('Do they want no more messages? (y/n) y');
    expect(ran.stderr).toContain('They get no more messages.');
    expect(ran.stdout).toBe('');
  });

  it('can be answered where they want to hear from the club', async () => {
    const ran = await rehearsed(await aPendingHome(), 'r\nSorry!\nn\ny\n');
    expect(ran.stdout).toMatch(/^REHEARSAL {2}accepted/u);
    expect(ran.stderr).toContain('1 answered.');
  });
});

type Session = {
  readonly shell: FakeShell;
  readonly exitCode: Promise<number>;
  readonly posts: readonly { readonly [field: string]: string }[];
  readonly home: string;
};

/** The inbox through a stand-in, at a terminal. */
async function atADesk(
  written: readonly WrittenReply[],
  scene: Scene = {},
  store = memoryStore(),
): Promise<Session> {
  const { settings, posts } = await openStandIn({ store, now: () => new Date(scene.now ?? NOW) });
  const home = await aHome('stand_in', written);
  const shell = fakeShell({
    terminals: ['stdin', 'stdout', 'stderr'],
    home,
    now: NOW,
    ...scene,
    env: { TERM: 'dumb', NO_COLOR: '1', ...settings, ...scene.env },
  });
  return { shell, exitCode: runIn(['inbox'], shell), posts, home };
}

async function typed(
  { shell }: Session,
  ...steps: readonly (readonly [shown: RegExp, key: string])[]
): Promise<void> {
  for (const [shown, key] of steps) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    await shell.stderr.shows(shown);
    shell.keys.type(key);
  }
}

describe('inbox at a terminal', () => {
  it('shows the conversation, and the answer as it will be read, and sends exactly that', async () => {
    const session = await atADesk([JANE]);
    await session.shell.stderr.shows(QUESTION);
    expect(session.shell.stderr.text()).toContain(`
STAND-IN  1 of 1  Jane Smith, +44 7700 900123
`);
    expect(session.shell.stderr.text()).toContain(`
  John Smith (Panthers u11s), manager Alex Johnson, 07700 900001
    Invited 23 Nov 2026, 07:12
  WhatsApp takes your answer until 08:12 tomorrow.

  They wrote, 23 Nov 2026, 08:12
  │ Ready!

Your answer (r/d/s/n/q/?)`);
    session.shell.keys.type('r');
    await session.shell.stderr.shows(/Write: $/u);
    session.shell.keys.type('Here you are\r');
    await typed(session, [SENDS, 'y']);
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stderr.text()).toContain('Your answer:\n\n  │ Here you are\n');
    expect(session.posts).toEqual([
      {
        To: 'whatsapp:+447700900123',
        From: SENDER,
        Body: 'Here you are',
        ValidityPeriod: expect.any(String),
      },
    ]);
  });

  it('sends nothing where a colleague has answered while the question stood', async () => {
    const session = await atADesk([JANE]);
    await typed(session, [QUESTION, 'r']);
    await session.shell.stderr.shows(/Write: $/u);
    session.shell.keys.type('Here you are\r');
    await session.shell.stderr.shows(SENDS);
    const replies = openReplies(join(session.home, 'ledger.db'), 'stand_in');
    const [reply] = await replies.from('+447700900123');
    const done = { how: 'done', operator: 'Ann Lee', at: new Date(NOW) } as const;
    if (reply !== undefined) await replies.handle(reply.sid, done, null);
    await replies.close();
    session.shell.keys.type('y');
    await typed(session, [/sent\.\n[^]*Your answer \([^)]*\) $/u, 'q']);
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stderr.text()).toContain(
      'Ann Lee marked this as done, 23 Nov 2026, 10:00.',
    );
    expect(session.posts).toEqual([]);
  });

  it('sends nothing where somebody has answered in Twilio’s console while the question stood', async () => {
    const store = memoryStore();
    const session = await atADesk([JANE], {}, store);
    await typed(session, [QUESTION, 'r']);
    await session.shell.stderr.shows(/Write: $/u);
    session.shell.keys.type('Here you are\r');
    await session.shell.stderr.shows(SENDS);
    const to = 'whatsapp:+447700900123';
    const createdAt = '2026-11-23T09:59:00.000Z';
    const about = { accountSid: ACCOUNT_SID, to, from: SENDER, body: 'Hi Jane!', createdAt };
    store.add(storedMessage('7', { ...about, contentSid: null, contentVariables: null }));
    session.shell.keys.type('y');
    await typed(session, [/sent\.\n[^]*Your answer \([^)]*\) $/u, 'q']);
    await session.exitCode;
    const shown = session.shell.stderr.text();
    expect(shown).toContain('Answered outside this tool, 23 Nov 2026, 09:59.');
    expect(shown).toContain('  Answered outside this tool, 23 Nov 2026, 09:59\n  │ Hi Jane!');
    expect(session.posts).toEqual([]);
  });

  it('ends with 130 at Ctrl-C, with the line that goes on', async () => {
    const session = await atADesk([JANE, SAM]);
    await typed(session, [QUESTION, '\u0003']);
    expect(await session.exitCode).toBe(130);
    expect(session.shell.stderr.text()).toContain(
      'STAND-IN  2 parents wrote and wait, the first until 07:00 tomorrow:\nurmston-invite inbox\n',
    );
  });
});

describe('inbox without a terminal', () => {
  it('prints the list with masked numbers, and what to type', async () => {
    const { settings, posts } = await openStandIn({ now: () => new Date(NOW) });
    const home = await aHome('stand_in');
    const ran = await run(['inbox'], { home, now: NOW, env: settings, stdin: '1\ny\n' });
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toBe(`+**********24  Sam Smith  for Ava Smith (Panthers u11s)
  > wrote, 23 Nov 2026, 07:00: “When is training?”
  WhatsApp takes your answer until 07:00 tomorrow.
+**********23  Jane Smith  for John Smith (Panthers u11s)
  > wrote, 23 Nov 2026, 08:12: “Ready!”
  WhatsApp takes your answer until 08:12 tomorrow.
STAND-IN  2 parents wrote and wait, the first until 07:00 tomorrow: urmston-invite inbox
`);
    expect(ran.stderr).toContain('type urmston-invite inbox at a terminal.');
    expect(posts).toEqual([]);
  });
});
