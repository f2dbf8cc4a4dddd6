import { describe, expect, it } from '@jest/globals';
import { pressingBlocks, wholePage } from '../../../../src/cli/commands/status/page.ts';
import { columnWidths } from '../../../../src/cli/commands/status/table.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../../src/domain/delivery/ledger-message.ts';
import { NONE_HELD } from '../../../../src/domain/delivery/status/held-template.ts';
import { aLedgerMessage } from '../../../support/ledger/ledger-message.ts';
import { AT, aReply, aScreen, surveyOf } from './pages.ts';

const AVA = aLedgerMessage({
  key: 'a'.repeat(64),
  player: 'Ava Hartley',
  parent: 'Jane Hartley',
  delivery: 'read',
  deliveryAt: AT,
});
const BEN = aLedgerMessage({
  key: 'b'.repeat(64),
  player: 'Ben Hartley',
  parent: 'Jo Hartley',
  to: 'whatsapp:+447700900324',
  delivery: 'undelivered',
  deliveryCode: 63_024,
  deliveryAt: AT,
});
const CARA = { ...BEN, key: 'c'.repeat(64) as LedgerMessage['key'], player: 'Cara Hartley' };

async function pageOf(
  messages: readonly LedgerMessage[],
  replies: readonly Reply[],
  columns: number | null,
  { isWhole = true, held = NONE_HELD } = {},
): Promise<readonly string[]> {
  const widths = isWhole ? columnWidths() : null;
  const survey = await surveyOf(messages, { replies, widths, held });
  const pieces = await Array.fromAsync(wholePage(survey, { screen: aScreen(columns), widths }));
  return pieces.join('').split('\n');
}

const NOT_ON_WHATSAPP =
  'This number is not on WhatsApp, or its owner has not accepted the newest terms. Ring the parent, or write to them in another way.';

describe('the page of a status', () => {
  it('has a reason once, then the people, and at last those who need nothing', async () => {
    expect(await pageOf([AVA, CARA, BEN], [], null)).toEqual([
      '',
      `Did not arrive (2): ${NOT_ON_WHATSAPP}`,
      '  +**********24  Jo Hartley, for Ben Hartley (Panthers u11s)',
      '  +**********24  Jo Hartley, for Cara Hartley (Panthers u11s)',
      '',
      'Arrived (1)',
      '  read           Ava Hartley   Panthers u11s  …123  15 Jul 2026, 19:00',
      '',
    ]);
  });

  it('has full numbers at a terminal alone', async () => {
    expect(await pageOf([BEN], [], 80)).toContain(
      '  +44 7700 900324  Jo Hartley, for Ben Hartley (Panthers u11s)',
    );
  });

  it('leaves out those who need nothing, unless all are asked for', async () => {
    expect((await pageOf([AVA, BEN], [], null, { isWhole: false })).join('\n')).not.toContain(
      'Ava',
    );
  });

  it('has what a parent wrote who waits for an answer', async () => {
    expect(
      await pageOf([AVA], [aReply('Hello?'), aReply('Yes\nplease')], null, { isWhole: false }),
    ).toEqual([
      '',
      'Wrote and wait for an answer (1): WhatsApp takes an answer for 24 hours after they wrote. Use urmston-invite reply, or ring them.',
      '  +**********23  Jane Hartley, for Ava Hartley (Panthers u11s)',
      '  > wrote (question): “Hello?”, 15 Jul 2026, 19:00',
      '  > wrote (ready): “Yes⏎please”, 15 Jul 2026, 19:00',
      '',
    ]);
  });

  it('has the message at Twilio that may be one of unknown outcome', async () => {
    const sid = `MM${'5'.repeat(32)}` as MessageSid;
    const candidate = { sid, at: AT, doubt: 'text_hidden' } as const;
    const [, head, ava, twilios, zoe] = await pageOf(
      [
        { ...AVA, state: 'unknown', delivery: null, candidate },
        { ...CARA, state: 'unknown', delivery: null, candidate },
      ],
      [],
      null,
    );
    expect(head).toMatch(
      /^Outcome unknown \(2\): Twilio has a message to this number, and its text/u,
    );
    expect(ava).toMatch(/Ava Hartley \(Panthers u11s\), 15 Jul 2026, 19:00$/u);
    expect(twilios).toBe(`    Twilio has ${sid}, 15 Jul 2026, 19:00`);
    expect(zoe).toContain('Cara');
  });

  it("has Twilio's words on a reason, free of control characters", async () => {
    const twilioText = 'Invalid \u001B[2Jmessage recipient';
    expect((await pageOf([{ ...BEN, twilioText }], [], null))[1]).toMatch(
      /^Did not arrive \(1\): This number .+ Twilio says: “Invalid [^\p{Cc}]*message recipient”\. Ring/u,
    );
  });

  it.each([true, false])('says once that WhatsApp may be holding messages', async (isWhole) => {
    const sent = { delivery: 'sent', deliveryAt: AT } as const;
    const messages = [
      { ...AVA, ...sent },
      { ...BEN, ...sent, deliveryCode: null },
    ];
    const page = await pageOf(messages, [], null, { isWhole, held: { holds: () => true } });
    expect(page[1]).toMatch(
      /^Sent and not delivered \(2\): WhatsApp may be holding a new template/u,
    );
    expect(page.filter((line) => line.includes('Hartley'))).toHaveLength(isWhole ? 2 : 0);
  });

  it('warns of a message that is sent for a day and not delivered', async () => {
    const sent = {
      ...AVA,
      delivery: 'sent',
      deliveryAt: new Date('2026-07-13T18:00:00Z'),
    } as const;
    const page = (await pageOf([sent], [], null)).join('\n');
    expect(page).toContain('Sent over a day ago and not delivered (1)');
    expect(page).toMatch(/phone may be off.+no WhatsApp.+blocked the club.+Ring the parent/u);
    expect(page).toContain('(Panthers u11s), 13 Jul 2026, 19:00');
  });

  it.each([20, 30, 60, 80])(
    'fits %d columns, and cuts what a parent wrote to one line',
    async (columns) => {
      const lines = await pageOf([AVA, BEN], [aReply('Yes please, '.repeat(20))], columns);
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      expect(lines.filter((line) => line.includes('Yes please'))).toHaveLength(1);
      expect(lines.join(' ')).toContain('Ben Hartley');
    },
  );

  it('lets no name and no reply take the screen over', async () => {
    const odd = { player: 'Ava\u001B[2J', team: 'Lions\u202E u9s', parent: 'J\u0007' };
    const messages = [
      { ...AVA, ...odd },
      { ...BEN, ...odd },
    ];
    for (const columns of [20, 80]) {
      // oxlint-disable-next-line no-await-in-loop -- two screens
      const page = (await pageOf(messages, [aReply('\u001B]0;x\u0007')], columns)).join('\n');
      expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
    }
  });
});

describe('the groups on a screen', () => {
  it('have the first people of each reason, with the last that each wrote', async () => {
    const survey = await surveyOf([AVA, CARA, BEN], { replies: [aReply('Hello?'), aReply('Yes')] });
    expect(await pressingBlocks(survey, 1, aScreen(80))).toEqual([
      {
        head: [
          'Did not arrive (2): This number is not on WhatsApp, or its owner has not',
          '  accepted the newest terms. Ring the parent, or write to them in another way.',
        ],
        brief: 'Did not arrive (2): This number is not on WhatsApp, or its owner has not accept…',
        count: 2,
        people: [['  +44 7700 900324  Jo Hartley, for Ben Hartley (Panthers u11s)']],
      },
      {
        head: [
          'Wrote and wait for an answer (1): WhatsApp takes an answer for 24 hours after',
          '  they wrote. Use urmston-invite reply, or ring them.',
        ],
        brief: 'Wrote and wait for an answer (1): WhatsApp takes an answer for 24 hours after t…',
        count: 1,
        people: [
          [
            '  +44 7700 900123  Jane Hartley, for Ava Hartley (Panthers u11s)',
            '  > wrote 2 times, last (ready): “Yes”, 15 Jul 2026, 19:00',
          ],
        ],
      },
    ]);
  });
});
