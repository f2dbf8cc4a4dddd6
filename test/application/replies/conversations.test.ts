import { expect, it } from '@jest/globals';
import { readConversations } from '../../../src/application/replies/conversations.ts';
import type { ClubAnswer } from '../../../src/domain/contact/conversation.ts';
import type { Reply } from '../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { aReplyFrom } from '../../support/builders.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const [JANE, SAM] = ['+447700900123', '+447700900124'] as [Phone, Phone];
const at = (time: string): Date => new Date(`2026-07-15T${time}:00Z`);

const wrote = (sender: string, text: string, time: string, parts: Partial<Reply> = {}): Reply => ({
  ...aReplyFrom(sender),
  sid: `SM${time.replace(':', '').padStart(32, '0')}` as MessageSid,
  text,
  at: at(time),
  ...parts,
});

async function conversationsOf(all: readonly Reply[], answers: readonly ClubAnswer[] = []) {
  const optOuts = memoryOptOuts();
  await optOuts.add([SAM], { state: 'pending', source: 'reply', operator: 'Ann', at: at('18:30') });
  return await readConversations({
    replies: {
      since: async function* since() {
        yield* all;
      },
      numberBehind: async (id) => (id === 'GB.1a2b' ? JANE : null),
    },
    replyLog: {
      answers: async function* sent() {
        yield* answers;
      },
    },
    optOuts,
  });
}

it('joins what one person wrote, whether or not WhatsApp showed the number', async () => {
  const matched = { phone: JANE, operator: 'Ann', at: at('19:00') };
  const answer = { to: `whatsapp:${JANE}`, text: 'Yes' } as ClubAnswer;
  const all = [
    wrote(JANE, 'one', '18:00'),
    wrote(SAM, 'two', '18:10'),
    wrote('GB.1a2b', 'three', '18:20'),
    wrote('GB.9z9z', 'four', '18:25'),
    wrote('lid/8c41d7@hidden', 'five', '18:30', { matched }),
  ];
  const found = await conversationsOf(all, [answer]);
  expect(
    found.map((one) => [
      one.correspondent,
      one.phone,
      one.replies.map(({ text }) => text),
      one.answers.length,
      one.optOut?.state,
    ]),
  ).toEqual([
    [SAM, SAM, ['two'], 0, 'pending'],
    ['GB.9z9z', null, ['four'], 0, undefined],
    [JANE, JANE, ['one', 'three', 'five'], 1, undefined],
  ]);
});

it('finds none where nothing was written', async () => {
  expect(await conversationsOf([])).toEqual([]);
});
