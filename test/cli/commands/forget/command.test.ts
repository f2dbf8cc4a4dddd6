import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { asMessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { openOptOuts } from '../../../support/ledger/ledger-parts.ts';
import { openReplies } from '../../../support/ledger/ledger-parts.ts';
import { openSqliteLedger } from '../../../support/ledger/ledger-parts.ts';
import { unwrapped, withoutIds } from '../../../support/normalised-text.ts';
import { openStandIn } from '../../../support/sending/stand-in.ts';
import { storedAttempts } from '../../../support/store/stored-attempts.ts';
import {
  aFolder,
  fakeShell,
  type FakeShell,
  type Scene,
} from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, run, runIn, type Ran, type RowParts } from '../../run.ts';

const DESK: Scene = {
  terminals: ['stdin', 'stdout', 'stderr'],
  env: { TERM: 'dumb', NO_COLOR: '1' },
};

const HARTLEY: RowParts = {
  player_first_name: 'Ava',
  player_last_name: 'Hartley',
  parent_first_name: 'Petra',
  parent_last_name: 'Hartley',
  parent_tel: '07700 900123',
};
const OKORO: RowParts = {
  player_first_name: 'Ben',
  player_last_name: 'Okoro',
  parent_first_name: 'Ifeoma',
  parent_last_name: 'Okoro',
  parent_tel: '07700 900124',
};

type Computer = {
  readonly home: string;
  readonly ledger: string;
  readonly rehearsal: string;
  readonly at: (words: readonly string[], scene?: Scene) => Promise<Ran>;
  /** Rehearses a list, with a yes to every message. */
  readonly rehearse: (rows: readonly RowParts[], name?: string) => Promise<Ran>;
};

function aComputer(): Computer {
  const home = aFolder();
  const at: Computer['at'] = async (words, scene = {}) => await run(words, { ...scene, home });
  return {
    home,
    ledger: join(home, 'ledger.db'),
    rehearsal: join(home, 'rehearsal.db'),
    at,
    rehearse: async (rows) =>
      await at(['send', aCsv(rows), '--rehearse', '--json'], { stdin: 'y\n'.repeat(rows.length) }),
  };
}

/** `forget` at a terminal, with what is typed at its question. */
async function forgetting(
  { home }: Computer,
  words: readonly string[],
  typed: string,
): Promise<{ readonly shell: FakeShell; readonly exitCode: number }> {
  const shell = fakeShell({ ...DESK, home });
  const exitCode = runIn(['forget', ...words], shell);
  await shell.stderr.shows(/anything else keeps it: $/u);
  shell.keys.type(typed);
  return { shell, exitCode: await exitCode };
}

/** All bytes of all files of the tool in which a name or number is found. */
function tracesOf(home: string, words: readonly string[]): readonly string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = withoutIds(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
      return words.filter((word) => bytes.includes(word)).map((word) => `${entry.name}: ${word}`);
    });
}

async function aReplyFrom(file: string, sender: string, text: string): Promise<void> {
  const replies = openReplies(file, 'rehearsal');
  await replies.add({
    sid: `SM${'a'.repeat(32)}` as MessageSid,
    sender,
    userId: 'GB.1a2b',
    text,
    button: null,
    media: [],
    answers: null,
    at: new Date('2026-11-23T11:00:00Z'),
  });
  await replies.close();
}

const NOW = new Date('2026-11-23T11:00:00Z');

/** The family's message, as a run leaves it that is killed. */
async function hartleyLeft(
  { rehearsal }: Computer,
  state: 'approved' | 'sending' | 'unknown' | 'sought',
): Promise<void> {
  const { ledger, close } = openLedgerFile(rehearsal, 'rehearsal');
  const claim = await ledger.claim(anApproved(aMessage(HARTLEY)), { file: 'list.csv' }, NOW, null);
  if (claim.kind === 'taken') throw new Error('The message was taken already.');
  const { attemptId } = claim;
  if (state !== 'approved') await ledger.advance(attemptId, { kind: 'sending' }, NOW);
  if (state === 'unknown' || state === 'sought') {
    await ledger.advance(attemptId, { kind: 'unknown', doubt: 'cut_off' }, NOW);
  }
  if (state === 'sought') await ledger.noteNotFound(attemptId, NOW, 'Robin Green');
  await close();
}

describe('forget, of a number', () => {
  it('leaves no byte of the family in any file, and the others as they are', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY, OKORO]);
    await aReplyFrom(computer.rehearsal, '+447700900123', 'Is Ava too old for it?');
    await computer.at(['opt-out', 'add', '07700 900123', '--rehearse']);
    const family = ['Ava', 'Hartley', 'Petra', '900123', 'too old', 'GB.1a2b'];
    expect(tracesOf(computer.home, family).length).toBeGreaterThan(family.length - 1);
    const { shell, exitCode } = await forgetting(computer, ['07700 900123'], '0123\r');
    expect(exitCode).toBe(0);
    expect(unwrapped(shell.stdout.text())).toBe(
      '+44 7700 900123 erased: 1 message, 1 player, 1 reply, 1 number of an opt-out and 1 message of the simulator',
    );
    expect(tracesOf(computer.home, family)).toEqual([]);
    expect(tracesOf(computer.home, ['Ben', 'Okoro', '900124']).length).toBeGreaterThan(2);
  });

  it('shows before the question what goes and what stays', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY, OKORO]);
    const { shell } = await forgetting(computer, ['07700 900123'], 'no\r');
    expect(shell.stderr.text()).toContain(`Forget +44 7700 900123

Goes, and cannot be brought back:
  1 message: names, number, team and text
  1 player as the last lists had them
  1 message of the simulator

Stays:
  a keyed code for 1 message, so that nobody writes again, with times,
  Twilio's ids, and who said yes
  lists and pages you saved elsewhere: delete those yourself
  Twilio's own records: delete those in the Twilio console

`);
  });

  it.each([
    ['y\r', 'a yes'],
    ['\r', 'Enter alone'],
    ['900123\r', 'six digits'],
    ['0124\r', 'other digits'],
  ])('erases nothing at %j, %s', async (typed, _what) => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const { shell, exitCode } = await forgetting(computer, ['07700 900123'], typed);
    expect(exitCode).toBe(0);
    expect(shell.stdout.text()).toBe('+44 7700 900123  kept: nothing was erased\n');
    expect(tracesOf(computer.home, ['Petra'])).not.toEqual([]);
  });

  it('erases nothing at Ctrl-C, and ends with 130', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const { shell, exitCode } = await forgetting(computer, ['07700 900123'], '012\u0003');
    expect(exitCode).toBe(130);
    expect(shell.stderr.text()).toContain('Stopped by hand. Nothing was erased.');
    expect(tracesOf(computer.home, ['Petra'])).not.toEqual([]);
  });

  it('keeps the family from a second message for that season', async () => {
    const { settings, posts } = await openStandIn();
    const computer = aComputer();
    const list = aCsv([HARTLEY]);
    const sendIt = async (): Promise<Ran> => {
      const shell = fakeShell({ ...DESK, home: computer.home, env: { ...DESK.env, ...settings } });
      const exitCode = runIn(['send', list, '--json'], shell);
      await Promise.race([exitCode, shell.stderr.shows(/\(y\/n\/b\/q\/\?\) $/u)]);
      shell.keys.type('y');
      return {
        exitCode: await exitCode,
        stdout: shell.stdout.text(),
        stderr: '',
        home: shell.home,
      };
    };
    expect(documentIn(await sendIt())).toMatchObject({ summary: { accepted: 1 } });
    await forgetting(computer, ['07700 900123'], '0123\r');
    expect(tracesOf(computer.home, ['Petra', '900123'])).toEqual([]);
    expect(documentIn(await sendIt())).toMatchObject({
      results: [{ outcome: 'already_sent' }],
      summary: { total: 1, already_sent: 1 },
    });
    expect(posts).toHaveLength(1);
  });

  it('says erased in place of names and numbers from then on', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY, OKORO]);
    await forgetting(computer, ['07700 900123'], '0123\r');
    const status = await computer.at(['status', '--rehearse', '--all']);
    expect(status.stdout).toMatch(/^ {2}accepted +erased +23 Nov 2026/mu);
    const history = await computer.at(['history', '--rehearse']);
    expect(history.stdout).toMatch(/approved +erased; by robin, digest [0-9a-f]{12}\n/u);
    expect(history.stdout).toMatch(/accepted +erased, MM[0-9a-f]{32}\n/u);
    const report = await computer.at(['report', '--rehearse'], { now: '2026-11-30T10:00:00Z' });
    expect(report.stdout).toMatch(/^erased,erased,erased,erased,[^\n]*,erased,,,\r$/mu);
    expect(report.stderr).toContain('1 parent to ring');
    const page = join(aFolder(), 'page.html');
    await computer.at(['report', '--rehearse', '--html', page]);
    expect(readFileSync(page, 'utf8')).toMatch(/2 messages to 2 families[^]*erased/u);
  });

  it('is null in every document from then on', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    await forgetting(computer, ['07700 900123'], '0123\r');
    const nobody = { erased: true, player: null, parent: null, team: null, to: null };
    const [status, history, report] = await Promise.all(
      ['status', 'history', 'report'].map(
        async (word) => documentIn(await computer.at([word, '--rehearse', '--json'])) as object,
      ),
    );
    expect(status).toMatchObject({ messages: [nobody] });
    expect(history).toMatchObject({ events: [nobody, nobody, nobody] });
    expect(report).toMatchObject({ rows: [nobody] });
  });

  it('deletes what was kept of lists that were shown, even where nothing was sent', async () => {
    const computer = aComputer();
    await computer.at(['preview', aCsv([HARTLEY])]);
    const shown = join(computer.home, 'cache', 'shown-lists.json');
    expect(existsSync(shown)).toBe(true);
    await computer.at(['forget', '07700 900123', '--dry-run']);
    expect(existsSync(shown)).toBe(true);
    const shell = fakeShell({ ...DESK, home: computer.home });
    expect(await runIn(['forget', '07700 900123'], shell)).toBe(0);
    expect(existsSync(shown)).toBe(false);
  });

  it('takes what was said of a test that showed the family', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const { findings, close } = openLedgerFile(computer.rehearsal, 'rehearsal');
    for (const { message_sid } of storedAttempts(computer.rehearsal)) {
      const seen = { isRight: false, reason: 'Petra is misspelt', operator: 'robin', at: NOW };
      // oxlint-disable-next-line no-await-in-loop -- there is one
      await findings.add({ sid: asMessageSid(message_sid) as MessageSid, ...seen });
    }
    await close();
    await forgetting(computer, ['07700 900123'], '0123\r');
    expect(tracesOf(computer.home, ['Petra'])).toEqual([]);
  });

  it('keeps an opt-out counting', async () => {
    const computer = aComputer();
    await computer.at(['opt-out', 'add', '07700 900123', '--rehearse']);
    await forgetting(computer, ['07700 900123'], '0123\r');
    expect(
      documentIn(await computer.at(['opt-out', 'list', '--rehearse', '--json'])),
    ).toMatchObject({
      opt_outs: [{ number: null, last_digits: null, state: 'stopped' }],
    });
    expect(documentIn(await computer.rehearse([HARTLEY]))).toMatchObject({
      summary: { total: 1, held_back: 1 },
    });
    const optOuts = openOptOuts(computer.rehearsal, 'rehearsal');
    expect(await optOuts.has(['+447700900123' as Phone])).toEqual(new Set(['+447700900123']));
    await optOuts.close();
  });

  it("takes the text of others' messages in which the number stands, as a manager's", async () => {
    const computer = aComputer();
    await computer.rehearse([
      { ...OKORO, team_manager_1_full_name: 'Zsofia Quill', team_manager_1_tel: '07700 900555' },
      HARTLEY,
    ]);
    const { shell } = await forgetting(computer, ['07700 900555'], '0555\r');
    expect(shell.stdout.text()).toContain(
      'erased: 1 text to others and 1 message of the simulator',
    );
    expect(tracesOf(computer.home, ['Zsofia', '900555', '900 555'])).toEqual([]);
    expect(tracesOf(computer.home, ['Okoro'])).not.toEqual([]);
  });

  it('takes older copies of the ledger along, on the same yes', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const copies = ['rehearsal.db.backup-v2', 'rehearsal.db.new-4711'];
    for (const copy of copies) writeFileSync(join(computer.home, copy), 'Petra Hartley');
    writeFileSync(join(computer.home, 'my-rehearsal.db.backup-v2'), 'not a copy of ours');
    const kept = await forgetting(computer, ['07700 900999'], 'no\r');
    expect(kept.shell.stderr.text()).toContain(
      '2 older copies of the ledger, with everybody in them:\n    rehearsal.db.backup-v2\n    rehearsal.db.new-4711\n',
    );
    expect(copies.map((copy) => existsSync(join(computer.home, copy)))).toEqual([true, true]);
    await forgetting(computer, ['07700 900999'], '0999\r');
    expect(copies.map((copy) => existsSync(join(computer.home, copy)))).toEqual([false, false]);
    expect(existsSync(join(computer.home, 'my-rehearsal.db.backup-v2'))).toBe(true);
  });

  it('says that nothing is kept, and makes no ledger for that', async () => {
    const computer = aComputer();
    const ran = await computer.at(['forget', '07700 900123', '--json'], DESK);
    expect(ran.exitCode).toBe(0);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'forget',
      number: '+447700900123',
      outcome: 'nothing_kept',
    });
    expect(readdirSync(computer.home)).toEqual([]);
  });

  it('clears up behind a run that was cut off after it had erased', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const cutOff = openLedgerFile(computer.rehearsal, 'rehearsal');
    // Erased bytes stay in the database file until the write-ahead log is copied into it.
    await cutOff.erasable.erase({ kind: 'number', phone: '+447700900123' as Phone }, NOW);
    expect(tracesOf(computer.home, ['Petra'])).not.toEqual([]);
    await computer.at(['forget', '07700 900123'], DESK);
    await cutOff.close();
    expect(tracesOf(computer.home, ['Petra'])).toEqual([]);
  });

  it.each(['approved', 'sending', 'unknown'] as const)(
    'is refused while a message is %s, and says how to settle it',
    async (state) => {
      const computer = aComputer();
      await hartleyLeft(computer, state);
      const ran = await computer.at(['forget', '07700 900123'], DESK);
      expect(ran.exitCode).toBe(7);
      expect(ran.stderr).toContain('1 message to be erased is still open');
      expect(ran.stderr).toContain('urmston-invite send FILE --rehearse');
      expect(tracesOf(computer.home, ['Petra'])).not.toEqual([]);
    },
  );

  it('goes on where Twilio was asked for an unknown message and shows none', async () => {
    const computer = aComputer();
    await hartleyLeft(computer, 'sought');
    const { exitCode } = await forgetting(computer, ['07700 900123'], '0123\r');
    expect(exitCode).toBe(0);
    // Twilio is not asked about a message without its text, and it is not sent without a question.
    const again = await computer.at(['send', aCsv([HARTLEY]), '--rehearse', '--json']);
    expect(documentIn(again)).toMatchObject({ summary: { accepted: 0 } });
    expect(tracesOf(computer.home, ['Petra'])).toEqual([]);
  });

  it('is refused while another run holds the ledger', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const ledger = openSqliteLedger(computer.rehearsal, 'rehearsal');
    await ledger.hold('Robin Green', new Date('2026-11-23T09:00:00Z'));
    const ran = await computer.at(['forget', '07700 900123'], DESK);
    await ledger.close();
    expect(ran).toMatchObject({ exitCode: 4, stdout: '' });
    expect(ran.stderr).toContain('Robin Green has had the ledger');
  });

  it('needs a person at a terminal', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    for (const terminals of [[], ['stdin'], ['stderr', 'stdout']] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one ledger
      const ran = await computer.at(['forget', '07700 900123', '--json'], {
        terminals,
        stdin: '0123\n',
      });
      expect(ran.exitCode).toBe(8);
      expect(documentIn(ran)).toMatchObject({
        command: 'forget',
        error: { code: 'operator_needed' },
      });
    }
    expect(tracesOf(computer.home, ['Petra'])).not.toEqual([]);
  });

  it('reports and erases nothing in a dry run, even without a terminal', async () => {
    const computer = aComputer();
    await computer.rehearse([HARTLEY]);
    const words = ['forget', '07700 900123', '--dry-run'];
    expect(documentIn(await computer.at([...words, '--json']))).toEqual({
      schema: 1,
      command: 'forget',
      number: '+447700900123',
      outcome: 'dry_run',
      goes: {
        messages: 1,
        texts_naming_it: 0,
        players: 1,
        replies: 0,
        answers: 0,
        opt_out_numbers: 0,
        simulated_messages: 1,
        ledger_copies: [],
      },
      stays: { message_keys: 1, opt_out_hashes: 0 },
      open: 0,
      recoverable_days: 0,
    });
    const { stdout, exitCode } = await computer.at(words);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Forget +**********23\n');
    expect(stdout).toContain('Nothing was erased: this was a dry run.');
    expect(tracesOf(computer.home, ['Petra'])).not.toEqual([]);
  });

  it.each([[[]], [['07700 900123', '--season', '2025-26']], [['--season', '2025-27']]])(
    'is wrong usage with %j',
    async (words) => {
      expect((await run(['forget', ...words], DESK)).exitCode).toBe(2);
    },
  );
});

describe('forget, of a season', () => {
  const LAST = { current_registration_season: '2025-26' };
  const LATE_IN_IT = { now: '2026-05-20T10:00:00Z' };

  async function twoSeasons(): Promise<Computer> {
    const computer = aComputer();
    const send = async (rows: readonly RowParts[], scene: Scene): Promise<void> => {
      const stdin = 'y\n'.repeat(rows.length);
      await computer.at(['send', aCsv(rows), '--rehearse'], { stdin, ...scene });
    };
    await send(
      [
        { ...HARTLEY, ...LAST },
        { ...OKORO, ...LAST },
      ],
      LATE_IN_IT,
    );
    await send([OKORO], { now: '2026-06-10T10:00:00Z' });
    return computer;
  }

  it('erases the players of that season, and keeps those who play on', async () => {
    const computer = await twoSeasons();
    await computer.at(['opt-out', 'add', '07700 900123', '--rehearse']);
    await computer.at(['opt-out', 'add', '07700 900124', '--rehearse']);
    const { shell, exitCode } = await forgetting(computer, ['--season', '2025-26'], '2025-26\r');
    expect(exitCode).toBe(0);
    expect(shell.stdout.text()).toMatch(/^season 2025-26 {2}erased: 2 messages, /u);
    expect(tracesOf(computer.home, ['Petra', 'Hartley', '900123'])).toEqual([]);
    const optOuts = openOptOuts(computer.rehearsal, 'rehearsal');
    const numbers = (await optOuts.list()).map(({ phone }) => phone);
    await optOuts.close();
    const attempts = storedAttempts(computer.rehearsal)
      .map(({ season, player }) => ({ season, player }))
      .toSorted((a, b) => a.season.localeCompare(b.season));
    expect({ attempts, numbers }).toEqual({
      attempts: [
        { season: '2025-26', player: '' },
        { season: '2025-26', player: '' },
        { season: '2026-27', player: 'Ben Okoro' },
      ],
      numbers: [null, '+447700900124'],
    });
  });

  it('takes the replies to messages of that season, and leaves those to later ones', async () => {
    const computer = await twoSeasons();
    const replies = openReplies(computer.rehearsal, 'rehearsal');
    const reply = (digit: string, at: string) =>
      replies.add({
        sid: `SM${digit.repeat(32)}` as MessageSid,
        sender: '+447700900124',
        userId: null,
        text: `at ${at}`,
        button: null,
        media: [],
        answers: null,
        at: new Date(at),
      });
    await reply('a', '2026-05-21T10:00:00Z');
    await reply('b', '2026-06-11T10:00:00Z');
    await forgetting(computer, ['--season', '2025-26'], '2025-26\r');
    const left = await replies.from('+447700900124');
    await replies.close();
    expect(left.map(({ at }) => at.toISOString())).toEqual(['2026-06-11T10:00:00.000Z']);
  });

  it('is what doctor reminds of, until it is done', async () => {
    const computer = await twoSeasons();
    const seasonsTold = async (...words: readonly string[]): Promise<readonly unknown[]> => {
      const ran = await computer.at(['doctor', ...words, '--json'], {
        env: { TWILIO_BASE_URL: '' },
      });
      const { findings } = documentIn(ran) as {
        readonly findings: readonly { readonly check: string; readonly fix: string | null }[];
      };
      return findings.filter(({ check }) => check === 'past_seasons').map(({ fix }) => fix);
    };
    const reminder = 'Run, once nobody needs it, "urmston-invite forget --season 2025-26".';
    expect(await seasonsTold()).toEqual([reminder]);
    expect(await seasonsTold('--rehearse')).toEqual([reminder]);
    await forgetting(computer, ['--season', '2025-26'], '2025-26\r');
    expect(await seasonsTold('--rehearse')).toEqual([null]);
    writeFileSync(computer.rehearsal, 'damaged');
    expect(await seasonsTold()).toEqual([null]);
  });

  it('warns that a season is not over', async () => {
    const computer = await twoSeasons();
    const { shell } = await forgetting(computer, ['--season', '2026/27'], 'no\r');
    expect(shell.stderr.text()).toContain('The season 2026-27 is not over yet.');
    const past = await forgetting(computer, ['--season', '2025-26'], 'no\r');
    expect(past.shell.stderr.text()).not.toContain('not over yet');
  });
});
