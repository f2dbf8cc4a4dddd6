import { describe, expect, it } from '@jest/globals';
import {
  conversationState,
  messagesOf,
  type ClubAnswer,
  type Conversation,
} from '../../../src/domain/contact/conversation.ts';
import type { Handling } from '../../../src/domain/contact/handling.ts';
import type { Reply } from '../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { aReplyFrom } from '../../support/builders.ts';

const JANE = '+447700900123' as Phone;
const at = (time: string): Date => new Date(`2026-07-15T${time}:00Z`);
const sid = (digit: string): MessageSid => `SM${digit.repeat(32)}` as MessageSid;

function aReply(digit: string, time: string, parts: Partial<Reply> = {}): Reply {
  return { ...aReplyFrom(JANE), sid: sid(digit), text: 'Ready', at: at(time), ...parts };
}

function anAnswer(parts: Partial<ClubAnswer> = {}): ClubAnswer {
  return {
    sid: sid('9'),
    to: `whatsapp:${JANE}`,
    text: 'Here you are',
    operator: 'Robin Green',
    at: at('18:30'),
    answers: sid('1'),
    state: 'accepted',
    delivery: null,
    code: null,
    ...parts,
  };
}

function aConversation(parts: Partial<Conversation> = {}): Conversation {
  return {
    correspondent: JANE,
    phone: JANE,
    replies: [aReply('1', '18:00')],
    answers: [],
    optOut: null,
    ...parts,
  };
}

const stateAt = (time: Date, parts: Partial<Conversation> = {}): string =>
  conversationState(aConversation(parts), time).kind;

const NEXT_DAY = (time: string): Date => new Date(`2026-07-16T${time}Z`);
const TWICE = { replies: [aReply('1', '18:00'), aReply('2', '18:45')] } as const;
const DONE: Handling = { how: 'done', operator: 'Ann Lee', at: at('18:20') };
const STOPPED = { state: 'stopped', operator: 'the parent', at: at('18:20') } as const;

describe('a conversation', () => {
  it.each<[string, string, Partial<Conversation>]>([
    ['waits', 'waiting', {}],
    ['is answered', 'answered', { answers: [anAnswer()] }],
    [
      'is answered while the outcome is unknown',
      'answered',
      { answers: [anAnswer({ state: 'unknown' })] },
    ],
    [
      'waits where Twilio refused the answer',
      'waiting',
      { answers: [anAnswer({ state: 'refused' })] },
    ],
    [
      'waits where the answer did not arrive',
      'waiting',
      { answers: [anAnswer({ delivery: 'undelivered', code: 63_024 })] },
    ],
    [
      'is too late where WhatsApp says so, whatever the clock says',
      'too_late',
      { answers: [anAnswer({ delivery: 'undelivered', code: 63_016 })] },
    ],
    [
      'waits where that was said of an earlier message',
      'waiting',
      { ...TWICE, answers: [anAnswer({ delivery: 'undelivered', code: 63_016 })] },
    ],
    ['waits again where the parent writes again', 'waiting', { ...TWICE, answers: [anAnswer()] }],
    [
      'waits for a message that the operator had not seen when answering',
      'waiting',
      { ...TWICE, answers: [anAnswer({ at: at('18:50') })] },
    ],
    [
      'is answered where an older version answered later',
      'answered',
      { ...TWICE, answers: [anAnswer({ at: at('18:50'), answers: null })] },
    ],
    [
      'waits where an older version answered earlier',
      'waiting',
      { ...TWICE, answers: [anAnswer({ answers: null })] },
    ],
    ['is done', 'done', { replies: [aReply('1', '18:00', { handled: DONE })] }],
    [
      'waits again after it was done',
      'waiting',
      { replies: [aReply('1', '18:00', { handled: DONE }), aReply('2', '18:45')] },
    ],
    [
      'waits where an answer was approved and nothing was sent',
      'waiting',
      {
        replies: [aReply('1', '18:00', { handled: { ...DONE, how: 'answering' } })],
        answers: [anAnswer({ state: 'lapsed' })],
      },
    ],
    [
      'is answered in Twilio’s console',
      'answered',
      {
        replies: [
          aReply('1', '18:00', {
            handled: { how: 'elsewhere', sid: sid('8'), text: 'Hi', at: at('18:10') },
          }),
        ],
      },
    ],
    ['is stopped', 'stopped', { optOut: STOPPED }],
    [
      'waits while it is not clear whether they want to stop',
      'waiting',
      { optOut: { ...STOPPED, state: 'pending' } },
    ],
    ['waits again where they write after they stopped', 'waiting', { ...TWICE, optOut: STOPPED }],
    [
      'stays stopped where they write STOP again',
      'stopped',
      { replies: [aReply('1', '18:00'), aReply('2', '18:45', { text: 'STOP' })], optOut: STOPPED },
    ],
  ])('%s', (_what, expected, parts) => {
    expect(stateAt(at('19:00'), parts)).toBe(expected);
  });

  it('can be answered until 24 hours after the last message, and not at that instant', () => {
    expect(stateAt(NEXT_DAY('17:59:59.999'))).toBe('waiting');
    expect(stateAt(NEXT_DAY('18:00:00.000'))).toBe('too_late');
    expect(stateAt(NEXT_DAY('18:00:00.000'), TWICE)).toBe('waiting');
    expect(stateAt(NEXT_DAY('18:00:00.000'), { answers: [anAnswer()] })).toBe('answered');
  });

  it('has the messages of both sides by their time', () => {
    const handled = { how: 'elsewhere', sid: sid('8'), text: 'Hi', at: at('18:40') } as const;
    const replies = [aReply('1', '18:00', { handled }), aReply('2', '18:45')] as const;
    const messages = messagesOf({ replies, answers: [anAnswer()] });
    expect(messages.map((one) => [one.direction, one.sid])).toEqual([
      ['in', sid('1')],
      ['out', sid('9')],
      ['out', sid('8')],
      ['in', sid('2')],
    ]);
  });
});
