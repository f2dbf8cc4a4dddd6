import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aFolder } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, rowsFor, run, type Ran } from '../../run.ts';

const HELD = 'WhatsApp may be holding a new template';

/** Twelve numbers. Those that end in 0, 1 or 2 are dropped after 20 minutes. */
const NUMBERS = Array.from({ length: 12 }, (_, index) => String(101 + index));

/** A home in which a rehearsal with a paced template ended at 10:00. */
async function paced() {
  const home = aFolder();
  const list = aCsv(rowsFor(NUMBERS));
  const at = async (time: string, ...words: readonly string[]): Promise<Ran> =>
    await run([...words, '--rehearse'], { home, now: `2026-11-${time}:00Z` });
  const sent = await run(['send', list, '--rehearse'], {
    home,
    now: '2026-11-23T10:00:00Z',
    stdin: 'y\n'.repeat(NUMBERS.length),
    env: { REHEARSAL_FAULT: 'template-paced' },
  });
  expect(sent.exitCode).toBe(0);
  return { at, list };
}

const occurrences = (text: string): number => text.replaceAll(/\s+/gu, ' ').split(HELD).length - 1;

describe('messages with a template that WhatsApp paces', () => {
  it('are on their way at first, then held, and some are dropped later', async () => {
    const { at } = await paced();
    const early = await at('23T10:10', 'status');
    expect(early.stdout).toContain('12 sent');
    expect(early.stdout).not.toContain(HELD);

    const held = await at('23T10:18', 'status');
    expect(held.exitCode).toBe(0);
    expect(occurrences(held.stdout)).toBe(1);
    expect(held.stdout).not.toContain('may be off');
    const document = documentIn(await at('23T10:18', 'status', '--json')) as {
      readonly messages: readonly { readonly advice: string | null }[];
    };
    expect(document.messages.filter(({ advice }) => advice?.includes(HELD))).toHaveLength(12);

    const dropped = await at('23T10:30', 'status');
    expect(dropped.exitCode).toBe(6);
    expect(dropped.stdout).toMatch(/12 messages: 5 not delivered, 7 sent/u);
    // Seven are too few to tell from phones that are off.
    expect(dropped.stdout).not.toContain(HELD);
  });

  it('are reported as held for days, and not as phones that are off', async () => {
    const { at, list } = await paced();
    await at('23T10:18', 'status');
    // Nothing is asked of Twilio here, so that the ledger still has them as sent.
    const report = await at('25T10:00', 'report', '--json');
    const { rows } = documentIn(report) as {
      readonly rows: readonly { readonly state: string; readonly reason: string }[];
    };
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ reason }) => reason.includes(HELD))).toHaveLength(12);
    const listed = await at('23T11:00', 'report', list, '--json');
    expect(occurrences(listed.stdout)).toBe(12);
    expect(listed.stdout).not.toContain('phone is off');
    const chase = await at('23T11:00', 'report', '--chase');
    expect(chase.stdout).toContain('Nobody has to be rung.');
    expect((await at('25T10:00', 'report', '--chase')).stdout).toContain('WhatsApp Manager');
  });

  it('are in the page of the committee as held, once', async () => {
    const { at } = await paced();
    await at('23T10:18', 'status');
    const page = join(aFolder(), 'committee.html');
    await at('23T11:00', 'report', '--html', page);
    expect(occurrences(readFileSync(page, 'utf8'))).toBe(1);
  });

  it('are shown as held by history, of one number too', async () => {
    const { at } = await paced();
    await at('23T10:18', 'status');
    const one = await at('23T11:00', 'history', '07700 900105');
    expect(one.stdout).toMatch(/sent +.*WhatsApp may be holding a new template/su);
    expect(occurrences((await at('23T11:00', 'history')).stdout)).toBe(12);
    const json = await at('23T11:00', 'history', '07700 900105', '--json');
    expect(documentIn(json)).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ state: 'sent', advice: expect.stringContaining(HELD) }),
      ]),
    });
  });
});
