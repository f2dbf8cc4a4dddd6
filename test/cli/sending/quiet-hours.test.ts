import { describe, expect, it } from '@jest/globals';
import { unwrapped } from '../../support/normalised-text.ts';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { fakeShell, type FakeShell, type Scene } from '../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, rowsFor, run, runIn } from '../run.ts';

const NIGHT = '2026-11-23T22:14:30Z';
const QUESTION = /Type the hour, 22, to send now all the same; anything else stops: /u;

type Session = {
  readonly shell: FakeShell;
  readonly exitCode: Promise<number>;
  readonly posts: readonly { readonly [field: string]: string }[];
};

/** A send to a stand-in, at a terminal, with the default hours. */
async function sendingAt(now: string, scene: Scene = {}, lastThree = ['101']): Promise<Session> {
  const { settings, posts } = await openStandIn();
  const { SEND_HOURS: _always, ...others } = settings;
  const shell = fakeShell({
    terminals: ['stdin', 'stderr'],
    now,
    ...scene,
    env: { TERM: 'dumb', ...others, ...scene.env },
  });
  return { shell, exitCode: runIn(['send', aCsv(rowsFor(lastThree)), '--json'], shell), posts };
}

async function press({ shell }: Session, key: string): Promise<void> {
  shell.keys.type(key);
}

const asksForMessage = async ({ shell }: Session): Promise<void> =>
  await shell.stderr.shows(/\(y\/n\/b\/q\/\?\) $/u);

describe('a send outside the hours in which messages go', () => {
  it.each(['22', ' 22 ', '2\u007F22'])('goes on when the hour is typed: %j', async (typed) => {
    const session = await sendingAt(NIGHT);
    await session.shell.stderr.shows(QUESTION);
    expect(session.shell.stderr.text()).toContain(
      'It is 22:14 in the UK. Messages go between 08:00 and 20:30, next from 24 Nov\n2026, 08:00.',
    );
    for (const key of typed) session.shell.keys.type(key);
    session.shell.keys.type('\r');
    await asksForMessage(session);
    await press(session, 'y');
    expect(await session.exitCode).toBe(0);
    // Four hours: the operator confirmed that it goes at night.
    expect(session.posts).toMatchObject([{ ValidityPeriod: '14400' }]);
  });

  it.each([
    ['', 'Enter alone'],
    ['y', 'a yes'],
    ['yes', 'a word'],
    ['21', 'another hour'],
    ['22:14', 'the time'],
    ['2214', 'the time without its colon'],
    ['022', 'three digits'],
  ])('stops at %j, %s', async (typed, _what) => {
    const session = await sendingAt(NIGHT);
    await session.shell.stderr.shows(QUESTION);
    session.shell.keys.type(`${typed}\r`);
    expect(await session.exitCode).toBe(0);
    expect(session.posts).toEqual([]);
    expect(documentIn({ stdout: session.shell.stdout.text() })).toMatchObject({
      results: [{ outcome: 'left' }],
      summary: { total: 1, left: 1 },
    });
    expect(session.shell.stderr.text()).toMatch(/Stopped here; the rest waits\./u);
    expect(session.shell.stderr.text()).not.toContain('Send this to');
  });

  it('stops at the end of input', async () => {
    const session = await sendingAt(NIGHT);
    await session.shell.stderr.shows(QUESTION);
    session.shell.keys.type('\u0004');
    expect(await session.exitCode).toBe(0);
    expect(session.posts).toEqual([]);
  });

  it('stops at Ctrl-C with 130', async () => {
    const session = await sendingAt(NIGHT);
    await session.shell.stderr.shows(QUESTION);
    session.shell.keys.type('2');
    session.shell.keys.type('\u0003');
    expect(await session.exitCode).toBe(130);
    expect(session.posts).toEqual([]);
  });

  it('takes nothing that was typed before the question was open', async () => {
    const { settings } = await openStandIn();
    const { SEND_HOURS: _always, ...env } = settings;
    const shell = fakeShell({
      terminals: ['stdin', 'stderr'],
      now: NIGHT,
      env: { TERM: 'dumb', ...env },
    });
    shell.keys.typeUnread('22\r');
    const exitCode = runIn(['send', aCsv(rowsFor(['101']))], shell);
    await shell.stderr.shows(QUESTION);
    // Lets the input that was not read yet arrive.
    await shell.keys.drained();
    shell.keys.type('\r');
    expect(await exitCode).toBe(0);
    expect(shell.stderr.text()).not.toContain('Send this to');
  });

  it.each([
    ['2026-11-23T07:59:59Z', 7],
    ['2026-11-23T20:31:00Z', 20],
    ['2026-11-23T03:05:00Z', 3],
    ['2026-07-15T19:31:00Z', 20],
    ['2026-10-25T07:30:00Z', 7],
    ['2027-03-28T19:31:00Z', 20],
  ])('asks for the hour of the UK at %s: %i', async (now, hour) => {
    const session = await sendingAt(now);
    await session.shell.stderr.shows(new RegExp(`Type the hour, ${hour}, `, 'u'));
    session.shell.keys.type('\r');
    await session.exitCode;
  });

  it.each([
    ['2026-11-23T08:00:00Z', {}],
    ['2026-11-23T20:30:59Z', {}],
    ['2026-10-25T08:00:00Z', {}],
    ['2027-03-28T07:00:00Z', {}],
    ['2026-11-23T03:00:00Z', { SEND_HOURS: '00:00-24:00' }],
    ['2026-11-23T01:00:00Z', { SEND_HOURS: '20:00-02:00' }],
  ])('is none at %s with %j', async (now, env) => {
    const session = await sendingAt(now, { env });
    await asksForMessage(session);
    expect(session.shell.stderr.text()).not.toContain('Type the hour');
    await press(session, 'q');
    await session.exitCode;
  });

  it.each([
    ['2026-11-23T10:00:00Z', {}, '14400'],
    ['2026-11-23T20:29:00Z', {}, '120'],
    ['2026-07-15T19:29:00Z', {}, '120'],
    ['2026-11-23T20:29:00Z', { SEND_HOURS: '00:00-24:00' }, '14400'],
  ])('at %s with %j lets Twilio keep a message for %s s', async (now, env, seconds) => {
    const session = await sendingAt(now, { env });
    await asksForMessage(session);
    await press(session, 'y');
    expect(await session.exitCode).toBe(0);
    expect(session.posts).toMatchObject([{ ValidityPeriod: seconds }]);
  });

  it('asks nothing where there is nothing to send', async () => {
    const session = await sendingAt(NIGHT, {}, ['12']);
    expect(await session.exitCode).toBe(3);
    expect(session.shell.stderr.text()).not.toContain('Type the hour');
  });
});

describe('a send in which the hours end', () => {
  it('asks for the hour before the next question, once', async () => {
    let now = new Date('2026-11-23T20:29:00Z');
    const session = await sendingAt('', { broken: { clock: { now: () => now } } }, [
      '101',
      '102',
      '103',
    ]);
    await asksForMessage(session);
    now = new Date('2026-11-23T20:31:00Z');
    await press(session, 'y');
    await session.shell.stderr.shows(/Type the hour, 20, [^]*stops: /u);
    session.shell.keys.type('20\r');
    await session.shell.stderr.shows(
      /accepted[^]*2 of 3 [^]*\(y\/n\/b\/q\/\?\) $|2 of 3 [^]*accepted/u,
    );
    now = new Date('2026-11-23T21:05:00Z');
    await press(session, 'n');
    await session.shell.stderr.shows(/3 of 3 [^]*\(y\/n\/b\/q\/\?\) $/u);
    await press(session, 'n');
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stderr.text().match(/It is \d\d:\d\d in the UK/gu)).toHaveLength(1);
    expect(session.posts).toMatchObject([{ ValidityPeriod: '14400' }]);
  });

  it('asks anew when they end once more', async () => {
    let now = new Date('2026-11-23T07:58:00Z');
    const session = await sendingAt('', { broken: { clock: { now: () => now } } }, ['101', '102']);
    await session.shell.stderr.shows(/Type the hour, 7, [^]*stops: /u);
    session.shell.keys.type('7\r');
    await asksForMessage(session);
    now = new Date('2026-11-23T08:00:00Z');
    await press(session, 'n');
    await session.shell.stderr.shows(/2 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u);
    now = new Date('2026-11-23T20:31:00Z');
    await press(session, 'b');
    await session.shell.stderr.shows(/Type the hour, 20, [^]*stops: /u);
    session.shell.keys.type('\r');
    expect(await session.exitCode).toBe(0);
    expect(session.posts).toEqual([]);
  });

  it('sends nothing on a yes given after them, unless the hour is typed', async () => {
    let now = new Date('2026-11-23T20:29:00Z');
    const session = await sendingAt('', { broken: { clock: { now: () => now } } }, ['101', '102']);
    await asksForMessage(session);
    await press(session, 'y');
    await session.shell.stderr.shows(
      /accepted[^]*2 of 2 [^]*\(y\/n\/b\/q\/\?\) $|2 of 2 [^]*accepted/u,
    );
    now = new Date('2026-11-23T20:31:00Z');
    await press(session, 'y');
    await session.shell.stderr.shows(/Type the hour, 20, [^]*stops: /u);
    session.shell.keys.type('\r');
    expect(await session.exitCode).toBe(0);
    expect(session.posts).toHaveLength(1);
    expect(documentIn({ stdout: session.shell.stdout.text() })).toMatchObject({
      summary: { accepted: 1, left: 1 },
    });
  });

  it('keeps back what was approved in time and had to wait', async () => {
    let now = new Date('2026-11-23T20:29:58Z');
    const clock = { now: () => now };
    const session = await sendingAt('', { broken: { clock } }, ['101', '101']);
    await asksForMessage(session);
    await press(session, 'y');
    await session.shell.stderr.shows(/2 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u);
    await session.shell.stderr.shows(/accepted/u);
    await press(session, 'y');
    await session.shell.stderr.shows(/the next goes in/u);
    await session.shell.timers.hasWait(6000);
    now = new Date('2026-11-23T20:31:00Z');
    await session.shell.timers.elapse();
    expect(await session.exitCode).toBe(0);
    expect(session.posts).toHaveLength(1);
    expect(unwrapped(session.shell.stderr.text())).toContain(
      'Stopped after 1 of 2: the hours in which messages go are over. They go again from 24 Nov 2026, 08:00. 1 waits.',
    );
  });
});

describe('a rehearsal outside the hours', () => {
  it.each([
    ['without a terminal', []],
    ['at a terminal', ['stdin', 'stderr']],
  ] as const)('%s is told and not asked', async (_where, terminals) => {
    const list = aCsv(rowsFor(['101']));
    const shell = fakeShell({ terminals, now: NIGHT, stdin: 'q\n', env: { TERM: 'dumb' } });
    const exitCode = runIn(['send', list, '--rehearse'], shell);
    await shell.stderr.shows(/\(y\/n\/b\/q\/\?\) /u);
    shell.keys.type('q');
    expect(await exitCode).toBe(0);
    expect(shell.stderr.text()).toMatch(/It is 22:14 in the UK[^]*Send this to/u);
    expect(shell.stderr.text()).not.toContain('Type the hour');
  });

  it('stops where the setting cannot be right', async () => {
    const scene = { env: { SEND_HOURS: '8-20' } };
    const ran = await run(['send', aCsv(rowsFor(['101'])), '--rehearse', '--json'], scene);
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({
      error: { code: 'settings_malformed', fix: expect.stringContaining('SEND_HOURS') },
    });
  });
});
