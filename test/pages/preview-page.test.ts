import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { familiesOf } from '../../src/domain/list/list-check.ts';
import { builtInTemplate } from '../../src/domain/message/built-in-template.ts';
import { previewPage, type Preview } from '../../src/pages/preview-page.ts';
import { aCsv, documentIn, run, type RowParts } from '../cli/run.ts';
import { aBrowser } from '../support/browser/browser.ts';
import { aMessage, aMessageTo, anInvite } from '../support/builders.ts';
import { aFolder } from '../support/terminal/fake-shell.ts';
import { faultsForAxe, openFile, type OpenedPage } from './opened-page.ts';

const browser = aBrowser();

const HARTLEYS: readonly RowParts[] = [
  { player_first_name: 'Ava', player_last_name: 'Hartley', parent_last_name: 'Hartley' },
  { player_first_name: 'Ben', player_last_name: 'Hartley', parent_last_name: 'Hartley' },
];
const ZOE: RowParts = {
  player_first_name: 'Zoë',
  player_last_name: 'O’Neill',
  parent_first_name: 'Seán',
  parent_last_name: 'O’Neill',
  parent_tel: '7700 900124',
  team_name: 'Lions',
};
const FAULTY: RowParts = { parent_tel: '07700 90012' };
const LIST = [...HARTLEYS, ZOE, FAULTY];

/** A preview without notes. */
const EMPTY: Preview = {
  file: 'list.csv',
  changed: null,
  made: '23 Nov 2026, 10:00',
  template: builtInTemplate(),
  families: [],
  notesOn: () => [],
  narrowedTo: null,
  leftOut: [],
  aboutList: [],
};

async function pageOf(
  rows: readonly RowParts[],
  options: BrowserContextOptions & {
    readonly flags?: readonly string[];
    readonly name?: string;
  } = {},
): Promise<OpenedPage> {
  const { flags = [], name = 'list.csv', ...look } = options;
  const list = join(aFolder(), name);
  renameSync(aCsv(rows), list);
  const file = join(aFolder(), 'preview.html');
  await run(['preview', list, '--html', file, ...flags]);
  return await openFile(browser(), file, look);
}

const shownFamilies = async ({ page }: OpenedPage): Promise<readonly string[]> =>
  await page
    .locator('main')
    .getByRole('heading', { level: 2 })
    .filter({ visible: true })
    .allTextContents();

/** As above, after the browser has rendered: a family that is shown again is rendered late. */
const drawnFamilies = async (opened: OpenedPage): Promise<readonly string[]> => {
  await opened.page.evaluate(
    'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
  );
  return await shownFamilies(opened);
};

describe('the page of a preview', () => {
  it('shows each message to the letter, siblings together under their parent', async () => {
    const list = aCsv(LIST);
    const file = join(aFolder(), 'preview.html');
    const { messages } = documentIn(await run(['preview', list, '--html', file, '--json'])) as {
      readonly messages: readonly { readonly body: string }[];
    };
    const { page } = await openFile(browser(), file);
    expect(await page.locator('.bubble').allTextContents()).toEqual(
      messages.map(({ body }) => body),
    );
    const hartleys = page.getByRole('region', { name: 'Jane Hartley +44 7700 900123' });
    expect(await hartleys.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Ava Hartley (Panthers u11s)',
      'Ben Hartley (Panthers u11s)',
    ]);
  });

  it('has landmarks and headings for screen readers, and its warnings in a list', async () => {
    const { page } = await pageOf([ZOE]);
    await page.evaluate(`document.querySelector('.bubble').textContent = 'the text'`);
    expect(await page.locator('main').ariaSnapshot()).toBe(`- main "Messages, family by family":
  - region "Seán O’Neill +44 7700 900124":
    - heading "Seán O’Neill +44 7700 900124" [level=2]
    - article:
      - heading "Zoë O’Neill (Lions u11s)" [level=3]
      - paragraph: Row 2, 651 characters
      - list "Odd or mended":
        - listitem: "mended: parent's mobile 7700 900124 read as +447700900124 (a leading 0 was lost)"
      - text: the text`);
    expect(await page.getByRole('banner').count()).toBe(1);
    expect(await page.getByRole('contentinfo').count()).toBe(1);
    expect(await page.getByRole('search').count()).toBe(1);
  });

  it('shows the list, its template, what is in it, and what is left out and why', async () => {
    const { page } = await pageOf(LIST);
    const banner = (await page.getByRole('banner').innerText()).replace(/changed .*/u, 'changed …');
    expect(banner.split('\n').filter((line) => line !== '')).toEqual([
      'Preview of list.csv',
      '3 messages to 2 families. Nothing was sent.',
      'This page holds names and phone numbers. Keep it to yourself, and delete it after use.',
      'File',
      'list.csv, changed …',
      'Template',
      'registration invite (built-in copy), filled into the tool’s own copy of the text; Twilio was not asked',
      'Found',
      '2 families, 3 players, 2 teams',
      'Teams',
      'Panthers u11s (2), Lions u11s (1)',
      'Season',
      '2026-27',
      'Fees',
      '£40 to join and £26 a month',
      'Left out',
      "The parent's mobile has 10 digits; a UK number written like this has 11.",
      'row 5, column J (parent_tel): 07700 90012',
      'Look for the digit that is missing.',
    ]);
  });

  it.each([
    ['twilio', 'the text as Twilio has it now'],
    ['cache', 'the text as Twilio had it when it was last asked'],
    ['built_in', 'filled into the tool’s own copy of the text; Twilio was not asked'],
  ] as const)('tells where the text comes from: %s', (source, words) => {
    const template = { ...builtInTemplate(), name: 'invite_2026', source };
    const page = previewPage({
      ...EMPTY,
      template,
      families: familiesOf([aMessage({ template })]),
    });
    expect(page).toContain(`<dt>Template</dt><dd><bdi>invite_2026</bdi>, ${words}</dd>`);
    expect(page).toContain('<dt>Left out</dt><dd>nothing</dd>');
  });

  it('says what was left out by hand or occurs twice', async () => {
    const { page } = await pageOf([...HARTLEYS, HARTLEYS[0] ?? {}, ZOE], {
      flags: ['--leave-out', 'team_name=Lions'],
    });
    expect(await page.locator('.left-out').innerText()).toMatch(
      /1 row with team_name = Lions, by --leave-out\.[^]*stands further up[^]*row 4/u,
    );
  });

  it('says so when there is no message, and why', async () => {
    const { page } = await pageOf([FAULTY]);
    expect(await page.locator('main').innerText()).toBe('There is no message to show.');
    expect(await page.locator('.left-out').innerText()).toContain('has 10 digits');
    expect(await faultsForAxe(page)).toEqual([]);
  });

  it('says so when it does not show the whole list', async () => {
    const opened = await pageOf(LIST, { flags: ['--player', 'zo'] });
    expect(await shownFamilies(opened)).toEqual(['Seán O’Neill +44 7700 900124']);
    expect(await opened.page.getByRole('banner').innerText()).toContain(
      'This is not the whole list: only players whose name contains “zo”.',
    );
  });
});

describe('the search', () => {
  it.each([
    ['a name without its accents', 'sean', ['Seán O’Neill +44 7700 900124']],
    ['a name with a straight apostrophe', "O'NEILL", ['Seán O’Neill +44 7700 900124']],
    ['a team', 'panthers u11s', ['Jane Hartley +44 7700 900123']],
    ['a number as it is dialled', '07700 900123', ['Jane Hartley +44 7700 900123']],
    ['a number as it is shown', '+44 7700 900124', ['Seán O’Neill +44 7700 900124']],
    ['the end of a number', '124', ['Seán O’Neill +44 7700 900124']],
    ['words from both children', 'ava ben', ['Jane Hartley +44 7700 900123']],
    ['nobody', 'nobody', []],
  ])('finds %s, by keyboard alone', async (_what, typed, families) => {
    const opened = await pageOf(LIST);
    const { page } = opened;
    await page.keyboard.press('Tab');
    await page.keyboard.type(typed);
    expect(await drawnFamilies(opened)).toEqual(families);
    expect(await page.getByRole('status').innerText()).toBe(
      families.length === 0 ? 'No family fits' : `${families.length} of 2 families`,
    );
    await page.keyboard.press('Escape');
    // The browser clears the field, and fires the input event and renders a moment later.
    await page
      .locator('main')
      .getByRole('heading', { level: 2 })
      .filter({ visible: true })
      .nth(1)
      .waitFor();
    expect(await drawnFamilies(opened)).toHaveLength(2);
    expect(await page.getByRole('status').innerText()).toBe('2 families');
  });

  it('shows the first match, wherever in the list one begins', async () => {
    const { page } = await pageOf(LIST, { viewport: { width: 375, height: 600 } });
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.getByLabel('Search').fill('hartley');
    const bar = await page.getByRole('search').boundingBox();
    const first = await page.getByRole('heading', { name: 'Jane Hartley' }).boundingBox();
    expect(first?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
    expect(first?.y).toBeLessThan(600);
  });

  it('can be seen to have the focus', async () => {
    const { page } = await pageOf(LIST);
    await page.keyboard.press('Tab');
    const width = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(width).toBe('3px');
  });

  it('is hidden without JavaScript, and every family is shown', async () => {
    const opened = await pageOf(LIST, { javaScriptEnabled: false });
    expect(await shownFamilies(opened)).toHaveLength(2);
    expect(await opened.page.getByRole('search').count()).toBe(0);
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([375, 1280])('axe finds nothing at %d pixels, and nothing sticks out', async (width) => {
    const { page } = await pageOf(LIST, { colorScheme, viewport: { width, height: 800 } });
    expect(await faultsForAxe(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
});

describe('on paper', () => {
  it('no message is cut in two, and the search is gone', async () => {
    const { page } = await pageOf(LIST);
    await page.emulateMedia({ media: 'print' });
    const breaks = await page.evaluate(
      `[...document.querySelectorAll('.message')].map((one) => getComputedStyle(one).breakInside)`,
    );
    expect(breaks).toEqual(['avoid', 'avoid', 'avoid']);
    expect(await page.getByRole('search').isVisible()).toBe(false);
  });

  it('the search is printed, so that the page is not taken for the whole list', async () => {
    const { page } = await pageOf(LIST);
    await page.getByLabel('Search').fill('zoe');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('status').isVisible()).toBe(true);
    expect(await page.getByLabel('Search').isVisible()).toBe(false);
  });
});

describe('hostile text', () => {
  const HOSTILE = {
    player_first_name: '<script>document.title = 1</script>',
    player_last_name: `' onmouseover='alert(1)`,
    parent_first_name: '<img src=//example.invalid/x onerror=alert(1)>',
    team_name: '</style></main><svg onload=alert(1)>',
  };

  it('of a list is shown as text, in the rows that it prevents from being sent', async () => {
    const { page, requests, complaints } = await pageOf([HOSTILE, ZOE], {
      name: '<b onclick=x>\u202Evsc.tsil<b>.csv',
    });
    const leftOut = await page.locator('.left-out').innerText();
    for (const value of [HOSTILE.player_first_name, HOSTILE.parent_first_name, HOSTILE.team_name]) {
      expect(leftOut).toContain(value);
    }
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'Preview of <b onclick=x>\uFFFDvsc.tsil<b>.csv',
    );
    expect(requests).toEqual([pathToFileURL(new URL(page.url()).pathname).href]);
    expect(complaints).toEqual([]);
  });

  it('of an invite is shown as text', async () => {
    const invite = anInvite();
    const message = aMessageTo({
      ...invite,
      player: { firstName: HOSTILE.player_first_name, lastName: HOSTILE.player_last_name },
      parent: { ...invite.parent, firstName: HOSTILE.parent_first_name },
      team: HOSTILE.team_name,
    });
    const file = join(aFolder(), 'preview.html');
    writeFileSync(file, previewPage({ ...EMPTY, families: familiesOf([message]) }));
    const { page, requests, complaints } = await openFile(browser(), file);
    expect(await page.getByRole('region').first().getByRole('heading').allTextContents()).toEqual([
      '<img src=//example.invalid/x onerror=alert(1)> Smith +44 7700 900123',
      "<script>document.title = 1</script> ' onmouseover='alert(1) (</style></main><svg onload=alert(1)> u11s)",
    ]);
    expect(requests).toEqual([pathToFileURL(new URL(page.url()).pathname).href]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['an image', `new Image().src = 'http://127.0.0.1:9/x'`],
    [
      'a style',
      `document.head.append(Object.assign(document.createElement('style'), { textContent: '*{}' }))`,
    ],
    [
      'a script',
      `document.head.append(Object.assign(document.createElement('script'), { textContent: 'x' }))`,
    ],
    ['a call', `fetch('http://127.0.0.1:9/x').catch(() => {})`],
  ])('the policy would stop %s', async (_what, tried) => {
    const { page, complaints } = await pageOf([ZOE]);
    const refused = page.waitForEvent('console');
    await page.evaluate(tried);
    await refused;
    expect(complaints.join('\n')).toContain('Content Security Policy');
  });
});
