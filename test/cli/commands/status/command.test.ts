import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { attemptedEarlier } from '../../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { openSqliteLedger } from '../../../support/ledger/ledger-parts.ts';
import { aFolder, fakeShell, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, aFile, documentIn, rowsFor, run, runIn, type Ran } from '../../run.ts';

const SENT_AT = '2026-11-23T10:00:00Z';
const LATER = '2026-11-23T10:05:00Z';

/** A home in which these were rehearsed, with a yes to each. */
async function rehearsed(lastThree: readonly string[]) {
  const home = aFolder();
  const list = aCsv(rowsFor(lastThree));
  const at = async (words: readonly string[], scene: Scene = {}): Promise<Ran> =>
    await run(words, { now: LATER, ...scene, home });
  // Time stands still, also for the looks of the run, so that all messages are sent at once. A run with more
  // than three waits for one of them to leave Twilio, and there time has to pass.
  const { clock, timers } = fakeShell({ now: SENT_AT });
  const stdin = 'y\n'.repeat(lastThree.length);
  const time = lastThree.length > 3 ? { now: SENT_AT } : { broken: { clock, after: timers.after } };
  await at(['send', list, '--rehearse'], { stdin, ...time });
  return { home, list, at };
}

type Doc = {
  readonly messages: readonly {
    readonly player: string;
    readonly state: string;
    readonly needs: string | null;
    readonly replies: readonly { readonly text: string }[];
  }[];
  readonly summary: object;
};
const statesIn = (ran: Ran) =>
  (documentIn(ran) as Doc).messages.map(({ player, state }) => [player, state]);

const needsIn = (ran: Ran) =>
  (documentIn(ran) as Doc).messages.map(({ player, needs }) => [player, needs]);

const NEEDS_A_CALL = [
  'REHEARSAL',
  '',
  'Did not arrive (1): This number is not on WhatsApp, or its owner has not accepted the newest terms. Twilio says: “Invalid message recipient”. Ring the parent, or write to them in another way.',
  '  +**********24  Jane Hartley, for Ben Smith (Panthers u11s)',
  '',
];

describe('status', () => {
  it('shows what needs a person, then how many are in each state, and ends with 6 for failures', async () => {
    const { at } = await rehearsed(['101', '324']);
    const { exitCode, stdout, stderr } = await at(['status', '--rehearse']);
    expect(exitCode).toBe(6);
    expect(stdout).toBe(
      [...NEEDS_A_CALL, 'REHEARSAL  2 messages: 1 not delivered, 1 read', ''].join('\n'),
    );
    expect(stderr).toBe('All messages: urmston-invite status --rehearse --all\n');
  });

  it('lists every message with --all', async () => {
    const { at } = await rehearsed(['101', '324']);
    const { stdout, stderr } = await at(['status', '--rehearse', '--all']);
    expect(stdout).toBe(
      [
        ...NEEDS_A_CALL,
        'Arrived (1)',
        '  read           Ava Smith  Panthers u11s  …101  23 Nov 2026, 10:00',
        '',
        'REHEARSAL  2 messages: 1 not delivered, 1 read',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
  });

  it('is one document with --json', async () => {
    const { at } = await rehearsed(['101', '324']);
    const ran = await at(['status', '--rehearse', '--json']);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'status',
      mode: 'rehearsal',
      messages: [
        {
          key: expect.stringMatching(/^[0-9a-f]{64}$/u),
          erased: false,
          player: 'Ben Smith',
          team: 'Panthers u11s',
          season: '2026-27',
          parent: 'Jane Hartley',
          to: 'whatsapp:+447700900324',
          message_sid: expect.stringMatching(/^MM[0-9a-f]{32}$/u),
          state: 'undelivered',
          error: { code: 63_024, message: expect.any(String), fix: expect.any(String) },
          twilio_message: 'Invalid message recipient',
          updated_at: '2026-11-23T10:00:02.000Z',
          advice: 'Ring the parent, or write to them in another way.',
          needs: 'attention',
          replies: [],
        },
        expect.objectContaining({
          player: 'Ava Smith',
          state: 'read',
          error: null,
          advice: null,
          needs: null,
        }),
      ],
      other_replies: [],
      unmatched_stops: [],
      summary: { undelivered: 1, read: 1 },
      twilio: { asked: true, error: null },
    });
  });

  it('shows what parents wrote beside their message, and opts out those who said stop', async () => {
    const { at } = await rehearsed(['701', '702', '703']);
    const { stdout, stderr } = await at(['status', '--rehearse']);
    expect(stdout).toContain(
      '  +**********01  Jane Hartley, for Ava Smith (Panthers u11s)\n  > wrote (question): “Yes please! How do I start?”, 23 Nov 2026, 10:00\n',
    );
    expect(stdout.match(/^\w.+\(1\)/gmu)).toEqual([
      'May have asked for no more messages (1)',
      'Stopped (1)',
      'Wrote and wait for an answer (1)',
    ]);
    expect(stderr).toMatch(/opt-out {2}…702 wrote “STOP”\. Nothing is sent/u);
    expect(stderr).toMatch(/opt-out\? {2}…703 wrote .+ may mean stop/u);
    const kept = await at(['opt-out', 'list', '--rehearse', '--json']);
    expect(documentIn(kept)).toMatchObject({
      opt_outs: [
        { number: '+447700900702', state: 'stopped', source: 'reply' },
        { number: '+447700900703', state: 'pending', source: 'reply' },
      ],
    });
    const again = await at(['status', '--rehearse']);
    expect(again.stderr).not.toContain('wrote');
  });

  it('names what parents sent, and shows first that somebody unknown said stop', async () => {
    const { at } = await rehearsed(['707', '709', '715']);
    const { stdout, stderr } = await at(['status', '--rehearse']);
    expect(stdout).toMatch(
      /^REHEARSAL\n3 parents wrote and wait, the first until 10:00 tomorrow: urmston-invite inbox --rehearse\nSomebody said stop on 23 Nov 2026, 10:00, and the sender is unknown: Twilio gave “lid\/[\dcd*]+@hidden”/u,
    );
    expect(stderr).toMatch(/opt-out\? {2}…den wrote “STOP”\. The sender is unknown/u);
    expect(stdout).toContain('  > wrote: (media), 23 Nov 2026, 10:00\n');
    expect(stdout).toContain('  > wrote (ready): “👍”, 23 Nov 2026, 10:00\n');
  });

  it('shows who may have said stop, and not who only asks something', async () => {
    const { at } = await rehearsed(['717', '718']);
    const { stderr } = await at(['status', '--rehearse']);
    expect(stderr).toMatch(/opt-out\? {2}…717 wrote “We left the club”\. That may mean stop/u);
    expect(stderr).not.toContain('…718');
  });

  it('says in JSON who needs a person, and who an answer until they have one', async () => {
    const { at } = await rehearsed(['701', '702', '703', '101']);
    expect(needsIn(await at(['status', '--rehearse', '--json']))).toEqual([
      ['Cara Smith', 'attention'],
      ['Ben Smith', 'attention'],
      ['Ava Smith', 'answer'],
      ['Dan Smith', null],
    ]);
    const answer = ['reply', '07700 900701', 'Use the link.', '--rehearse'];
    const answered = await at(answer, { stdin: 'y\n' });
    expect(answered.exitCode).toBe(0);
    expect(needsIn(await at(['status', '--rehearse', '--json']))).toContainEqual([
      'Ava Smith',
      null,
    ]);
    const page = await at(['status', '--rehearse']);
    expect(page.stdout).not.toContain('wait for an answer');
  });

  it('settles what is unknown by asking Twilio', async () => {
    const { at } = await rehearsed(['801']);
    const ran = await at(['status', '--rehearse', '--json']);
    expect(statesIn(ran)).toEqual([['Ava Smith', 'read']]);
    expect({ exitCode: ran.exitCode, stderr: ran.stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/settled {2}MM/u),
    });
  });

  it('ends with 7 where Twilio does not show a message of unknown outcome', async () => {
    const { at } = await rehearsed(['802', '324']);
    const ran = await at(['status', '--rehearse', '--json']);
    expect(ran.exitCode).toBe(7);
    expect(documentIn(ran)).toMatchObject({
      messages: [
        { state: 'undelivered' },
        { state: 'unknown', error: { code: 'outcome_unknown' } },
      ],
      summary: { undelivered: 1, unknown: 1 },
    });
  });

  it.each([
    ['2026-11-23T20:29:00Z', '2026-11-23T20:30:59Z', '2026-11-23T20:31:01Z'],
    ['2026-11-23T22:00:00Z', '2026-11-24T01:59:59Z', '2026-11-24T02:00:01Z'],
  ])('says what became of a message sent at %s and held at Twilio', async (now, held, ended) => {
    const env = { REHEARSAL_FAULT: 'held-in-queue' };
    const argv = ['send', aCsv(rowsFor(['101'])), '--rehearse'];
    const { home } = await run(argv, { stdin: 'y\n', env, now });
    const at = async (time: string) =>
      documentIn(await run(['status', '--rehearse', '--json'], { home, now: time }));
    expect(await at(held)).toMatchObject({ messages: [{ state: 'queued', error: null }] });
    expect(await at(ended)).toMatchObject({
      messages: [
        {
          state: 'failed',
          error: { code: 30_036, message: expect.stringMatching(/waited at Twilio/u) },
          advice: expect.stringContaining('Run the same line again within the hours.'),
        },
      ],
    });
  });

  it.each([
    ['text-hidden', 'its text is hidden'],
    ['numbers-hidden', 'the number is hidden'],
  ])('says that Twilio has one that may be it: %s', async (fault, why) => {
    const { at } = await rehearsed(['801']);
    const env = { REHEARSAL_FAULT: fault };
    const ran = await at(['status', '--rehearse', '--json'], { env });
    expect(ran.exitCode).toBe(7);
    expect(documentIn(ran)).toMatchObject({
      messages: [
        {
          state: 'unknown',
          message_sid: null,
          error: {
            code: 'outcome_unknown',
            message: expect.stringContaining(
              `${why}, so nobody can say whether it is this one. It stays unknown and is not sent again.`,
            ),
            candidate: { message_sid: expect.stringMatching(/^MM/u) },
          },
          advice: expect.stringContaining('Twilio console'),
        },
      ],
    });
    const page = await at(['status', '--rehearse'], { env });
    expect(page.stdout.replaceAll(/\s+/gu, ' ')).toContain(`${why}, so nobody can say`);
    expect(page.stdout + page.stderr).not.toContain('shows none');
    for (const words of [['history'], ['report']]) {
      // oxlint-disable-next-line no-await-in-loop -- each reads the same ledger
      const ran = await at([...words, '--rehearse']);
      expect(ran.stdout.replaceAll(/\s+/gu, ' ')).toContain(`${why}, so nobody can say`);
    }
    const history = documentIn(await at(['history', '--rehearse', '--json']));
    expect(history).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ state: 'unknown', candidate: expect.anything() }),
      ]),
    });
  });

  it('leaves to another run what that one is sending, and settles the unknown', async () => {
    const { at, home } = await rehearsed(['801']);
    const other = openSqliteLedger(`${home}/rehearsal.db`, 'rehearsal');
    const [sending] = familyMessages(1, 'Zoe');
    if (sending !== undefined) await attemptedEarlier(other, sending, null);
    await other.hold('Robin Green', new Date(LATER));
    const ran = await at(['status', '--rehearse', '--json']);
    expect(await other.open()).toMatchObject([{ state: 'sending' }]);
    await other.close();
    expect(ran.stderr).toContain('Robin Green has had the ledger');
    expect(statesIn(ran)).toEqual([
      ['Zoe Smith', 'sending'],
      ['Ava Smith', 'read'],
    ]);
  });

  it('calls what a dead run was sending by its name, and lets go of the ledger', async () => {
    const { at, home } = await rehearsed(['101']);
    const other = openSqliteLedger(`${home}/rehearsal.db`, 'rehearsal');
    const [sending] = familyMessages(1, 'Zoe');
    if (sending !== undefined) await attemptedEarlier(other, sending, null);
    const ran = await at(['status', '--rehearse', '--json']);
    expect(statesIn(ran)[0]).toEqual(['Zoe Smith', 'unknown']);
    await expect(other.hold('Robin Green', new Date(LATER))).resolves.toBeUndefined();
    await other.close();
  });

  it('has with a list its messages alone, and what of it was never sent', async () => {
    const { at } = await rehearsed(['101', '324']);
    const [, ben] = rowsFor(['101', '324']);
    const list = aCsv([
      { ...ben },
      { player_first_name: 'Zoe', parent_tel: '07700 900130' },
      { player_first_name: 'Max', parent_tel: '07700' },
    ]);
    const ran = await at(['status', list, '--rehearse', '--json']);
    expect(statesIn(ran)).toEqual([['Ben Smith', 'undelivered']]);
    expect(documentIn(ran)).toMatchObject({ never_sent: [{ row: 3, player: 'Zoe Smith' }] });
    const page = (await at(['status', list, '--rehearse'])).stdout;
    expect(page).toContain('Never sent (1)\n  row 3  Zoe Smith (Panthers u11s)\n');
    expect(page).toContain('1 row has faults');
    expect(page).not.toContain('Ava');
  });

  it('says so where nothing was sent yet', async () => {
    expect(await run(['status', '--rehearse'])).toMatchObject({
      exitCode: 0,
      stdout: 'REHEARSAL\nREHEARSAL  Nothing was sent yet.\n',
    });
  });

  it('reports what is wrong with the list', async () => {
    const ran = await run(['status', aFile('list.csv', ''), '--rehearse', '--json']);
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({ command: 'status', error: { code: 'file_empty' } });
  });

  it('shows what the ledger knows where Twilio cannot be reached, and ends with 5', async () => {
    const home = aFolder();
    const ledger = openSqliteLedger(`${home}/ledger.db`, 'stand_in');
    const sid = `MM${'a'.repeat(32)}` as never;
    const [message] = familyMessages(1);
    if (message !== undefined) {
      await attemptedEarlier(ledger, message, { kind: 'accepted', messageSid: sid });
    }
    await ledger.close();
    const env = {
      TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a-token',
      TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
      TWILIO_TEMPLATE_SID: `HX${'a'.repeat(32)}`,
      // No server listens there.
      TWILIO_BASE_URL: 'http://127.0.0.1:9',
      URMSTON_INVITE_HOME: home,
    };
    const ran = await run(['status', '--json'], { env, now: '2026-07-14T19:00:00Z' });
    expect(ran.exitCode).toBe(5);
    expect(documentIn(ran)).toMatchObject({
      messages: [{ state: 'accepted' }],
      twilio: { asked: false, error: { code: 'twilio_unreachable' } },
    });
    expect(ran.stderr).toContain('this is how it stood before');
  });

  it('stopped by hand ends with 130, and shows what is known until then', async () => {
    const { home } = await rehearsed(['101']);
    const shell = fakeShell({ home, now: LATER });
    shell.requestStop();
    expect(await runIn(['status', '--rehearse'], shell)).toBe(130);
    expect(shell.stdout.text()).toContain('REHEARSAL  1 message: 1 accepted\n');
    expect(shell.stderr.text()).toContain(
      'Stopped by hand. What Twilio told until then is recorded',
    );
  });

  it('needs the settings where it is not a rehearsal', async () => {
    expect(await run(['status'])).toMatchObject({ exitCode: 4 });
  });
});

/** A clock that advances at each reading. */
function goingOn(start: string): { readonly now: () => Date } {
  let now = Date.parse(start);
  return { now: () => new Date((now += 50)) };
}

describe('status --watch', () => {
  it('asks until all is final, printing each step as it comes', async () => {
    const { at } = await rehearsed(['101', '324']);
    const clock = goingOn(SENT_AT);
    const ran = await at(['status', '--rehearse', '--watch'], { broken: { clock } });
    expect(ran.stdout).toMatch(/REHEARSAL {2}2 messages: 1 not delivered, 1 read\n$/u);
    expect(ran.stderr).toMatch(/delivered {2}Ava Smith[^]+read {2}Ava Smith/u);
    expect(ran.exitCode).toBe(6);
  });

  it('ended by hand is no failure: what is still open is said, and nothing was lost', async () => {
    const { home } = await rehearsed(['101']);
    const shell = fakeShell({ home, now: '2026-11-23T10:00:03Z' });
    const exitCode = runIn(['status', '--rehearse', '--watch'], shell);
    while (shell.timers.waits().length === 0) await setImmediate();
    expect(shell.timers.waits()).toEqual([5000]);
    shell.requestStop();
    expect(await exitCode).toBe(0);
    expect(shell.stdout.text()).toContain('REHEARSAL  1 message: 1 sent\n');
    expect(shell.stderr.text()).toContain(
      '1 message is not final yet; all that Twilio told is recorded',
    );
  });
});
