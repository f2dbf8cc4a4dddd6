import { describe, expect, it } from '@jest/globals';
import { surveyStatus } from '../../../../src/application/follow-up/survey-status.ts';
import {
  columnWidths,
  otherReplies,
  statusPage,
  barLines,
} from '../../../../src/cli/commands/status/view.ts';
import { PLAIN } from '../../../../src/cli/terminal/colours.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { KeyedHash } from '../../../../src/domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../../src/domain/delivery/ledger-message.ts';
import { aLedgerMessage } from '../../../support/ledger/ledger-message.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
const AT = new Date('2026-07-15T18:00:00Z');

const AVA = aLedgerMessage({
  key: 'a'.repeat(64),
  player: 'Ava Hartley',
  delivery: 'read',
  deliveryAt: AT,
});
const BEN = aLedgerMessage({
  key: 'b'.repeat(64),
  player: 'Ben Hartley',
  to: 'whatsapp:+447700900324',
  delivery: 'undelivered',
  deliveryCode: 63_024,
  deliveryAt: AT,
});

function aReply(text: string, parts: Partial<Reply> = {}): Reply {
  return {
    sid: `SM${'1'.repeat(32)}` as MessageSid,
    sender: '+447700900123',
    userId: null,
    text,
    button: null,
    media: [],
    answers: null,
    at: AT,
    ...parts,
  };
}

async function* each<T>(all: readonly T[]): AsyncIterable<T> {
  yield* all;
}

async function pageOf(
  messages: readonly LedgerMessage[],
  replies: readonly Reply[],
  columns: number | null,
): Promise<readonly string[]> {
  const ledger = {
    byKeys: async (keys: readonly KeyedHash[]) =>
      keys.flatMap((key) => messages.filter((message) => message.key === key)),
  };
  const widths = columnWidths();
  const survey = await surveyStatus(each(messages), {
    ledger,
    replies,
    now: NOW,
    see: widths.add,
  });
  const pieces = await Array.fromAsync(statusPage(survey, widths, columns, PLAIN));
  return pieces.join('').split('\n');
}

describe('the page of a status', () => {
  it('has the counts, then what failed with what to do, then the rest with what was written back', async () => {
    expect(await pageOf([AVA, BEN], [aReply('Yes\nplease')], null)).toEqual([
      'not delivered  1  ████████████████████████████████████████',
      'read           1  ████████████████████████████████████████',
      '',
      'Did not arrive (1)',
      '  not delivered  Ben Hartley  Panthers u11s  …324  15 Jul 2026, 19:00',
      '  ! This number is not on WhatsApp, or its owner has not accepted the newest terms. Ring the parent, or write to them in another way.',
      '',
      'Arrived (1)',
      '  read           Ava Hartley  Panthers u11s  …123  15 Jul 2026, 19:00',
      '  > wrote: “Yes⏎please”, 15 Jul 2026, 19:00',
      '',
    ]);
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
    const odd = { ...AVA, player: 'Ava\u001B[2J', team: 'Lions\u202E u9s' };
    const page = (await pageOf([odd], [aReply('\u001B]0;x\u0007')], 80)).join('\n');
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
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
  });

  it('names what is no text, and shows replies from unknown numbers', () => {
    const media = ['https://api.twilio.com/a'];
    const listed = aReply('', { sender: 'GB.1a2b', media });
    const note = aReply('', { media, attachments: ['voice_note'] });
    expect(otherReplies([listed, note], null)).toBe(
      [
        '\n2 replies beside no message',
        '  > …a2b wrote: (media), 15 Jul 2026, 19:00',
        '  > …123 wrote: (a voice note), 15 Jul 2026, 19:00\n',
      ].join('\n'),
    );
    expect(otherReplies([], 80)).toBe('');
  });
});

const COUNTS = new Map([
  ['undelivered', 1],
  ['sent', 10],
  ['read', 200],
] as const);

describe('the bars of a status', () => {
  it('have a word, a number and a length each, and one can be seen beside many', () => {
    expect(barLines(COUNTS, 40)).toEqual([
      'not delivered    1  █',
      'sent            10  █',
      'read           200  ████████████████████',
    ]);
  });

  it('grow no longer than can be taken in, where there is no terminal', () => {
    expect(barLines(COUNTS, null).map((line) => line.length)).toEqual([21, 22, 60]);
  });

  it('are left out where there is no room for them', () => {
    expect(barLines(COUNTS, 20)).toEqual([
      'not delivered   1',
      'sent           10',
      'read          200',
    ]);
  });

  it.each([20, 24, 25, 40, 80, 200])('fit %d columns', (columns) => {
    expect(barLines(COUNTS, columns).filter((line) => line.length > columns)).toEqual([]);
  });

  it('are none where nothing was sent', () => {
    expect(barLines(new Map(), 80)).toEqual([]);
  });
});
