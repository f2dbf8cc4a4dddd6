import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { asMessageSid } from '../../src/domain/delivery/ids.ts';
import type { DeliveryState } from '../../src/domain/delivery/state.ts';
import { aCsv, run, type RowParts } from '../cli/run.ts';
import { aBrowser } from '../support/browser/browser.ts';
import { aMessageTo, anApproved, anInvite } from '../support/builders.ts';
import { openSqliteLedger } from '../support/ledger/ledger-parts.ts';
import { withoutIds } from '../support/normalised-text.ts';
import { aFolder } from '../support/terminal/fake-shell.ts';
import { faultsForAxe, openFile, type OpenedPage } from './opened-page.ts';

const browser = aBrowser();

type Sent = RowParts & {
  /** The team that an earlier version sent, if it is no name of a team today. */
  readonly sentTeam?: string;
  readonly day: number;
  readonly delivery: DeliveryState | null;
  readonly code?: number;
};

const HOSTILE = '</style></main><svg onload=alert(1)>';
const NAMES = ['Quentin', 'Ophelia', 'Wilhelmina', 'Zachary', 'Xanthe', 'Ursula'];
const SENT: readonly Sent[] = [
  { team_name: 'Panthers', day: 15, delivery: 'read' },
  { team_name: 'Panthers', day: 15, delivery: 'delivered' },
  { team_name: 'Lions', day: 15, delivery: 'undelivered', code: 63_024 },
  { team_name: 'Lions', day: 16, delivery: 'delivered' },
  { team_name: 'Tigers', sentTeam: HOSTILE, day: 16, delivery: 'sent' },
  { team_name: 'Bears', day: 18, delivery: null },
];

/** A folder with a ledger of a whole season, and a list with the same people and one problem. */
let home = '';
let list = '';
beforeAll(async () => {
  home = aFolder();
  const rows = SENT.map(
    ({ day: _day, delivery: _delivery, code: _code, sentTeam: _team, ...parts }, at) => ({
      ...parts,
      player_first_name: NAMES[at] ?? '',
      player_last_name: 'Featherstone',
      parent_first_name: 'Gwendolen',
      parent_last_name: 'Featherstone',
      parent_tel: `07700 90010${at}`,
    }),
  );
  list = aCsv([...rows, { player_first_name: 'Faulty', parent_tel: '07700 90012' }]);
  const ledger = openSqliteLedger(join(home, 'rehearsal.db'), 'rehearsal');
  for (const [at, { day, delivery, code, sentTeam }] of SENT.entries()) {
    const time = new Date(`2026-07-${day}T18:0${at}:00Z`);
    const sid = asMessageSid(`MM${String(at).repeat(32)}`);
    const invite = anInvite({ ...rows[at], row: at + 2 });
    const message = anApproved(aMessageTo({ ...invite, team: sentTeam ?? invite.team }));
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they were sent
    const claim = await ledger.claim(message, { file: 'list.csv' }, time, null);
    if (claim.kind !== 'claimed' || sid === null) throw new Error('Nothing was claimed.');
    // oxlint-disable-next-line no-await-in-loop
    await ledger.advance(claim.attemptId, { kind: 'sending' }, time);
    // oxlint-disable-next-line no-await-in-loop
    await ledger.advance(claim.attemptId, { kind: 'accepted', messageSid: sid }, time);
    // oxlint-disable-next-line no-await-in-loop
    if (delivery !== null)
      await ledger.recordDelivery({ sid, state: delivery, errorCode: code ?? null, at: time });
  }
  await ledger.close();
});

type Look = BrowserContextOptions & {
  readonly flags?: readonly string[];
  readonly of?: readonly string[];
};

async function written({ flags = [], of = [] }: Look = {}): Promise<string> {
  const file = join(aFolder(), 'report.html');
  await run(['report', ...of, '--rehearse', '--html', file, ...flags], { home });
  return file;
}

async function pageOf(look: Look = {}): Promise<OpenedPage> {
  const { flags: _flags, of: _of, ...options } = look;
  return await openFile(browser(), await written(look), options);
}

describe('the page for the committee', () => {
  it('shows what was sent, when, for which teams, who approved it, and why some did not arrive', async () => {
    const { page } = await pageOf();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'Registration invites 2026-27',
    );
    const banner = await page.getByRole('banner').innerText();
    expect(banner).toContain('6 messages to 6 families.');
    expect(banner).toContain('This is a rehearsal');
    expect(banner).toContain('Nobody has said stop.');
    const main = page.getByRole('main');
    for (const name of ['What became of the messages', 'By day', 'By team']) {
      // oxlint-disable-next-line no-await-in-loop -- each is there once
      expect(await main.getByRole('img', { name }).count()).toBe(1);
    }
    expect(await main.locator('.bar-label').allInnerTexts()).toEqual([
      '15 Jul 2026',
      '16 Jul 2026',
      '18 Jul 2026',
      `${HOSTILE} u11s`,
      'Bears u11s',
      'Lions u11s',
      'Panthers u11s',
    ]);
    expect(await page.getByRole('region', { name: 'Who approved' }).innerText()).toMatch(
      /Robin Green\s+6/u,
    );
    expect(await page.getByRole('region', { name: 'What went wrong' }).innerText()).toMatch(
      /not on WhatsApp[^]*\t1\n[^]*left more than a day ago[^]*\t1\n[^]*nothing was heard/u,
    );
  });

  it('shows the text with the names of the values in their places', async () => {
    const { page } = await pageOf();
    const text = await page.getByRole('region', { name: 'The text as it was sent' }).innerText();
    expect(text).toContain("Hi [parent's first name] 👋,");
    expect(text).toContain('6 messages, template HX');
  });

  it.each([
    ['the season', false],
    ['a list', true],
  ])('names no parent, no child and no number: %s', async (_what, isOfList) => {
    const source = readFileSync(await written({ of: isOfList ? [list] : [] }), 'utf8');
    for (const name of [...NAMES, 'Gwendolen', 'Featherstone', 'Faulty', 'Alex Johnson']) {
      expect(source).not.toContain(name);
    }
    expect(withoutIds(source)).not.toMatch(/(?:0|44)\s?7700/u);
  });

  it('of a list says what was not sent, and why, in words that quote nothing', async () => {
    const { page } = await pageOf({ of: [list] });
    expect(await page.getByRole('region', { name: 'Not sent' }).innerText()).toMatch(
      /Fault in the list: parent's mobile\s+1/u,
    );
  });

  it('has the people to ring with --with-numbers, and says that it holds private data', async () => {
    const { page } = await pageOf({ flags: ['--with-numbers'] });
    expect(await page.getByRole('banner').innerText()).toContain('holds names and phone numbers');
    const ring = await page.getByRole('region', { name: 'To ring' }).innerText();
    expect(ring).toContain('Gwendolen Featherstone 07700 900102, for Wilhelmina Featherstone');
    expect(ring).toContain('Manager: Alex Johnson, 07700 900001');
    expect(ring).not.toContain('Quentin');
  });

  it('loads nothing but itself, and the browser reports no error', async () => {
    const { page, requests, complaints } = await pageOf({ flags: ['--with-numbers'] });
    expect(requests).toEqual([pathToFileURL(new URL(page.url()).pathname).href]);
    expect(complaints).toEqual([]);
  });

  it('says so if nothing was sent', async () => {
    const file = join(aFolder(), 'report.html');
    await run(['report', '--rehearse', '--html', file]);
    const { page } = await openFile(browser(), file);
    expect(await page.getByRole('main').innerText()).toBe('No message went out.');
    expect(await faultsForAxe(page)).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([375, 1280])('axe finds nothing at %d pixels, and nothing sticks out', async (width) => {
    const { page } = await pageOf({
      of: [list],
      flags: ['--with-numbers'],
      colorScheme,
      viewport: { width, height: 800 },
    });
    expect(await faultsForAxe(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
});

describe('report --html', () => {
  it('needs --html for --with-numbers', async () => {
    const { exitCode, stderr } = await run(['report', '--rehearse', '--with-numbers']);
    expect(stderr).toContain('Add --html FILE');
    expect(exitCode).toBe(2);
  });

  it('is written for the owner alone, and its name printed', async () => {
    const file = join(aFolder(), 'report.html');
    const { stdout, exitCode } = await run(['report', '--rehearse', '--html', file], { home });
    expect(stdout).toBe(`${file}\n`);
    expect(exitCode).toBe(0);
  });
});
