import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { aCsv, aFile, documentIn, rowsFor, run, sample } from '../../run.ts';

type PreviewDocument = {
  readonly template: object;
  readonly messages: readonly {
    readonly row: number;
    readonly to: string;
    readonly content_sid: string;
    readonly content_variables: object;
    readonly body: string;
    readonly length: number;
  }[];
};

async function previewOf(...argv: readonly string[]): Promise<PreviewDocument> {
  return documentIn(await run(['preview', '--json', ...argv])) as PreviewDocument;
}

describe('preview --json', () => {
  it('is the message as a parent will read it, with all nine variables', async () => {
    const ran = await run(['preview', '--json', sample('payload.json')]);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'preview',
      template: {
        sid: `HX${'0'.repeat(32)}`,
        name: 'registration invite (built-in copy)',
        source: 'built_in',
      },
      messages: [
        {
          row: 1,
          key: expect.stringMatching(/^[0-9a-f]{64}$/u),
          to: 'whatsapp:+447700900123',
          content_sid: `HX${'0'.repeat(32)}`,
          content_variables: {
            '1': 'Jane',
            '2': 'John',
            '3': 'Panthers',
            '4': 'u11s',
            '5': '2026-27',
            '6': '40',
            '7': '26',
            '8': 'Alex Johnson',
            '9': '07700 900001',
          },
          body: BODY,
          length: BODY.length,
        },
      ],
    });
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('is made for the template of the settings, where there is one', async () => {
    const sid = `HX${'a'.repeat(32)}`;
    const ran = await run(['preview', '--json', sample('payload.json')], {
      env: { TWILIO_TEMPLATE_SID: sid },
    });
    expect(documentIn(ran)).toMatchObject({ template: { sid }, messages: [{ content_sid: sid }] });
  });

  it('is the same to the byte when it is made again', async () => {
    const [first, second] = [
      await run(['preview', '--json', sample('players.csv')]),
      await run(['preview', '--json', sample('players.csv')]),
    ];
    expect(second.stdout).toBe(first.stdout);
  });

  it('leaves the faulty row out and says so by its exit code', async () => {
    const ran = await run(['preview', '--json', sample('players.csv')]);
    const { messages } = documentIn(ran) as PreviewDocument;
    expect(messages.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]);
    expect(ran.exitCode).toBe(3);
  });

  it.each([
    { narrowed: ['--row', '7'], rows: [7], why: 'a row is counted as a spreadsheet shows it' },
    { narrowed: ['--player', 'taylor'], rows: [7, 8], why: 'capitals do not matter' },
    { narrowed: ['--player', 'Jo Tay'], rows: [8], why: 'first and last name are one text' },
    { narrowed: ['--player', 'Taylor', '--row', '8'], rows: [8], why: 'both have to fit' },
  ])('$narrowed shows rows $rows: $why', async ({ narrowed, rows }) => {
    const { messages } = await previewOf(sample('players.csv'), ...narrowed);
    expect(messages.map(({ row }) => row)).toEqual(rows);
  });

  it.each([
    { narrowed: ['--row', '14'], code: 'row_not_found', why: 'the row has a fault' },
    { narrowed: ['--row', '99'], code: 'row_not_found', why: 'there is no such row' },
    { narrowed: ['--player', 'Nobody'], code: 'player_not_found', why: 'there is no such player' },
  ])('stops at $narrowed: $why', async ({ narrowed, code }) => {
    const ran = await run(['preview', '--json', sample('players.csv'), ...narrowed]);
    expect(documentIn(ran)).toMatchObject({ command: 'preview', error: { code } });
    expect(ran.exitCode).toBe(2);
  });

  it('shows what a send hands over: recipient, template, variables and text', async () => {
    const file = aCsv(rowsFor(['101', '102', '103']));
    const { messages } = await previewOf(file);
    const { home } = await run(['send', file, '--rehearse'], { stdin: 'y\ny\ny\n' });
    expect(messagesAtTwilio(home)).toEqual(
      messages.map((one) => ({
        to: one.to,
        contentSid: one.content_sid,
        contentVariables: one.content_variables,
        body: one.body,
      })),
    );
  });
});

describe('what preview shows', () => {
  it('has each message under its row, parent and player', async () => {
    const { stdout } = await run(['preview', sample('payload.json')]);
    const indented = BODY.split('\n')
      .map((line) => `  │ ${line}`.trimEnd())
      .join('\n');
    expect(stdout).toBe(
      `Row 1  Jane Smith, +44 7700 900123\n  John Smith (Panthers u11s), ${BODY.length} characters\n\n${indented}\n\n`,
    );
  });

  it('has one block for each message, a family together', async () => {
    const { stdout } = await run(['preview', sample('players.csv')]);
    const rows = [...stdout.matchAll(/^Row (?<row>\d+) {2}/gmu)].map((match) => Number(match[1]));
    expect(rows).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]);
  });

  it('says on standard error that nothing was sent, what was left out, and what comes next', async () => {
    const { stderr } = await run(['preview', sample('players.csv')]);
    expect(stderr).toBe(`13 messages with the registration invite (built-in copy). Nothing was sent.

Left out: 1 row with faults, told below.
The parent's mobile has 10 digits; a UK number written like this has 11.
  row 14, column G (Parent Mobile): 07700 90012
  -> Look for the digit that is missing.

Next: urmston-invite send ${sample('players.csv')} --rehearse
`);
  });

  it('counts the rows that --leave-out or an earlier row leaves out, and says why', async () => {
    const list = readFileSync(aCsv([...rowsFor(['101', '102', '103']), {}, {}]), 'utf8').split(
      '\n',
    );
    const states = ['Status', 'Active', 'Left', 'left', 'Active', 'Active'];
    const lines = states.map((state, index) => `${list[index]},${state}`);
    const file = aFile('left.csv', lines.join('\n'));
    const leaveOut = ['--leave-out', 'Status=Left'];
    const { stderr, exitCode } = await run(['preview', '-q', file, ...leaveOut]);
    expect(stderr).toBe('\nLeft out: 2 rows with Status = Left; 1 repeated row.\n');
    expect(exitCode).toBe(0);
    // With --row, the other rows are not reported.
    const one = await run(['preview', '-q', file, ...leaveOut, '--row', '2']);
    expect(one.stderr).toBe('');
  });

  it('is quiet when asked to be, but for what it leaves out', async () => {
    expect((await run(['preview', '-q', sample('payload.json')])).stderr).toBe('');
    expect((await run(['preview', '-q', sample('players.csv')])).stderr).toMatch(
      /^\nLeft out: 1 row/u,
    );
  });

  it('is the same on standard output with --quiet and --verbose', async () => {
    const [plain, verbose, quiet] = [
      await run(['preview', sample('players.csv')]),
      await run(['preview', sample('players.csv'), '--verbose']),
      await run(['preview', sample('players.csv'), '--quiet']),
    ];
    expect([verbose.stdout, quiet.stdout]).toEqual([plain.stdout, plain.stdout]);
  });
});

describe('send --dry-run', () => {
  it.each([['--dry-run'], ['-n'], ['--dry-run', '--json'], ['-n', '--rehearse']])(
    'with %s %s is preview, byte for byte',
    async (...flags) => {
      const shared = flags.filter((flag) => flag === '--json');
      const { home: _, ...preview } = await run(['preview', sample('players.csv'), ...shared]);
      const { home: _other, ...dry } = await run(['send', sample('players.csv'), ...flags]);
      expect(dry).toEqual(preview);
    },
  );
});

it.each([['check'], ['check', '--json']])(
  '%s %s writes nothing to the folder of the tool',
  async (command, ...flags) => {
    const { home } = await run([command, sample('players.csv'), ...flags]);
    expect(existsSync(home)).toBe(false);
  },
);

it.each([['preview'], ['preview', '--json'], ['send', '--dry-run']])(
  '%s %s writes what it has shown to the folder of the tool, and nothing else',
  async (command, ...flags) => {
    const { home } = await run([command, sample('players.csv'), ...flags]);
    expect(readdirSync(home, { recursive: true })).toEqual([
      'cache',
      join('cache', 'shown-lists.json'),
    ]);
  },
);

it('preview of one row, or of standard input, writes nothing to the folder of the tool', async () => {
  const row = await run(['preview', sample('players.csv'), '--row', '2']);
  const stdin = readFileSync(sample('payload.json'), 'utf8');
  const piped = await run(['preview', '-'], { stdin });
  expect([row, piped].map(({ home }) => existsSync(home))).toEqual([false, false]);
});

function messagesAtTwilio(home: string): readonly object[] {
  const database = new DatabaseSync(join(home, 'rehearsal.db'), { readOnly: true });
  const rows = database.prepare('SELECT message FROM simulated_messages ORDER BY ordinal').all();
  database.close();
  return rows.map((row) => {
    const { to, contentSid, contentVariables, body } = JSON.parse(String(row['message']));
    return { to, contentSid, contentVariables, body };
  });
}

const BODY = `Hi Jane 👋,

Omega here, the Urmston Town Registration Assistant.

You've been invited to register John to join Urmston Town Panthers u11s for the upcoming 2026-27 season.

The registration process takes around 5-10 minutes—just let me know when you're ready to begin.

To complete registration, you'll be required to make an immediate one-off membership (signing-on) payment for the season of £40, and also setup a direct debit payment of £26 per month using our online payment system.

If you have any questions before registering, please feel free to reach out to team manager Alex Johnson on 07700 900001. Let me know when you're ready to get started!`;
