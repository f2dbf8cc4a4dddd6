import { describe, expect, it } from '@jest/globals';
import { aCsv, documentIn, rowsFor, run, type RowParts } from '../../run.ts';

/** Two children of one parent. */
const SIBLINGS: readonly RowParts[] = ['Ava', 'Ben'].map((player_first_name) => ({
  player_first_name,
  parent_tel: '07700 900101',
}));

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('a rehearsal without a terminal', () => {
  it('says in one line that it tries again, and does', async () => {
    const ran = await run(['send', aCsv(rowsFor(['430'])), '--rehearse'], { stdin: 'y\n' });
    expect(ran.stderr).toContain(
      '\nTwilio asks us to slow down: trying again in 1 s (try 2 of 5)\n',
    );
    expect(timesIn(ran.stderr, 'slow down')).toBe(1);
    expect(ran.stdout).toMatch(/^REHEARSAL {2}accepted[^]*1 record: 1 accepted by Twilio\n$/u);
    expect(ran.exitCode).toBe(0);
  });

  it('gives up after five tries, with a line for each wait', async () => {
    const ran = await run(['send', aCsv(rowsFor(['429'])), '--rehearse'], { stdin: 'y\n' });
    expect([...ran.stderr.matchAll(/again in (\d+) s \(try (\d)/gu)].map((hit) => hit[0])).toEqual([
      'again in 1 s (try 2',
      'again in 2 s (try 3',
      'again in 4 s (try 4',
      'again in 8 s (try 5',
    ]);
    expect(ran.stdout).toContain('refused (20429)');
    expect(ran.exitCode).toBe(6);
  });

  it('says once that the second message to a number has to wait', async () => {
    const ran = await run(['send', aCsv(SIBLINGS), '--rehearse'], { stdin: 'y\ny\n' });
    expect(timesIn(ran.stderr, 'One message in six seconds to the same number')).toBe(1);
    expect(ran.stdout).toContain('2 accepted by Twilio');
  });

  it('--quiet waits without a word', async () => {
    const argv = ['send', aCsv([...SIBLINGS, ...rowsFor(['430'])]), '--rehearse', '--quiet'];
    const ran = await run(argv, { stdin: 'y\ny\ny\n' });
    expect(ran.stderr).not.toMatch(/six seconds|slow down/u);
    expect(ran.stdout).toContain('3 accepted by Twilio');
  });

  it('stops at a pause, says why, and leaves the rest', async () => {
    const file = aCsv(rowsFor(['656', '102', '103']));
    const ran = await run(['send', file, '--rehearse', '--json'], { stdin: 'y\ny\ny\n' });
    expect(ran.stderr).toMatch(
      /\nPaused: A value is empty, .+\n {2}The next one may be refused for the same reason\.\n {2}-> Check .+\n\nStopped after 1 of 3, at the pause\. 2 wait\.\n/u,
    );
    expect(ran.stderr).not.toContain('Go on?');
    expect(documentIn(ran)).toMatchObject({ summary: { total: 3, refused: 1, left: 2 } });
    expect(ran.exitCode).toBe(6);
  });

  it('stops at the third provider fault in a row with 7', async () => {
    const file = aCsv(rowsFor(['500', '801', '804', '102']));
    const ran = await run(['send', file, '--rehearse'], { stdin: 'y\ny\ny\ny\n' });
    expect(ran.stderr).toContain(
      'Paused: 3 messages in a row had no clear answer from Twilio; of the last: Twilio',
    );
    expect(ran.stdout).toMatch(/4 records: 3 of unknown outcome, 1 left for next time\n$/u);
    expect(ran.exitCode).toBe(7);
  });
});

describe('the daily limit', () => {
  const LIST = rowsFor(['101', '102', '103', '104']);

  it('is shown before the first question, and stops the run before it is exceeded', async () => {
    const env = { DAILY_LIMIT: '3' };
    const ran = await run(['send', aCsv(LIST), '--rehearse'], { stdin: 'y\ny\ny\ny\n', env });
    const header = ran.stderr.slice(0, ran.stderr.indexOf('1 of 4'));
    expect(header).toContain(
      [
        '  limit     3 people in 24 hours; written to: none',
        '            this list asks for 4: 3 fit, 1 waits until 24 Nov 2026, 10:00',
      ].join('\n'),
    );
    expect(ran.stderr).toContain(
      '\nStopped after 3 of 4: 3 people were written to in 24 hours, which is the limit (by DAILY_LIMIT or by WhatsApp). The next place is free on 24 Nov 2026, 10:00. 1 waits.\n',
    );
    expect(ran.stdout).toMatch(/4 records: 3 accepted by Twilio, 1 left for next time\n$/u);
    expect(ran.exitCode).toBe(0);
  });

  it.each([
    ['limit=3', '1000', 3],
    ['limit=3', '2', 2],
    ['limit=1000', '3', 3],
  ])('is the smaller of WhatsApp’s and the setting: %s, %s', async (fault, limit, sent) => {
    const env = { DAILY_LIMIT: limit, REHEARSAL_FAULT: fault };
    const ran = await run(['send', aCsv(LIST), '--rehearse'], { stdin: 'y\ny\ny\ny\n', env });
    const header = ran.stderr.slice(0, ran.stderr.indexOf('1 of 4'));
    expect(header).toContain(`  limit     ${sent} people in 24 hours; written to: none\n`);
    const isWhatsApps = header
      .replaceAll(/\s+/gu, ' ')
      .includes(
        '! WhatsApp lets this sender write to 3 people in 24 hours, fewer than DAILY_LIMIT (1000). The smaller number counts.',
      );
    expect(isWhatsApps).toBe(limit === '1000');
    expect(ran.stderr).toContain(`\nStopped after ${sent} of 4: ${sent} people were written to`);
    expect(ran.exitCode).toBe(0);
  });

  it('is in the singular for one person', async () => {
    const env = { DAILY_LIMIT: '1' };
    const ran = await run(['send', aCsv(LIST), '--rehearse'], { stdin: 'y\ny\n', env });
    expect(ran.stderr).toContain('\nStopped after 1 of 4: 1 person was written to in 24 hours,');
  });

  it('is shown, too, where the list takes more than four fifths of it', async () => {
    const env = { DAILY_LIMIT: '4' };
    const ran = await run(['send', aCsv(LIST), '--rehearse'], { stdin: 'q\n', env });
    expect(ran.stderr).toContain('this list asks for 4: all fit\n');
  });

  it('is not spoken of where it is far away', async () => {
    const env = { DAILY_LIMIT: '5' };
    const ran = await run(['send', aCsv(LIST), '--rehearse'], { stdin: 'q\n', env });
    expect(ran.stderr).not.toContain('  limit ');
  });

  it.each(['0', '-1', '2.5', 'many', '99999999'])('cannot be %s', async (value) => {
    const ran = await run(['send', aCsv(LIST), '--rehearse'], {
      stdin: 'y\n',
      env: { DAILY_LIMIT: value },
    });
    expect(ran.stderr).toBe(
      'Settings that cannot be right: DAILY_LIMIT.\nSet DAILY_LIMIT to a number of people, as 250.\n',
    );
    expect(ran.exitCode).toBe(4);
  });
});
