import { beforeEach, describe, expect, it } from '@jest/globals';
import { reader } from '../../../../src/adapters/storage/documents.ts';
import { answerKey, optOutKey } from '../../../../src/adapters/storage/layout.ts';
import { newLedgerKey, newToken } from '../../../../src/adapters/storage/ledger-key.ts';
import { openLedgerOn, type OpenLedger } from '../../../../src/adapters/storage/open-ledger.ts';
import type { Store } from '../../../../src/adapters/storage/port/store.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { sha256 } from '../../../../src/domain/sha256.ts';
import { memoryStorage } from '../../../support/store/memory-store.ts';

const NOBODY = { kind: 'number', phone: '+447700900999' as Phone } as const;
const AT = new Date('2026-07-15T18:42:00Z');
const ID = sha256(['two_parents', 'ava hartley', '+447700900123', '+447700900124']);
const OLDER = {
  id: ID,
  answer: 'lower',
  answeredBy: 'Robin Green',
  answeredAt: '2025-07-15T18:42:00.000Z',
};

const keyedHash = keyedHashWith(newLedgerKey());
let store: Store;
let opened: OpenLedger;
beforeEach(() => {
  const storage = memoryStorage({ isTransactional: true });
  store = storage.open();
  const context = { store, name: 'memory', read: reader('memory'), keyedHash, newToken };
  opened = openLedgerOn(
    { ...context, mode: 'live', isShared: false },
    {
      hold: async () => {},
      close: async () => {},
      outsideItems: {
        find: () => ({ simulated: 0, copies: [] }),
        held: () => [],
        erase: () => {},
        scrub: async () => [],
        recoverableDays: 0,
      },
    },
  );
});

async function stored(): Promise<string> {
  return JSON.stringify(await Array.fromAsync(store.scan()));
}

describe('an erasure of anybody', () => {
  it('gives the answers of older versions keyed hashes, and they still count', async () => {
    await store.commit([{ ...answerKey('live', ID), doc: OLDER }]);
    expect(await opened.ledger.answers([ID])).toEqual(new Map([[ID, 'lower']]));
    await opened.erasable.erase(NOBODY, AT);
    expect(await stored()).not.toContain(ID);
    expect(await opened.ledger.answers([ID])).toEqual(new Map([[ID, 'lower']]));
  });

  it('keeps a newer answer to the same question', async () => {
    await store.commit([{ ...answerKey('live', ID), doc: OLDER }]);
    await opened.ledger.remember(ID, 'both', 'Robin Green', AT);
    expect(await opened.ledger.answers([ID])).toEqual(new Map([[ID, 'both']]));
    await opened.erasable.erase(NOBODY, AT);
    expect(await stored()).not.toContain(ID);
    expect(await opened.ledger.answers([ID])).toEqual(new Map([[ID, 'both']]));
  });

  it('erases the last digits that older versions kept of erased numbers', async () => {
    const hash = keyedHash(sha256(['phone', '+447700900123']));
    const doc = { whom: null, lastTwo: '23', stands: null, ended: [] };
    await store.commit([{ ...optOutKey('live', hash), doc }]);
    await opened.erasable.erase(NOBODY, AT);
    expect(await store.get(optOutKey('live', hash))).toMatchObject({ doc: { lastTwo: null } });
  });
});

it('an answer is stored under a keyed hash', async () => {
  await opened.ledger.remember(ID, 'lower', 'Robin Green', AT);
  expect(await stored()).not.toContain(ID);
});
