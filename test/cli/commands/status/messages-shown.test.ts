import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { messagesShown } from '../../../../src/cli/commands/status/messages-shown.ts';
import type { World } from '../../../../src/cli/composition/world.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../../src/domain/delivery/ledger-message.ts';
import { aLedgerMessage } from '../../../support/ledger/ledger-message.ts';

const sid = (digit: string): MessageSid => `MM${digit.repeat(32)}` as MessageSid;
const JULY = new Date('2025-07-15T18:00:00Z');
const NEXT_JULY = new Date('2026-07-15T18:00:00Z');
const LAST_YEAR = aLedgerMessage({
  season: '2025-26',
  to: 'whatsapp:+447700900101',
  messageSid: sid('1'),
  approvedAt: JULY,
  sentAt: JULY,
});
const THIS_YEAR = aLedgerMessage({
  messageSid: sid('2'),
  approvedAt: NEXT_JULY,
  sentAt: NEXT_JULY,
});

function aReply(parts: Partial<Reply>): Reply {
  return {
    sid: sid('9'),
    sender: '+447700900999',
    userId: null,
    text: 'Yes',
    button: null,
    media: [],
    answers: null,
    at: new Date('2026-08-01T18:00:00Z'),
    ...parts,
  };
}

/** A ledger of these messages, that of the earliest season first, with the times from which replies were read. */
function aWorldOf(messages: readonly LedgerMessage[]) {
  const asked: Date[] = [];
  const ledger: Partial<World['ledger']> = {
    latestSeason: async () => messages.at(-1)?.season ?? null,
    messages: async function* each({ season, to } = {}) {
      yield* messages.filter(
        (one) => (season ?? one.season) === one.season && (to ?? one.to) === one.to,
      );
    },
    bySids: async (sids) =>
      new Map(
        messages.flatMap((one) =>
          one.messageSid !== null && sids.includes(one.messageSid)
            ? [[one.messageSid, one] as const]
            : [],
        ),
      ),
  };
  const replies: Partial<World['replies']> = {
    since: (from) => {
      asked.push(from);
      return Readable.from([]);
    },
  };
  return { world: { ledger, replies } as World, asked };
}

describe('a status without a list', () => {
  it('is about the latest season, and about what parents wrote since it began', async () => {
    const { world, asked } = aWorldOf([LAST_YEAR, THIS_YEAR]);
    const { messages, replies } = await messagesShown(world, null);
    expect(await Array.fromAsync(messages())).toEqual([THIS_YEAR]);
    await replies();
    expect(asked).toEqual([NEXT_JULY]);
  });

  it('takes no reply to a message of another season for one that is about nothing', async () => {
    const { others } = await messagesShown(aWorldOf([LAST_YEAR, THIS_YEAR]).world, null);
    const stranger = aReply({});
    const late = aReply({ sender: '+447700900101' });
    const named = aReply({ answers: sid('1') });
    expect(await others([stranger, late, named])).toEqual([stranger]);
  });

  it('has everything that was ever written where there is no other season', async () => {
    const { world, asked } = aWorldOf([THIS_YEAR]);
    const { replies, others } = await messagesShown(world, null);
    await replies();
    expect(asked).toEqual([new Date(0)]);
    const early = aReply({ at: JULY });
    expect(await others([early])).toEqual([early]);
  });

  it('is about nothing where nothing was sent', async () => {
    const { messages } = await messagesShown(aWorldOf([]).world, null);
    expect(await Array.fromAsync(messages())).toEqual([]);
  });
});
