import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { openOptOuts, openReplies } from '../../../support/ledger/ledger-parts.ts';
import {
  aFolder,
  fakeShell,
  type FakeShell,
  type Scene,
} from '../../../support/terminal/fake-shell.ts';
import { aCsv, aFile, documentIn, rowsFor, run, runIn, type Ran } from '../../run.ts';

const AT_A_TERMINAL: Scene = {
  terminals: ['stdin', 'stdout', 'stderr'],
  env: { TERM: 'dumb', NO_COLOR: '1' },
};

/** Runs command lines one after the other, with one home. */
function aComputer(): (words: readonly string[], scene?: Scene) => Promise<Ran> {
  const home = aFolder();
  return async (words, scene = {}) => await run(words, { ...scene, home });
}

const optOutsIn = (ran: Ran): unknown =>
  (documentIn(ran) as { readonly opt_outs: readonly { readonly number: string }[] }).opt_outs.map(
    ({ number }) => number,
  );

describe('opt-out add', () => {
  it.each([
    [['07700 900123'], '+447700900123', 'as people write it'],
    [['07700', '900123'], '+447700900123', 'in two words'],
    [['+44 (0)7700 900123'], '+447700900123', 'with a country code'],
    [['7700900123'], '+447700900123', 'as a spreadsheet leaves it'],
    [['whatsapp:+447700900123'], '+447700900123', 'as Twilio writes it'],
    [['0161 496 0123'], '+441614960123', 'a landline'],
    [['+353 86 123 4567'], '+353861234567', 'from abroad'],
  ])('takes %j as %s, %s', async (words, number, _why) => {
    const at = aComputer();
    expect(documentIn(await at(['opt-out', 'add', ...words, '--json']))).toEqual({
      schema: 1,
      command: 'opt-out',
      action: 'add',
      mode: 'live',
      number,
      user_id: null,
      outcome: 'added',
    });
    expect(optOutsIn(await at(['opt-out', 'list', '--json']))).toEqual([number]);
  });

  it('says so where the number is there already', async () => {
    const at = aComputer();
    await at(['opt-out', 'add', '07700 900123']);
    const again = await at(['opt-out', 'add', '+447700900123']);
    expect(again).toMatchObject({
      exitCode: 0,
      stdout: '+**********23  was there already: nothing is sent to this number\n',
      stderr: '',
    });
    expect(optOutsIn(await at(['opt-out', 'list', '--json']))).toEqual(['+447700900123']);
  });

  it.each([
    ['07700 90012', 'has 10 digits; a UK number written like this has 11'],
    ['Jane', 'is not a phone number'],
    ['07700 900123 or 07700 900124', 'holds more than one number'],
    ['+999 12345678', 'begins as no number in its country does'],
  ])('refuses %j with the reason: it %s', async (number, reason) => {
    const at = aComputer();
    const { exitCode, stdout, stderr } = await at(['opt-out', 'add', number]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(reason);
    const document = documentIn(await at(['opt-out', 'add', number, '--json']));
    expect(document).toMatchObject({ command: 'opt-out', error: { code: 'number_malformed' } });
    expect(optOutsIn(await at(['opt-out', 'list', '--json']))).toEqual([]);
  });

  it('needs a number', async () => {
    expect((await run(['opt-out', 'add'])).exitCode).toBe(2);
    expect((await run(['opt-out'])).exitCode).toBe(2);
    expect((await run(['opt-out', 'forget'])).exitCode).toBe(2);
  });

  it.each(['add', 'remove', 'list', 'import'])('has a page of help for %s', async (action) => {
    const page = await run(['opt-out', action, '--help']);
    expect(page).toMatchObject({ exitCode: 0, stderr: '' });
    expect(page.stdout).toContain(`Usage: urmston-invite opt-out ${action} [options]`);
  });
});

describe('an opt-out for one player', () => {
  const PLAYER = ['--player', 'John Smith', '--why', 'court order of 2 July'];

  it('is added with its reason, listed, exported and removed by itself', async () => {
    const at = aComputer();
    const scene = { env: { OPERATOR: 'Robin Green' }, now: '2026-07-15T18:42:00Z' };
    expect((await at(['opt-out', 'add', '07700 900123', ...PLAYER], scene)).stdout).toBe(
      '+**********23  added: nothing about John Smith is sent to this number any more\n',
    );
    expect(documentIn(await at(['opt-out', 'list', '--json']))).toMatchObject({
      opt_outs: [{ number: '+447700900123', player: 'John Smith', why: 'court order of 2 July' }],
      summary: { stopped: 0, pending: 0, for_one_player: 1 },
    });
    expect((await at(['opt-out', 'list'])).stdout).toBe(
      '+**********23, only about John Smith  by hand  15 Jul 2026, 19:42  Robin Green  court order of 2 July\n' +
        '0 people not to be written to; 1 opt-out is about one player only\n',
    );
    const file = join(aFolder(), 'stopped.csv');
    expect((await at(['opt-out', 'list', '-o', file])).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(
      '\uFEFFNumber,Only about,How,Since,By,Why\r\n' +
        `'+447700900123,John Smith,by hand,"15 Jul 2026, 19:42",Robin Green,court order of 2 July\r\n`,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await at(['opt-out', 'remove', '07700 900123'])).toMatchObject({
      stdout: '+**********23  is not among the opt-outs: nothing to remove\n',
      stderr: 'Messages about John Smith are: add --player "John Smith".\n',
    });
    expect(await at(['opt-out', 'remove', '07700 900123', '--player', 'JOHN SMITH'])).toMatchObject(
      {
        exitCode: 8,
      },
    );
  });

  it('makes no formula of a reason', async () => {
    const at = aComputer();
    await at(['opt-out', 'add', '07700 900123', '--player', '=1+1', '--why', '@SUM(A1)']);
    const file = join(aFolder(), 'stopped.csv');
    await at(['opt-out', 'list', '-o', file]);
    expect(readFileSync(file, 'utf8')).toContain(",'=1+1,");
    expect(readFileSync(file, 'utf8')).toContain(",'@SUM(A1)\r\n");
  });

  it('writes over no file unless a person says so', async () => {
    const at = aComputer();
    await at(['opt-out', 'add', '07700 900123']);
    const file = aFile('notes.csv', 'mine');
    expect(await at(['opt-out', 'list', '-o', file])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is there already, so it was left as it is.'),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it.each([
    ['an empty name', ['--player', ' ']],
    ['a reason of several pages', ['--why', 'x'.repeat(201)]],
  ])('refuses %s', async (_what, words) => {
    expect((await run(['opt-out', 'add', '07700 900123', ...words])).exitCode).toBe(2);
  });

  it('needs a number and no user id', async () => {
    const ran = await run(['opt-out', 'add', 'GB.1a2b3c', '--player', 'John']);
    expect(ran).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--player needs a phone number'),
    });
  });
});

describe('opt-out list', () => {
  it('has numbers in full at a terminal, and their last two digits elsewhere', async () => {
    const at = aComputer();
    const scene = { env: { OPERATOR: 'Robin Green' }, now: '2026-07-15T18:42:00Z' };
    await at(['opt-out', 'add', '07700 900123'], scene);
    expect((await at(['opt-out', 'list'])).stdout).toBe(
      '+**********23  by hand  15 Jul 2026, 19:42  Robin Green\n1 person not to be written to\n',
    );
    expect((await at(['opt-out', 'list'], AT_A_TERMINAL)).stdout).toContain('+44 7700 900123');
  });

  it('says so where nobody is opted out', async () => {
    expect(await run(['opt-out', 'list'])).toMatchObject({
      exitCode: 0,
      stdout: '0 people not to be written to\n',
    });
  });

  it('has all of it as JSON', async () => {
    const at = aComputer();
    const scene = { env: { OPERATOR: 'Robin Green' }, now: '2026-07-15T18:42:00Z' };
    await at(['opt-out', 'add', '07700 900123'], scene);
    expect(documentIn(await at(['opt-out', 'list', '--json']))).toEqual({
      schema: 1,
      command: 'opt-out',
      action: 'list',
      mode: 'live',
      opt_outs: [
        {
          number: '+447700900123',
          user_id: null,
          last_digits: '23',
          state: 'stopped',
          source: 'operator',
          by: 'Robin Green',
          since: '2026-07-15T18:42:00.000Z',
        },
      ],
      summary: { stopped: 1, pending: 0 },
    });
  });
});

/** Adds the reply of a webhook that may mean stop. */
async function pendingAt(home: string): Promise<void> {
  const optOuts = openOptOuts(join(home, 'ledger.db'), 'live');
  const at = new Date('2026-07-15T18:42:00Z');
  const said = { state: 'pending', source: 'reply', operator: 'webhook', at } as const;
  await optOuts.add(['+447700900123' as Phone], said);
  await optOuts.close();
}

describe('a reply that may mean stop', () => {
  it('is listed as such, with what to do about it', async () => {
    const home = aFolder();
    await pendingAt(home);
    const ran = await run(['opt-out', 'list'], { home });
    expect(ran.stdout).toBe(
      '+**********23  a reply that may mean stop  15 Jul 2026, 19:42  webhook\n1 person not to be written to, of whom 1 waits for your word\n',
    );
    expect(ran.stderr).toMatch(/opt-out add NUMBER\n.*opt-out remove NUMBER\n$/u);
    expect((await run(['opt-out', 'list', '--quiet'], { home })).stderr).toBe('');
  });

  it('is certain once the number is added', async () => {
    const home = aFolder();
    await pendingAt(home);
    const added = await run(['opt-out', 'add', '07700 900123', '--json'], { home });
    expect(documentIn(added)).toMatchObject({ outcome: 'added' });
    expect(documentIn(await run(['opt-out', 'list', '--json'], { home }))).toMatchObject({
      opt_outs: [{ state: 'stopped', source: 'operator', by: 'robin' }],
      summary: { stopped: 1, pending: 0 },
    });
  });

  it('counts as news in a file that names the number, and --dry-run says the same', async () => {
    const home = aFolder();
    await pendingAt(home);
    const words = ['opt-out', 'import', aFile('stopped.txt', '07700 900123\n')];
    expect((await run([...words, '--dry-run'], { home })).stdout).toContain('1 to add');
    expect((await run(words, { home })).stdout).toContain('1 added');
  });
});

describe('a parent whose number WhatsApp hides', () => {
  const ID = 'GB.1a2B3c4D';

  it.each([ID, `whatsapp:${ID}`])(
    'can be added as %s, and is listed as what they are',
    async (typed) => {
      const at = aComputer();
      const scene = { env: { OPERATOR: 'Robin Green' }, now: '2026-07-15T18:42:00Z' };
      const added = await at(['opt-out', 'add', typed], scene);
      const hidden = 'a WhatsApp user whose number is hidden';
      expect(added.stdout).toBe(
        `${hidden}, GB.…3c4D  added: nothing is sent to the number behind it, once that is known\n`,
      );
      expect((await at(['opt-out', 'list'])).stdout).toBe(
        `${hidden}, GB.…3c4D  by hand  15 Jul 2026, 19:42  Robin Green\n1 person not to be written to\n`,
      );
      // In full, since it is typed to remove it, and on two lines where one is too long.
      expect((await at(['opt-out', 'list'], AT_A_TERMINAL)).stdout).toContain(
        `${hidden}, ${ID}\n  by hand, 15 Jul 2026, 19:42, Robin Green\n`,
      );
      expect((await at(['history'])).stdout).toContain(`${hidden}, GB.…3c4D, by hand`);
      expect(documentIn(await at(['opt-out', 'list', '--json']))).toMatchObject({
        opt_outs: [{ number: null, user_id: ID, last_digits: '4D' }],
      });
    },
  );

  it('can be removed by a yes', async () => {
    const home = aFolder();
    const [shell, exitCode] = await askedToRemove(home, ID, ID);
    shell.keys.type('y');
    expect(await exitCode).toBe(0);
    expect(shell.stdout.text()).toBe(
      `a WhatsApp user whose number is hidden, ${ID}  removed: this user id\n  keeps nothing back any more\n`,
    );
    expect(optOutsIn(await run(['opt-out', 'list', '--json'], { home }))).toEqual([]);
  });

  it('is no number for what needs one', async () => {
    expect((await run(['forget', ID, '--dry-run'])).exitCode).toBe(3);
    expect((await run(['opt-out', 'add', 'GB.'])).exitCode).toBe(3);
  });

  it('is left out of a send once a reply has the number', async () => {
    const home = aFolder();
    await run(['opt-out', 'add', ID, '--rehearse'], { home });
    const list = aCsv(rowsFor(['123']));
    const replies = openReplies(join(home, 'rehearsal.db'), 'rehearsal');
    await replies.add({
      sid: `SM${'a'.repeat(32)}` as MessageSid,
      sender: '+447700900123',
      userId: ID,
      text: 'Hello',
      button: null,
      media: [],
      answers: null,
      at: new Date('2026-07-15T18:42:00Z'),
    });
    await replies.close();
    const ran = await run(['send', list, '--rehearse', '--json'], { home, stdin: 'y\n' });
    expect(documentIn(ran)).toMatchObject({
      results: [{ outcome: 'held_back', error: { code: 'opted_out' } }],
    });
  });
});

/** A removal at a terminal, at its open question. */
async function askedToRemove(
  home: string,
  typed = '07700 900123',
  shown = '+44 7700 900123',
  why: readonly string[] = [],
): Promise<[FakeShell, Promise<number>]> {
  await run(['opt-out', 'add', typed, ...why], { home });
  const shell = fakeShell({ ...AT_A_TERMINAL, home });
  const exitCode = runIn(['opt-out', 'remove', typed], shell);
  await shell.stderr.shows(new RegExp(`${RegExp.escape(`${shown} again? (y/n) `)}$`, 'u'));
  return [shell, exitCode];
}

describe('opt-out remove', () => {
  it.each([
    ['y', 'removed', []],
    ['n', 'kept', ['+447700900123']],
  ])('asks, and by %s the number is %s', async (key, word, left) => {
    const home = aFolder();
    const [shell, exitCode] = await askedToRemove(home);
    shell.keys.type(key);
    expect(await exitCode).toBe(0);
    expect(shell.stdout.text()).toMatch(new RegExp(`^\\+44 7700 900123 {2}${word}: `, 'u'));
    expect(shell.keys.isClosed()).toBe(true);
    expect(optOutsIn(await run(['opt-out', 'list', '--json'], { home }))).toEqual(left);
  });

  it('shows since when, by whose word and why before it asks', async () => {
    const why = ['--why', 'asked by phone\u001B[2J'];
    const [shell, exitCode] = await askedToRemove(aFolder(), undefined, undefined, why);
    expect(shell.stderr.text()).toMatch(
      /Since \d+ \w+ \d{4}, \d\d:\d\d, by hand, [^;]+; because:\s+asked by phone/u,
    );
    expect(shell.stderr.text()).not.toContain('\u001B[2J');
    shell.keys.type('n');
    expect(await exitCode).toBe(0);
  });

  it('replaces a file of the list by a yes, and leaves it by a no', async () => {
    const home = aFolder();
    const file = aFile('stopped.csv', 'mine');
    for (const [key, content] of [
      ['n', 'mine'],
      ['y', '\uFEFFNumber,Only about,How,Since,By,Why\r\n'],
    ] as const) {
      const shell = fakeShell({ ...AT_A_TERMINAL, home });
      const exitCode = runIn(['opt-out', 'list', '-o', file], shell);
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await shell.stderr.shows(/Replace it\? \(y\/n\) $/u);
      shell.keys.type(key);
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await exitCode).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(content);
    }
  });

  it('changes nothing at Ctrl-C', async () => {
    const home = aFolder();
    const [shell, exitCode] = await askedToRemove(home);
    shell.keys.type('\u0003');
    expect(await exitCode).toBe(130);
    expect(optOutsIn(await run(['opt-out', 'list', '--json'], { home }))).toHaveLength(1);
  });

  it.each([
    [[], 'no terminal'],
    [['stdin'], 'nobody who sees the question'],
    [['stderr'], 'nobody who answers it'],
  ] as const)('refuses with only %j: %s', async (terminals, _why) => {
    const at = aComputer();
    await at(['opt-out', 'add', '07700 900123']);
    const ran = await at(['opt-out', 'remove', '07700 900123', '--json'], {
      terminals,
      stdin: 'y\n',
    });
    expect(ran.exitCode).toBe(8);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'operator_needed' } });
    expect(optOutsIn(await at(['opt-out', 'list', '--json']))).toHaveLength(1);
  });

  it('has nothing to ask where the number is not there', async () => {
    const ran = await run(['opt-out', 'remove', '07700 900123', '--json']);
    expect(ran.exitCode).toBe(0);
    expect(documentIn(ran)).toMatchObject({ action: 'remove', outcome: 'not_there' });
  });

  it('refuses what is no number', async () => {
    expect((await run(['opt-out', 'remove', 'Jane'])).exitCode).toBe(3);
  });
});

describe('send', () => {
  it('leaves out parents who said stop, counts them, and reports each row', async () => {
    const at = aComputer();
    await at(['opt-out', 'add', '07700 900102', '--rehearse']);
    const list = aCsv([
      ...rowsFor(['101', '102']),
      { player_first_name: 'Ella', parent_tel: '07700 900102' },
    ]);
    const ran = await at(['send', list, '--rehearse', '--json'], { stdin: 'y\ny\ny\n' });
    const error = {
      code: 'opted_out',
      message: expect.stringMatching(/^This parent said stop/u),
      fix: expect.stringContaining('opt-out list'),
    };
    expect(documentIn(ran)).toMatchObject({
      results: [
        { row: 2, outcome: 'accepted', error: null },
        { row: 3, outcome: 'held_back', message_sid: null, error },
        { row: 4, outcome: 'held_back', message_sid: null, error },
      ],
      summary: { total: 3, accepted: 1, held_back: 2 },
    });
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toMatch(/left out +1 person who said stop/u);
    expect(ran.stderr).toMatch(/Note: This parent said stop[^]*row 3[^]*row 4/u);
    expect(ran.stderr).toMatch(/to ask +1 message\n/u);
  });

  it('leaves out from then on parents whom Twilio refused because they said stop', async () => {
    const at = aComputer();
    const list = aCsv(rowsFor(['610']));
    const first = await at(['send', list, '--rehearse', '--json'], { stdin: 'y\n' });
    expect(documentIn(first)).toMatchObject({ results: [{ outcome: 'refused' }] });
    const again = await at(['send', list, '--rehearse', '--json'], { stdin: 'y\n' });
    expect(documentIn(again)).toMatchObject({
      results: [{ outcome: 'held_back', error: { code: 'opted_out' } }],
    });
    expect(documentIn(await at(['opt-out', 'list', '--rehearse', '--json']))).toMatchObject({
      mode: 'rehearsal',
      opt_outs: [{ number: '+447700900610', source: 'twilio', by: 'Twilio' }],
    });
  });

  it('in a rehearsal leaves out nobody who said stop for real', async () => {
    const at = aComputer();
    await at(['opt-out', 'add', '07700 900101']);
    const ran = await at(['send', aCsv(rowsFor(['101'])), '--rehearse'], { stdin: 'y\n' });
    expect(ran.stdout).toContain('accepted');
  });
});
