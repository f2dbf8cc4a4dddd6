import { chmodSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import { openReplies } from '../../support/ledger/ledger-parts.ts';
import { openStandIn, type StandIn } from '../../support/sending/stand-in.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, attemptsIn, type Desk } from '../desk.ts';

const PRELOAD = fileURLToPath(new URL('../../support/ledger/fail-ledger.ts', import.meta.url));

type SendResult = { readonly screen: string; readonly exitCode: number; readonly posts: number };

/** Runs `send` at a desk whose ledger cannot be used. */
async function sendWithLedger(
  disorder: (file: string, desk: Desk) => void,
  failing: { readonly [name: string]: string } = {},
  through: readonly string[] = [],
): Promise<SendResult & { readonly file: string }> {
  const standIn = await openStandIn();
  const desk = aDesk({ ...standIn.settings, ...failing });
  const file = join(desk.home, 'ledger.db');
  disorder(file, desk);
  const terminal = desk.at(300, through)('send', 'players.json');
  const { exitCode } = await terminal.exit;
  return { screen: terminal.screen(), exitCode, posts: standIn.posts.length, file };
}

const failingBy = (when: string): { readonly [name: string]: string } => ({
  NODE_OPTIONS: `--import=${PRELOAD} --disable-warning=ExperimentalWarning`,
  FAIL_LEDGER: when,
});

function aDatabase(file: string, sql: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** Drops the capability with which root may write everywhere. */
const AS_ITS_OWNER =
  process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : [];

const NOTHING = (): void => {};

function makeReadOnly(file: string): void {
  mkdirSync(join(file, '..'));
  chmodSync(join(file, '..'), 0o500);
}

describe('a ledger that cannot be used is reported by name before anything is sent:', () => {
  it.each<readonly [string, (file: string) => void, object, string]>([
    ['the disk is full', NOTHING, failingBy('full'), 'the disk is full'],
    ['it may only be read', NOTHING, failingBy('read_only'), 'it may only be read'],
    [
      'a newer version has written it',
      (file) => aDatabase(file, 'CREATE TABLE other (a); PRAGMA user_version = 99'),
      {},
      'was written by a newer urmston-invite',
    ],
    [
      'another program has written it',
      (file) => aDatabase(file, 'CREATE TABLE other (a)'),
      {},
      'it belongs to another program',
    ],
    [
      'it is damaged',
      (file) => {
        mkdirSync(join(file, '..'));
        writeFileSync(file, 'player,parent\n'.repeat(500));
      },
      {},
      'it is damaged',
    ],
    [
      'it was emptied',
      (file) => {
        mkdirSync(join(file, '..'));
        writeFileSync(file, '');
      },
      {},
      'it is empty, and a ledger never is',
    ],
    [
      'it is missing, and its key is not',
      (file) => {
        mkdirSync(join(file, '..'));
        writeFileSync(`${file}.key`, 'a'.repeat(64));
      },
      {},
      'its key is there, and the ledger is not',
    ],
  ])('%s', async (_what, disorder, failing, words) => {
    const { screen, exitCode, posts, file } = await sendWithLedger(disorder, { ...failing });
    expect(screen).toContain(words);
    expect(screen).toContain(file);
    expect(screen).not.toContain('Send this to');
    expect({ exitCode, posts }).toEqual({ exitCode: 4, posts: 0 });
  });

  it('its folder is read-only', async () => {
    const { screen, exitCode, posts, file } = await sendWithLedger(makeReadOnly, {}, AS_ITS_OWNER);
    expect(screen).toContain(file);
    expect({ exitCode, posts }).toEqual({ exitCode: 4, posts: 0 });
  });

  it('it was damaged after use', async () => {
    const standIn = await openStandIn();
    const desk = aDesk(standIn.settings);
    await sendsJane(desk, standIn);
    const file = join(desk.home, 'ledger.db');
    truncateSync(file, statSync(file).size - 4096);
    const before = readFileSync(file);
    const terminal = desk.at(300)('send', 'players.json');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    expect(terminal.screen()).toContain(`The ledger ${file} cannot be used: it is damaged.`);
    expect(standIn.posts).toHaveLength(1);
    expect(readFileSync(file)).toEqual(before);
  });
});

async function sendsJane(desk: Desk, standIn: StandIn): Promise<void> {
  const terminal = desk.terminal('send', 'players.json');
  await terminal.waitFor(ASKS_JANE);
  await terminal.press('y');
  await standIn.posted(1);
  await terminal.waitFor(ASKS_DANIEL);
  await terminal.press('q');
  await terminal.exit;
}

describe('a ledger that fails after a message was sent', () => {
  it('ends the run with the SID, a fix and the summary', async () => {
    const standIn = await openStandIn();
    const settings = { ...standIn.settings, ...failingBy('read_only_once_posted') };
    const desk = aDesk(settings);
    const terminal = desk.at(300)('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    const screen = terminal.screen();
    expect(screen).toMatch(/STAND-IN {2}accepted {2}MM[\da-f]{32} {2}John Smith/u);
    expect(screen).toContain(
      'What Twilio answered for John Smith (Panthers u11s), told above, is not in the ledger: note it down.',
    );
    expect(screen).toContain('STAND-IN  3 records: 1 accepted by Twilio, 2 left for next time');
    expect(screen).toContain(
      'cannot be used: it may only be read. Nothing more is sent without it.',
    );
    expect(screen).not.toContain('fault in urmston-invite');
    expect(standIn.posts).toHaveLength(1);
    expect(attemptsIn(desk)).toMatchObject([{ state: 'sending', message_sid: null }]);
  });

  it('shows the SID of a reply, and a fix', async () => {
    const standIn = await openStandIn();
    const desk = aDesk({ ...standIn.settings, ...failingBy('read_only_once_posted') });
    const replies = openReplies(join(desk.home, 'ledger.db'), 'stand_in');
    await replies.add({
      sid: `SM${'a'.repeat(32)}` as MessageSid,
      sender: '+447700900123',
      userId: null,
      text: 'Can my younger one play too?',
      button: null,
      media: [],
      answers: null,
      at: new Date(Date.now() - 3_600_000),
    });
    await replies.close();
    const terminal = desk.at(300)('reply', '07700 900123', 'Yes, both can play.');
    await terminal.waitFor('Send this to +44 7700 900123? (y/n/q/?)');
    await terminal.press('y');
    expect(await terminal.exit).toMatchObject({ exitCode: 4 });
    const screen = terminal.screen();
    expect(screen).toMatch(/STAND-IN {2}accepted {2}SM[\da-f]{32} {2}\+44 7700 900123/u);
    expect(screen).toContain('cannot be used: it may only be read.');
    expect(screen).toContain('told above, is not in the ledger: note it down.');
    expect(screen).not.toContain('fault in urmston-invite');
    expect(standIn.posts).toHaveLength(1);
  });
});
