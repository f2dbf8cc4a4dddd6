import { describe, expect, it } from '@jest/globals';
import { FAILURES } from '../../../../src/adapters/simulator/faults/failures.ts';
import type { Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, rowsFor, run, sample } from '../../run.ts';

const FAULTY = { player_last_name: 'Faulty', parent_tel: '07700 90012' };

describe('the exit code of a rehearsal', () => {
  it.each([
    { rows: rowsFor(['101', '102']), answers: 'y\ny\n', exitCode: 0, why: 'all were sent' },
    {
      rows: rowsFor(['101', '102']),
      answers: 'n\nn\n',
      exitCode: 0,
      why: 'what the operator chose is no failure',
    },
    {
      rows: [...rowsFor(['101']), FAULTY],
      answers: 'y\n',
      exitCode: 6,
      why: 'a faulty row was left out',
    },
    {
      rows: [...rowsFor(['101']), ...rowsFor(['101'])],
      answers: 'y\n',
      exitCode: 0,
      why: 'a repeated row is no fault',
    },
    { rows: [FAULTY], answers: '', exitCode: 3, why: 'nothing in the list could be sent' },
    {
      rows: rowsFor(['211', '102']),
      answers: 'y\ny\n',
      exitCode: 6,
      why: 'one message was refused',
    },
    { rows: rowsFor(['500', '102']), answers: 'y\ny\n', exitCode: 7, why: 'an outcome is unknown' },
    {
      rows: rowsFor(['211', '500']),
      answers: 'y\ny\n',
      exitCode: 7,
      why: 'unknown counts for more than refused',
    },
    {
      rows: [...rowsFor(['500']), FAULTY],
      answers: 'y\n',
      exitCode: 7,
      why: 'unknown counts for more than faulty',
    },
  ])('is $exitCode where $why', async ({ rows, answers, exitCode }) => {
    const ran = await run(['send', aCsv(rows), '--rehearse'], { stdin: answers });
    expect(ran.exitCode).toBe(exitCode);
  });
});

/** The simulator's numbers that fail at once; those that take seconds are left out. */
const AT_ONCE = FAILURES.filter(
  ({ failure: { kind } }) => kind !== 'no_answer' && kind !== 'late_answer',
);

describe('a number that misbehaves', () => {
  it.each(AT_ONCE)(
    '$lastSix ($happens) has the exit code of its outcome',
    async ({ lastSix, failure }) => {
      const file = aCsv(rowsFor([lastSix.slice(3)]));
      const ran = await run(['send', file, '--rehearse', '--json'], { stdin: 'y\n' });
      const expected = {
        accepted: { outcome: 'accepted', exitCode: 0 },
        refused: { outcome: 'refused', exitCode: 6 },
        refused_once: { outcome: 'accepted', exitCode: 0 },
        server_fault: { outcome: 'unknown', exitCode: 7 },
        connection_lost: { outcome: 'unknown', exitCode: 7 },
        half_an_answer: { outcome: 'unknown', exitCode: 7 },
      }[failure.kind as 'accepted'];
      expect(documentIn(ran)).toMatchObject({ results: [{ outcome: expected.outcome }] });
      expect(ran.exitCode).toBe(expected.exitCode);
    },
  );

  it('that is refused for a reason that would hit everybody stops the run; the rest waits', async () => {
    const ran = await run(['send', aCsv(rowsFor(['401', '102', '103'])), '--rehearse', '--json'], {
      stdin: 'y\n',
    });
    expect(documentIn(ran)).toMatchObject({ summary: { total: 3, refused: 1, left: 2 } });
    expect(ran.stderr).toMatch(
      /^Stopped after 1 of 3, since this would hit every message: .+\. 2 wait\.$/mu,
    );
  });

  it('does not stop the others', async () => {
    const ran = await run(['send', aCsv(rowsFor(['101', '610', '103'])), '--rehearse', '--json'], {
      stdin: 'y\ny\ny\n',
    });
    expect(documentIn(ran)).toMatchObject({ summary: { total: 3, accepted: 2, refused: 1 } });
  });
});

describe('a send that is no rehearsal', () => {
  it.each([
    { argv: ['send', sample('payload.json')], why: 'there is no terminal' },
    { argv: ['send', sample('payload.json'), '--json'], why: 'JSON changes nothing about it' },
    { argv: ['send', '-', '--rehearse'], why: 'the list takes the place of the answers' },
    {
      argv: ['send', sample('payload.json')],
      terminals: ['stdin'],
      why: 'nobody sees the messages',
    },
    {
      argv: ['send', sample('payload.json')],
      terminals: ['stderr'],
      why: 'nobody can press a key',
    },
  ] as const)('refuses with 8, whatever comes by pipe: $why', async ({ argv, ...scene }) => {
    const ran = await run(argv, { stdin: 'y\ny\ny\n', ...scene });
    expect(ran.exitCode).toBe(8);
    expect(`${ran.stdout}${ran.stderr}`).toContain('Nothing was sent.');
  });

  it('names everything that is not set up yet, and exits with 4', async () => {
    const ran = await run(['send', sample('payload.json'), '--json'], { ...AT_A_TERMINAL });
    expect(documentIn(ran)).toMatchObject({
      command: 'send',
      error: {
        code: 'settings_missing',
        message:
          'Not set up yet: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, TWILIO_TEMPLATE_SID are missing.',
      },
    });
    expect(ran.exitCode).toBe(4);
  });

  it('names every setting that cannot be right, without its value', async () => {
    const env = {
      ...SETTINGS,
      TWILIO_ACCOUNT_SID: 'AC-wrong',
      TWILIO_BASE_URL: 'https://example.com',
    };
    const ran = await run(['send', sample('payload.json')], { ...AT_A_TERMINAL, env });
    expect(ran.stderr).toMatch(
      /^Settings that cannot be right: TWILIO_ACCOUNT_SID, TWILIO_BASE_URL\.\n/u,
    );
    expect(ran.stderr).not.toMatch(/AC-wrong|example\.com|s3cr3t/u);
    expect(ran.exitCode).toBe(4);
  });

  it('exits with 5 where Twilio cannot be reached, before it asks anything', async () => {
    const env = { ...SETTINGS, TWILIO_BASE_URL: 'http://127.0.0.1:1' };
    const ran = await run(['send', sample('payload.json')], { ...AT_A_TERMINAL, env });
    expect(ran.stderr).toBe(
      'Twilio cannot be reached. Nothing was sent.\nCheck the internet connection and run the same line again.\n',
    );
    expect(ran.exitCode).toBe(5);
  });
});

const AT_A_TERMINAL: Scene = { terminals: ['stdin', 'stderr'], env: { TERM: 'dumb' } };

const SETTINGS = {
  TERM: 'dumb',
  TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 's3cr3t',
  TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
  TWILIO_TEMPLATE_SID: `HX${'2'.repeat(32)}`,
};
