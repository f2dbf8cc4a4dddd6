import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import { fakeShell, type FakeShell, type Scene } from '../../support/terminal/fake-shell.ts';
import { aCsv, aFile, documentIn, rowsFor, run, runIn, type RowParts } from '../run.ts';

const MARKETING = { template: { approval: { status: 'approved', category: 'MARKETING' } } };
const QUESTION = /Type marketing to send it all the same; anything else stops: /u;
const ASKS_FOR_MESSAGE = /\(y\/n\/b\/q\/\?\) $/u;

/** A list of parents whose opt-in is on record. */
function aConsentingCsv(rows: readonly RowParts[]): string {
  const lines = readFileSync(aCsv(rows), 'utf8').trimEnd().split('\n');
  const added = lines.map((line, at) => `${line},${at === 0 ? 'opt_in_how' : 'form'}`);
  return aFile('consenting.csv', `${added.join('\n')}\n`);
}

type Session = {
  readonly shell: FakeShell;
  readonly exitCode: Promise<number>;
  readonly posts: readonly unknown[];
};

/** A send at a terminal, with a template that Meta counts as marketing. */
async function sending(scene: Scene = {}, lastThree = ['101', '102']): Promise<Session> {
  const { settings, posts } = await openStandIn(MARKETING);
  const shell = fakeShell({
    terminals: ['stdin', 'stderr'],
    ...scene,
    env: { TERM: 'dumb', ...settings, ...scene.env },
  });
  return {
    shell,
    exitCode: runIn(['send', aConsentingCsv(rowsFor(lastThree)), '--json'], shell),
    posts,
  };
}

describe('a send with a template that counts as marketing', () => {
  it.each(['marketing', ' Marketing ', 'marketin\u007Fng'])(
    'asks for the word once, and goes on when it is typed: %j',
    async (typed) => {
      const { shell, exitCode, posts } = await sending();
      await shell.stderr.shows(QUESTION);
      expect(shell.stderr.text()).not.toContain('Send this to');
      shell.keys.type(`${typed}\r`);
      await shell.stderr.shows(ASKS_FOR_MESSAGE);
      shell.keys.type('y');
      await shell.stderr.shows(/2 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u);
      shell.keys.type('y');
      expect(await exitCode).toBe(0);
      expect(posts).toHaveLength(2);
      expect(shell.stderr.text().match(/Meta counts this template/gu)).toHaveLength(1);
    },
  );

  it('says what it means, in the header and before the word', async () => {
    const { shell, exitCode } = await sending();
    await shell.stderr.shows(QUESTION);
    const [header = '', question = ''] = shell.stderr.text().split('\n\n').slice(-2);
    for (const part of [header, question]) {
      expect(part).toMatch(/63049/u);
      expect(part).toMatch(/PECR/u);
      expect(part).toMatch(/costs more/u);
    }
    expect(header).toContain('consented to');
    expect(question).toContain('opted in to marketing');
    shell.keys.type('\r');
    await exitCode;
  });

  it.each([
    ['', 'Enter alone'],
    ['y', 'a yes'],
    ['market', 'a part of it'],
    ['marketing!', 'more than it'],
    ['utility', 'another word'],
  ])('stops with 4 at %j, %s, and neither asks nor sends', async (typed, _what) => {
    const { shell, exitCode, posts } = await sending();
    await shell.stderr.shows(QUESTION);
    shell.keys.type(`${typed}\r`);
    expect(await exitCode).toBe(4);
    expect(posts).toEqual([]);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({
      error: {
        code: 'marketing_not_confirmed',
        message: expect.stringContaining('Nothing was sent.'),
      },
    });
    expect(shell.stderr.text()).not.toContain('Send this to');
  });

  it('stops at the end of input', async () => {
    const { shell, exitCode, posts } = await sending();
    await shell.stderr.shows(QUESTION);
    shell.keys.type('\u0004');
    expect(await exitCode).toBe(4);
    expect(posts).toEqual([]);
  });

  it('stops at Ctrl-C with 130', async () => {
    const { shell, exitCode, posts } = await sending();
    await shell.stderr.shows(QUESTION);
    shell.keys.type('marketing\u0003');
    expect(await exitCode).toBe(130);
    expect(posts).toEqual([]);
  });

  it('asks for the word before the hour', async () => {
    const { shell, exitCode } = await sending({
      now: '2026-11-23T22:14:30Z',
      env: { SEND_HOURS: '08:00-20:30' },
    });
    await shell.stderr.shows(QUESTION);
    expect(shell.stderr.text()).not.toContain('Type the hour');
    shell.keys.type('marketing\r');
    await shell.stderr.shows(/Type the hour, 22, /u);
    shell.keys.type('\r');
    expect(await exitCode).toBe(0);
  });

  it('asks nothing where there is nothing to send', async () => {
    const { shell, exitCode } = await sending({}, ['12']);
    expect(await exitCode).toBe(3);
    expect(shell.stderr.text()).not.toContain('Type marketing');
  });
});

describe('REHEARSAL_FAULT=marketing', () => {
  const env = { REHEARSAL_FAULT: 'marketing' };
  const rehearse = async (command: string, stdin: string) =>
    await run([command, aConsentingCsv(rowsFor(['101'])), '--rehearse'], { stdin, env });

  it('makes a rehearsal take the word as a line', async () => {
    const { exitCode, stderr, stdout } = await rehearse('send', 'marketing\ny\n');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/approved by WhatsApp as MARKETING[^]*Type marketing to send it/u);
    expect(stdout).toMatch(/accepted/u);
  });

  it('ends a rehearsal whose first line is a yes', async () => {
    const { exitCode, stderr, stdout } = await rehearse('send', 'y\nmarketing\ny\n');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('the word "marketing" was not typed. Nothing was sent.');
    expect(stdout).toBe('');
  });

  it('asks for no word where nothing goes to parents', async () => {
    const tested = await rehearse('test', 'q\n');
    expect(tested.stderr).toContain('Send this to');
    expect(tested.stderr).not.toContain('Type marketing');
    const shown = await run(['send', aConsentingCsv(rowsFor(['101'])), '--dry-run'], { env });
    expect(shown.exitCode).toBe(0);
    expect(shown.stderr).not.toContain('Type marketing');
  });
});
