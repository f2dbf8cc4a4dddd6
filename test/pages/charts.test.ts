import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Locator } from 'playwright-core';
import { type Series, CHART_STYLE, barChart, stackedBar } from '../../src/pages/charts.ts';
import { html, type Html } from '../../src/pages/html.ts';
import { page } from '../../src/pages/page.ts';
import { aBrowser } from '../support/browser/browser.ts';
import { aFolder } from '../support/terminal/fake-shell.ts';
import { faultsForAxe, openFile, type OpenedPage } from './opened-page.ts';

const browser = aBrowser();

const SERIES: readonly Series[] = [
  { key: 'read', label: 'Read', tone: 'best' },
  { key: 'delivered', label: 'Delivered', tone: 'good' },
  { key: 'sent', label: 'On the way', tone: 'waiting' },
  { key: 'failed', label: 'Not delivered', tone: 'bad' },
  { key: 'unknown', label: 'Unknown', tone: 'unknown' },
];
const ALL = {
  id: 'all',
  title: 'What became of them',
  summary: '280 of 301 arrived.',
  series: SERIES,
};
const COUNTS = { read: 200, delivered: 80, sent: 0, failed: 20, unknown: 1 };
const TEAMS = {
  id: 'teams',
  title: 'By team',
  summary: 'Lions have most.',
  series: SERIES,
  what: 'Team',
  bars: [
    { label: 'Lions u9s', counts: { read: 6, failed: 2 } },
    { label: '<b>Bears</b> u7s', counts: { delivered: 4 } },
    { label: 'Tigers u8s', counts: {} },
  ],
};

async function opened(body: Html, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const file = join(aFolder(), 'charts.html');
  const main = html`<main><h1>Charts</h1>${body}</main>`;
  writeFileSync(
    file,
    page({ title: 'Charts', kind: 'charts', style: CHART_STYLE, script: '', body: main }),
  );
  return await openFile(browser(), file, options);
}

const both = (): Html => html`${stackedBar({ ...ALL, counts: COUNTS })}${barChart(TEAMS)}`;

/** The widths of a bar's segments, in percent of the drawing. */
async function widthsIn(drawing: Locator): Promise<readonly number[]> {
  const whole = (await drawing.boundingBox())?.width ?? 0;
  const parts = await drawing.locator('rect.segment').all();
  const boxes = await Promise.all(parts.map(async (part) => await part.boundingBox()));
  // Half a percent is less than the line around a segment.
  return boxes.map((box) => Math.round((100 * (box?.width ?? 0)) / whole));
}

async function cellsOf(table: Locator): Promise<readonly string[]> {
  const rows = await table.locator('tr').all();
  return await Promise.all(
    rows.map(async (row) => (await row.locator('th, td').allTextContents()).join(' | ')),
  );
}

describe('the bar of all there is', () => {
  it('is divided in proportion to the counts, and says so in its summary', async () => {
    const { page } = await opened(
      stackedBar({ ...ALL, counts: { read: 50, delivered: 25, failed: 25 } }),
    );
    const drawing = page.getByRole('img', { name: 'What became of them 280 of 301 arrived.' });
    expect(await widthsIn(drawing)).toEqual([50, 25, 25]);
  });

  it('has every number in a table, and no share that says nothing where there is one', async () => {
    const { page } = await opened(stackedBar({ ...ALL, counts: COUNTS }));
    expect(await cellsOf(page.locator('table'))).toEqual([
      'State | Messages | Share',
      'Read | 200 | 66%',
      'Delivered | 80 | 27%',
      'On the way | 0 | 0%',
      'Not delivered | 20 | 7%',
      'Unknown | 1 | under 1%',
    ]);
  });

  it('is empty where nothing was sent', async () => {
    const { page } = await opened(stackedBar({ ...ALL, counts: {} }));
    expect(await page.locator('figure > svg rect').count()).toBe(0);
    expect((await cellsOf(page.locator('table')))[1]).toBe('Read | 0 | ');
  });
});

describe('the bars by team', () => {
  it('share one scale, and the longest has the full width', async () => {
    const { page } = await opened(barChart(TEAMS));
    const drawings = await page.locator('.bar svg').all();
    const widths = await Promise.all(drawings.map(widthsIn));
    expect(widths).toEqual([[75, 25], [50], []]);
    expect(await page.locator('.bar-total').allTextContents()).toEqual(['8', '4', '0']);
  });

  it('have their numbers in a table', async () => {
    const { page } = await opened(barChart(TEAMS));
    await page.getByText('The same as a table').click();
    expect(await cellsOf(page.getByRole('table', { name: 'By team' }))).toEqual([
      'Team | Read | Delivered | On the way | Not delivered | Unknown | All',
      'Lions u9s | 6 | 0 | 0 | 2 | 0 | 8',
      '<b>Bears</b> u7s | 0 | 4 | 0 | 0 | 0 | 4',
      'Tigers u8s | 0 | 0 | 0 | 0 | 0 | 0',
    ]);
  });
});

describe('every chart', () => {
  it('distinguishes its series by pattern too, for readers and paper without colours', async () => {
    const { page } = await opened(both());
    const fills = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('.legend .swatch')].map((one) => one.lastElementChild.getAttribute('fill') ?? 'plain')`,
    );
    expect(new Set(fills).size).toBe(SERIES.length);
    const known = await page.evaluate(
      `[...document.querySelectorAll('[fill^="url("]')].every((one) => document.getElementById(one.getAttribute('fill').slice(5, -1)) !== null)`,
    );
    expect(known).toBe(true);
  });

  it('loads nothing, and the browser reports no error', async () => {
    const { requests, complaints } = await opened(both());
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 375],
    ['light', 1280],
    ['dark', 375],
    ['dark', 1280],
  ] as const)('has nothing for axe to find in %s at %d pixels', async (colorScheme, width) => {
    const { page } = await opened(both(), { colorScheme, viewport: { width, height: 800 } });
    await page.getByText('The same as a table').click();
    expect(await faultsForAxe(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it.each(['light', 'dark'] as const)(
    'has colours that stand out three to one from the page in %s',
    async (colorScheme) => {
      const { page } = await opened(both(), { colorScheme });
      const colours = await page.evaluate<readonly string[]>(
        `[document.body, ...document.querySelectorAll('.legend .segment')].map((one, at) => getComputedStyle(one)[at === 0 ? 'backgroundColor' : 'fill'])`,
      );
      const [ground = 0, ...tones] = colours.map(luminance);
      for (const tone of tones) {
        const [dark = 0, light = 0] = [ground, tone].toSorted((a, b) => a - b);
        expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(3);
      }
      expect(tones).toHaveLength(SERIES.length);
    },
  );
});

/** Relative luminance as WCAG 2 defines it, of `rgb(0, 114, 178)`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/gu) ?? []).map((part) => {
    const channel = Number(part) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
