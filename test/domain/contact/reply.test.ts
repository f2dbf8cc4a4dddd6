import { describe, expect, it } from '@jest/globals';
import {
  replyAssigner,
  type AssignedReplies,
  type Reply,
} from '../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';

const at = (time: string): Date => new Date(`2026-07-15T${time}:00Z`);
const FIRST = aLedgerMessage({ key: 'first', sentAt: at('18:00'), messageSid: sid('1') });
const SECOND = aLedgerMessage({ key: 'second', sentAt: at('18:30'), messageSid: sid('2') });
const OTHERS = aLedgerMessage({ key: 'others', to: 'whatsapp:+447700900102' });

function sid(digit: string): MessageSid {
  return `MM${digit.repeat(32)}` as MessageSid;
}

function aReply(parts: Partial<Reply>): Reply {
  return {
    sid: sid('9'),
    sender: '+447700900123',
    userId: null,
    text: 'Yes',
    button: null,
    media: [],
    answers: null,
    at: at('19:00'),
    ...parts,
  };
}

function repliesTo(messages: readonly LedgerMessage[], replies: readonly Reply[]): AssignedReplies {
  const sorter = replyAssigner(replies);
  for (const message of messages) sorter.see(message);
  return sorter.sorted();
}

/** The keys of the messages that a reply is assigned to. */
function besides(reply: Reply): readonly string[] {
  return [...repliesTo([SECOND, FIRST, OTHERS], [reply]).byKey.keys()];
}

describe('a reply stands beside', () => {
  it.each([
    ['the last message to its sender', {}, ['second']],
    ['the last that had gone by then', { at: at('18:10') }, ['first']],
    ['the one that it answers', { answers: sid('1') }, ['first']],
    ['no message where it was written before all of them', { at: at('17:00') }, []],
    ['no message where its sender hides the number', { sender: 'GB.1a2b' }, []],
  ])('%s', (_which, parts, keys) => {
    expect(besides(aReply(parts))).toEqual(keys);
  });

  it('or apart, and is never lost', () => {
    const hidden = aReply({ sender: 'GB.1a2b' });
    expect(repliesTo([FIRST], [hidden]).others).toEqual([hidden]);
  });
});
