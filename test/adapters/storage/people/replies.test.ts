import { describe, expect, it } from '@jest/globals';
import { reader } from '../../../../src/adapters/storage/documents.ts';
import { repliesIn } from '../../../../src/adapters/storage/people/replies.ts';
import { PAGE_SIZE } from '../../../../src/adapters/storage/port/store.ts';
import { asMessageSid, type MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import { A_LEDGER_KEY } from '../../../support/ledger/ledger-parts.ts';
import { memoryStorage } from '../../../support/store/memory-store.ts';

const sid = (index: number): MessageSid => {
  const made = asMessageSid(`SM${index.toString(16).padStart(32, '0')}`);
  if (made === null) throw new Error('A made SID is none.');
  return made;
};

describe('replies since a time', () => {
  it('are read only as far as they are used', async () => {
    let pages = 0;
    const storage = memoryStorage({
      onAccess: (access, { pk }) => {
        if (access === 'read' && pk === 'live#replies') pages += 1;
      },
    });
    const replies = repliesIn({
      store: storage.open(),
      name: 'the ledger',
      read: reader('the ledger'),
      mode: 'live',
      keyedHash: keyedHashWith(A_LEDGER_KEY),
      newToken: () => '0'.repeat(16),
      isShared: true,
    });
    for (let index = 0; index < PAGE_SIZE * 3; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await replies.add({
        sid: sid(index),
        sender: '+447700900123',
        userId: null,
        text: 'Yes please',
        button: null,
        media: [],
        answers: null,
        at: new Date(index * 1000),
      });
    }
    for await (const newest of replies.since(new Date(0), { newestFirst: true })) {
      expect(newest.sid).toBe(sid(PAGE_SIZE * 3 - 1));
      break;
    }
    expect(pages).toBe(1);
  });
});
