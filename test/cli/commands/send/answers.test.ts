import { describe, expect, it } from '@jest/globals';
import { aCsv, rowsFor, run, sample, type Ran } from '../../run.ts';

const THREE = rowsFor(['101', '102', '103']);

async function rehearse(answers: string, ...flags: readonly string[]): Promise<Ran> {
  return await run(['send', aCsv(THREE), '--rehearse', ...flags], { stdin: answers });
}

/** `1y 2n 3`: the message of each question and its answer; no letter where no answer came. */
function questionsIn({ stderr }: Ran): string {
  const asked = stderr.matchAll(
    /^Send this to Jane Hartley, \+44 7700 90010(\d)\? \(y\/n\/b\/q\/\?\) (.?)$/gmu,
  );
  return [...asked].map(([, number, answer]) => `${number}${answer}`).join(' ');
}

/** `accepted Ava, accepted Ben`: the result lines without their SIDs. */
function resultsIn({ stdout }: Ran): string {
  const lines = stdout.matchAll(/^REHEARSAL {2}(accepted) {2}MM[0-9a-f]{32} {2}(\w+) Smith/gmu);
  return [...lines].map(([, outcome, name]) => `${outcome} ${name}`).join(', ');
}

describe('a rehearsal that takes its answers as lines', () => {
  it.each([
    {
      answers: 'y\ny\ny\n',
      asked: '1y 2y 3y',
      sent: 'accepted Ava, accepted Ben, accepted Cara',
      summary: '3 records: 3 accepted by Twilio',
      exitCode: 0,
      why: 'each has its own yes',
    },
    {
      answers: 'y\nn\ny\n',
      asked: '1y 2n 3y',
      sent: 'accepted Ava, accepted Cara',
      summary: '3 records: 2 accepted by Twilio, 1 skipped by you',
      exitCode: 0,
      why: 'n leaves one out and is no failure',
    },
    {
      answers: 'y\nq\n',
      asked: '1y 2q',
      sent: 'accepted Ava',
      summary: '3 records: 1 accepted by Twilio, 2 left for next time',
      exitCode: 0,
      why: 'q stops, and what was approved has gone',
    },
    {
      answers: 'y\n',
      asked: '1y 2',
      sent: 'accepted Ava',
      summary: '3 records: 1 accepted by Twilio, 2 left for next time',
      exitCode: 0,
      why: 'the end of the input stops like q',
    },
    {
      answers: '',
      asked: '1',
      sent: '',
      summary: '3 records: 3 left for next time',
      exitCode: 0,
      why: 'no input is no yes',
    },
    {
      answers: 'n\nb\ny\nq\n',
      asked: '1n 2b 1y 2q',
      sent: 'accepted Ava',
      summary: '3 records: 1 accepted by Twilio, 2 left for next time',
      exitCode: 0,
      why: 'b goes back to one that was left out',
    },
    {
      answers: 'y\nb\ny\ny\n',
      asked: '1y 2 2y 3y',
      sent: 'accepted Ava, accepted Ben, accepted Cara',
      summary: '3 records: 3 accepted by Twilio',
      exitCode: 0,
      why: 'there is no way back to what was approved',
    },
    {
      answers: '\nyes\nYy\n1\ny\nq\n',
      asked: '1 1 1 1 1y 2q',
      sent: 'accepted Ava',
      summary: '3 records: 1 accepted by Twilio, 2 left for next time',
      exitCode: 0,
      why: 'an empty line and an unknown word are asked again',
    },
    {
      answers: ' Y \nN\nQ\n',
      asked: '1y 2n 3q',
      sent: 'accepted Ava',
      summary: '3 records: 1 accepted by Twilio, 1 skipped by you, 1 left for next time',
      exitCode: 0,
      why: 'capitals and spaces do not matter',
    },
    {
      answers: '?\ny\nq\n',
      asked: '1? 1y 2q',
      sent: 'accepted Ava',
      summary: '3 records: 1 accepted by Twilio, 2 left for next time',
      exitCode: 0,
      why: '? explains and asks again',
    },
  ])('$answers: $why', async ({ answers, asked, sent, summary, exitCode }) => {
    const ran = await rehearse(answers);
    expect(questionsIn(ran)).toBe(asked);
    expect(resultsIn(ran)).toBe(sent);
    expect(ran.stdout).toMatch(new RegExp(`^REHEARSAL {2}${summary}\n$(?![^])`, 'mu'));
    expect(ran.exitCode).toBe(exitCode);
  });

  it('explains every key at ?', async () => {
    const { stderr } = await rehearse('?\nq\n');
    for (const key of ['y', 'n', 'b', 'q'])
      expect(stderr).toMatch(new RegExp(`^ {2}${key} {2}\\w`, 'mu'));
  });

  it('puts results alone on standard output, each marked as a rehearsal', async () => {
    const { stdout } = await rehearse('y\nn\nq\n');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.startsWith('REHEARSAL  '))).toBe(true);
  });

  it('shows the whole text of a message before the question about it', async () => {
    const { stderr } = await rehearse('q\n');
    const before = stderr.slice(0, stderr.indexOf('Send this to'));
    expect(before).toContain(
      "You've been invited to register Ava to join Urmston Town Panthers u11s",
    );
    expect(before).toContain('team manager Alex Johnson on 07700 900001');
    expect(before).toMatch(/^REHEARSAL: nothing leaves this computer$/mu);
  });

  it('ends with the line to type to go on, as long as something waits', async () => {
    expect((await rehearse('q\n')).stderr).toMatch(
      /To go on with what waits \(3\): urmston-invite send \S+list\.csv --rehearse\n$/u,
    );
    expect((await rehearse('y\ny\ny\n')).stderr).not.toContain('To go on');
    expect((await rehearse('q\n', '--quiet')).stderr).not.toContain('To go on');
  });

  it('asks about the children of one parent one after the other', async () => {
    const { stderr } = await run(['send', sample('players.csv'), '--rehearse'], {
      stdin: 'n\n'.repeat(6),
    });
    expect(stderr).toContain('  The same family: Jo Taylor (Bears u7s)');
    expect(stderr).toContain('  The same family: Robin Taylor (Lions u9s)');
  });
});

describe('a second run', () => {
  it('asks nothing, sends nothing and is content', async () => {
    const file = aCsv(THREE);
    const { home } = await run(['send', file, '--rehearse'], { stdin: 'y\ny\ny\n' });
    const again = await run(['send', file, '--rehearse'], { stdin: 'y\ny\ny\n', home });
    expect(questionsIn(again)).toBe('');
    expect(again.stdout).toBe('REHEARSAL  3 records: 3 already sent\n');
    expect(again.exitCode).toBe(0);
  });

  it('goes on where the first one stopped', async () => {
    const file = aCsv(THREE);
    const { home } = await run(['send', file, '--rehearse'], { stdin: 'y\nq\n' });
    const again = await run(['send', file, '--rehearse'], { stdin: 'y\ny\n', home });
    expect(questionsIn(again)).toBe('2y 3y');
    expect(again.stdout).toMatch(/3 records: 2 accepted by Twilio, 1 already sent\n$/u);
  });

  it('knows a message by its content: another name of the file, another order, other capitals', async () => {
    const { home } = await run(['send', aCsv(THREE), '--rehearse'], { stdin: 'y\ny\ny\n' });
    const shuffled = THREE.toReversed().map((row) => ({
      ...row,
      player_first_name: row.player_first_name?.toUpperCase() ?? '',
    }));
    const again = await run(['send', aCsv(shuffled), '--rehearse'], { stdin: 'y\ny\ny\n', home });
    expect(again.stdout).toBe('REHEARSAL  3 records: 3 already sent\n');
  });
});
