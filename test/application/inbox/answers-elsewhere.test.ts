import { describe, expect, it } from '@jest/globals';
import { findAnswersElsewhere } from '../../../src/application/inbox/answers-elsewhere.ts';
import type { OutgoingMessage } from '../../../src/application/ports/gateway.ts';
import type { Conversation } from '../../../src/domain/contact/conversation.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { aReplyFrom } from '../../support/builders.ts';

const JANE = '+447700900123' as Phone;
const at = (time: string): Date => new Date(`2026-07-15T${time}:00Z`);
const sid = (digit: string): MessageSid => `SM${digit.repeat(32)}` as MessageSid;
const ONE: Conversation = {
  correspondent: JANE,
  phone: JANE,
  replies: [{ ...aReplyFrom(JANE), at: at('18:00') }],
  answers: [],
  optOut: null,
};

const outgoing = (digit: string, time: string, to = `whatsapp:${JANE}`): OutgoingMessage => ({
  sid: sid(digit),
  to,
  text: `Text ${digit}`,
  at: at(time),
});

async function found(
  pages: readonly (readonly OutgoingMessage[])[],
  conversations: readonly Conversation[] = [ONE],
  now = at('19:00'),
) {
  const handled: unknown[] = [];
  let since: Date | null = null;
  const isAny = await findAnswersElsewhere(conversations, now, {
    log: {
      outgoingSince: (from) => {
        since = from;
        const left = [...pages];
        return async () => left.shift() ?? null;
      },
    },
    ledger: { knownSids: async () => new Set([sid('1')]) },
    replies: {
      handle: async (...call) => {
        handled.push(call);
        return { kind: 'handled' };
      },
    },
  });
  return { isAny, handled, since };
}

describe('answers from outside the tool', () => {
  it('are recorded with the message that they answer: the first of them', async () => {
    const pages = [[outgoing('3', '18:40'), outgoing('2', '18:30')], [outgoing('1', '18:20')]];
    const handling = { how: 'elsewhere', sid: sid('2'), text: 'Text 2', at: at('18:30') };
    expect(await found(pages)).toEqual({
      isAny: true,
      handled: [[ONE.replies[0].sid, handling, null]],
      since: at('18:00'),
    });
  });

  it.each([
    ['sent by this tool', [outgoing('1', '18:30')]],
    ['sent before the parent wrote', [outgoing('2', '17:59')]],
    ['to somebody else', [outgoing('2', '18:30', 'whatsapp:+447700900124')]],
    ['to a masked number', [outgoing('2', '18:30', 'whatsapp:+44770090XXXX')]],
  ])('are none where a message was %s', async (_what, page) => {
    expect(await found([page])).toMatchObject({ isAny: false, handled: [] });
  });

  it.each<[string, Partial<Conversation>, Date]>([
    [
      'is answered',
      { answers: [{ state: 'accepted', at: at('18:10'), answers: null } as never] },
      at('19:00'),
    ],
    ['has no number', { phone: null }, at('19:00')],
    ['is more than a week old', {}, new Date('2026-07-22T18:00:00Z')],
  ])('are not asked for where the conversation %s', async (_what, parts, now) => {
    const { since } = await found([[outgoing('2', '18:30')]], [{ ...ONE, ...parts }], now);
    expect(since).toBeNull();
  });
});
