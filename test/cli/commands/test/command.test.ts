import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { testNumbers } from '../../../../src/adapters/settings/run-settings.ts';
import { parseSettings } from '../../../../src/adapters/settings/settings.ts';
import { openTestFindings } from '../../../support/ledger/ledger-parts.ts';
import { withoutIds } from '../../../support/normalised-text.ts';
import { openStandIn } from '../../../support/sending/stand-in.ts';
import { storedAttempts } from '../../../support/store/stored-attempts.ts';
import { fakeShell, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, rowsFor, run, runIn, sample, type Ran } from '../../run.ts';

const TWO = { TEST_NUMBERS: '07700 900001, 07700 900002' };

/** A clock that advances a second at each reading, so that messages are delivered. */
function passing(): Pick<Scene, 'broken'> {
  let now = Date.parse('2026-11-23T10:00:00Z');
  return { broken: { clock: { now: () => new Date((now += 500)) } } };
}

async function tested(answers: string, more: readonly string[] = [], scene: Scene = {}) {
  const argv = ['test', aCsv(rowsFor(['123', '124'])), '--rehearse', ...more];
  return await run(argv, { ...passing(), stdin: answers, ...scene });
}

function attemptsOf({ home }: Pick<Ran, 'home'>): readonly object[] {
  return storedAttempts(join(home, 'rehearsal.db')).map(
    ({ recipient, purpose, state, delivery }) => ({ recipient, purpose, state, delivery }),
  );
}

async function findingsOf({ home }: Pick<Ran, 'home'>) {
  const findings = openTestFindings(join(home, 'rehearsal.db'), 'rehearsal');
  const list = await findings.list();
  await findings.close();
  return list;
}

const TO_OWN = {
  recipient: 'whatsapp:+447700900001',
  purpose: 'test',
  state: 'accepted',
  delivery: 'delivered',
};

describe('a test', () => {
  it('goes to a test number, shows both numbers, and is followed to the phone', async () => {
    const ran = await tested('y\ny\nn\n');
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toMatch(/^TEST {2}REHEARSAL {2}accepted {2}MM[\da-f]{32} {2}Ava Smith/u);
    expect(ran.stderr).toContain('+44 7700 900123, which gets nothing');
    expect(ran.stderr).toContain('TEST  Send this to Jane Hartley, +44 7700 900001?');
    expect(ran.stderr).toMatch(/sent[^]*delivered[^]*Did it arrive, and does it read right/u);
    expect(attemptsOf(ran)).toEqual([TO_OWN]);
    expect(await findingsOf(ran)).toMatchObject([
      { isRight: true, reason: null, operator: 'robin' },
    ]);
  });

  it('is followed by the next on a yes alone, row after row', async () => {
    const ran = await tested('y\ny\ny\ny\ny\n');
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('Next: Ben Smith (Panthers u11s), to +44 7700 900001.');
    expect(attemptsOf(ran)).toEqual([TO_OWN, TO_OWN]);
  });

  it('that is not right stops, keeps the reason and ends with 6', async () => {
    const ran = await tested('y\nn\nthe fee is wrong\ny\ny\n', ['--json']);
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).not.toContain('Send the next test?');
    expect(ran.stderr).toContain('send nothing to parents until this is put right');
    expect(await findingsOf(ran)).toMatchObject([{ isRight: false, reason: 'the fee is wrong' }]);
    expect(documentIn(ran)).toMatchObject({
      schema: 1,
      command: 'test',
      mode: 'rehearsal',
      results: [
        {
          row: 2,
          to: 'whatsapp:+447700900001',
          outcome: 'accepted',
          delivery: 'delivered',
          reads_right: false,
          reason: 'the fee is wrong',
        },
      ],
      summary: { total: 1, accepted: 1 },
    });
  });

  it('can be left out, and then nothing follows', async () => {
    const ran = await tested('n\n', ['--json']);
    expect(ran.exitCode).toBe(0);
    expect(documentIn(ran)).toMatchObject({ results: [{ outcome: 'skipped' }] });
    expect(ran.stderr).not.toContain('Did it arrive');
  });

  it('that Twilio refuses ends with 6, and nothing follows', async () => {
    const ran = await tested('y\n', [], { env: { TEST_NUMBERS: '07700 900211' } });
    expect(ran.exitCode).toBe(6);
    expect(ran.stdout).toMatch(/^TEST {2}REHEARSAL {2}refused \(21211\)/u);
    expect(ran.stderr).not.toContain('Did it arrive');
  });

  it('that does not come says why, in words', async () => {
    const scene = { env: { TEST_NUMBERS: '07700 900324' } };
    const ran = await tested('y\nn\nnothing came\n', [], scene);
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toMatch(/TEST {2}REHEARSAL {2}undelivered \(63024\)\n {2}\S/u);
  });

  it('never counts as the invite, nor the invite as a test', async () => {
    const list = aCsv(rowsFor(['001']));
    const first = await run(['test', list, '--rehearse'], { ...passing(), stdin: 'y\ny\n' });
    const scene = { home: first.home, ...passing() };
    const later = { broken: { clock: { now: () => new Date('2026-11-23T12:00:00Z') } } };
    const sent = await run(['send', list, '--rehearse', '--json'], {
      ...scene,
      ...later,
      stdin: 'y\n',
    });
    expect(documentIn(sent)).toMatchObject({ summary: { accepted: 1, already_sent: 0 } });
    expect(sent.stderr).not.toContain('Invited for this season');
    const again = await run(['test', list, '--rehearse', '--json'], {
      home: first.home,
      broken: { clock: { now: () => new Date('2026-11-23T14:00:00Z') } },
      stdin: 'y\ny\n',
    });
    expect(documentIn(again)).toMatchObject({ summary: { accepted: 1 } });
    expect(attemptsOf(first)).toMatchObject([
      { purpose: 'test' },
      { purpose: 'invite' },
      { purpose: 'test' },
    ]);
  });

  it('counts for the daily limit', async () => {
    const env = { TEST_NUMBERS: '07700 900001, 07700 900002', DAILY_LIMIT: '1' };
    const ran = await tested('y\ny\ny\ny\n', [], { env });
    expect(ran.stderr).toContain('1 person was written to in 24 hours, which is the limit');
    expect(attemptsOf(ran)).toMatchObject([TO_OWN, { state: 'lapsed' }]);
  });
});

describe('the record and the number of a test', () => {
  it.each([
    [['--row', '3'], 'Ben Smith'],
    [['--player', 'ben'], 'Ben Smith'],
  ])('are chosen by %j', async (more, player) => {
    const ran = await tested('q\n', more);
    expect(ran.stderr).toMatch(new RegExp(`1 of 1[^]*${player}`, 'u'));
  });

  it('are one of TEST_NUMBERS by --to, and no other', async () => {
    const named = await tested('q\n', ['--to', '07700900002'], { env: TWO });
    expect(named.stderr).toContain('TEST  Send this to Jane Hartley, +44 7700 900002?');
    const other = await tested('y\n', ['--to', '07700900123', '--json'], { env: TWO });
    expect(other.exitCode).toBe(2);
    expect(documentIn(other)).toMatchObject({ error: { code: 'usage' } });
    expect(withoutIds(other.stdout)).not.toContain('900123');
    expect(attemptsOf(other)).toEqual([]);
  });

  it('are asked for at a keyboard where there are several', async () => {
    const shell = fakeShell({ terminals: ['stdin', 'stderr'], env: { TERM: 'dumb', ...TWO } });
    const exitCode = runIn(['test', sample('payload.json'), '--rehearse'], shell);
    await shell.stderr.shows(/Which one first\? \(1-2\) $/u);
    shell.keys.type('2');
    await shell.stderr.shows(/Send this to Jane Smith, \+44 7700 900002\? \(y\/n\/b\/q\/\?\) $/u);
    shell.keys.type('q');
    expect(await exitCode).toBe(0);
  });

  it('are chosen by a digit, which a y is not, however quickly it comes', async () => {
    const shell = fakeShell({ terminals: ['stdin', 'stderr'], env: { TERM: 'dumb', ...TWO } });
    const exitCode = runIn(['test', sample('payload.json'), '--rehearse'], shell);
    await shell.stderr.shows(/Which one first\? \(1-2\) $/u);
    shell.keys.type('y', 500);
    await shell.stderr.shows(/Press a digit from 1 to 2\.\n/u);
    shell.keys.type('\u0003');
    expect(await exitCode).toBe(130);
  });

  it('are needed, and none that is kept for examples, in a live run', () => {
    expect(() => testNumbers(parseSettings({}), 'live')).toThrow('settings_missing');
    expect(() => testNumbers(parseSettings({ TEST_NUMBERS: 'mine' }), 'stand_in')).toThrow(
      'settings_malformed',
    );
    expect(() =>
      testNumbers(parseSettings({ TEST_NUMBERS: '07911 123456, 07700 900001' }), 'live'),
    ).toThrow('settings_malformed');
    expect(testNumbers(parseSettings({ TEST_NUMBERS: '07911 123456' }), 'live')).toEqual([
      '+447911123456',
    ]);
  });
});

describe('a test without an operator', () => {
  it('is refused with 8, and nothing is sent', async () => {
    const { settings, posts } = await openStandIn();
    const env = { ...settings, ...TWO };
    const ran = await run(['test', sample('payload.json'), '--json'], { env, stdin: 'y\ny\n' });
    expect(ran.exitCode).toBe(8);
    expect(documentIn(ran)).toMatchObject({ command: 'test', error: { code: 'operator_needed' } });
    expect(posts).toEqual([]);
  });

  it('ends with 4 where TEST_NUMBERS is not set', async () => {
    const { settings, posts } = await openStandIn();
    const terminals = ['stdin', 'stderr'] as const;
    const env = { TERM: 'dumb', ...settings };
    const ran = await run(['test', sample('payload.json'), '--json'], { env, terminals });
    expect(ran.exitCode).toBe(4);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'settings_missing' } });
    expect(posts).toEqual([]);
  });

  it('ends with 3 where the list has nothing that could be tried', async () => {
    const list = aCsv([{ parent_tel: '07700 90012' }]);
    const ran = await run(['test', list, '--rehearse', '--json'], { stdin: 'y\n' });
    expect(ran.exitCode).toBe(3);
    expect(documentIn(ran)).toMatchObject({ command: 'test', results: [], summary: { total: 0 } });
  });
});
