import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { aMessage } from '../../../support/builders.ts';
import { attemptedEarlier } from '../../../support/ledger/ledger-earlier.ts';
import { openStandIn, type StandIn } from '../../../support/sending/stand-in.ts';
import { aFolder, fakeShell, type FakeShell } from '../../../support/terminal/fake-shell.ts';
import { aCsv, runIn } from '../../run.ts';

const QUESTION = /Stop here, to forget 2025-26 first\? \(y\/n\) $/u;
const CARD = /\(y\/n\/b\/q\/\?\) $/u;

let home: string;
let standIn: StandIn;
beforeEach(async () => {
  home = aFolder();
  standIn = await openStandIn({ now: () => new Date('2026-11-23T11:00:00Z') });
});

/** A message of a season, as an earlier run has sent it. */
async function sentEarlier(season: string): Promise<void> {
  const { ledger, close } = openLedgerFile(join(home, 'ledger.db'), 'stand_in');
  const message = aMessage({ parent_tel: '07700 900130', current_registration_season: season });
  const messageSid = `MM${'a'.repeat(32)}` as MessageSid;
  await attemptedEarlier(ledger, message, { kind: 'accepted', messageSid });
  await close();
}

function sending(env: { readonly [name: string]: string } = {}): {
  readonly shell: FakeShell;
  readonly exitCode: Promise<number>;
} {
  const shell = fakeShell({
    terminals: ['stdin', 'stdout', 'stderr'],
    home,
    env: { TERM: 'dumb', NO_COLOR: '1', ...standIn.settings, ...env },
  });
  return { shell, exitCode: runIn(['send', aCsv([{}])], shell) };
}

/** Runs to the first card, and leaves it. */
async function toTheCard({ shell, exitCode }: ReturnType<typeof sending>): Promise<string> {
  await Promise.race([shell.stderr.shows(CARD), exitCode]);
  shell.keys.type('q');
  await exitCode;
  return shell.stderr.text().replace(/\s+/gu, ' ');
}

describe('the first send of a new season', () => {
  it('offers to stop, and says what to type', async () => {
    await sentEarlier('2025-26');
    const { shell, exitCode } = sending();
    await shell.stderr.shows(QUESTION);
    shell.keys.type('y');
    expect(await exitCode).toBe(130);
    expect(shell.stderr.text()).toContain('Next: urmston-invite forget --season 2025-26');
    expect(standIn.posts).toEqual([]);
  });

  it('goes on at n', async () => {
    await sentEarlier('2025-26');
    const run = sending();
    await run.shell.stderr.shows(QUESTION);
    run.shell.keys.type('n');
    expect(await toTheCard(run)).toContain('Send this to');
  });

  it('asks nothing where the season before is forgotten', async () => {
    await sentEarlier('2025-26');
    const { erasable, close } = openLedgerFile(join(home, 'ledger.db'), 'stand_in');
    await erasable.erase({ kind: 'season', season: '2025-26' as never }, new Date());
    await close();
    expect(await toTheCard(sending())).not.toContain('Stop here');
  });

  it('asks nothing where there is no season before', async () => {
    expect(await toTheCard(sending())).not.toContain('Stop here');
  });
});

describe('any other send', () => {
  beforeEach(async () => {
    await sentEarlier('2025-26');
    await sentEarlier('2026-27');
  });

  it('asks nothing', async () => {
    const text = await toTheCard(sending());
    expect(text).not.toContain('Stop here');
    expect(text).not.toContain('KEEP_UNTIL');
  });

  it.each([
    ['2026-11-23', true],
    ['2026-11-24', false],
  ])('with KEEP_UNTIL=%s reminds: %s', async (until, reminds) => {
    const text = await toTheCard(sending({ KEEP_UNTIL: until }));
    expect(text.includes('Run "urmston-invite forget --season 2025-26".')).toBe(reminds);
  });
});
