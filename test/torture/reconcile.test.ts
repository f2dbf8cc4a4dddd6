import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredMessage } from '../../src/adapters/simulator/messages/message-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { reconcile } from './reconcile.ts';

const JANE = { player_first_name: 'John', parent_tel: '+447700900101' };
const SIBLING = { player_first_name: 'Ava', parent_tel: '+447700900101' };

const atTwilio = (sid: string, { player_first_name, parent_tel }: typeof JANE): StoredMessage => ({
  sid,
  accountSid: 'AC',
  to: `whatsapp:${parent_tel}`,
  from: 'whatsapp:+447700900999',
  body: '',
  contentSid: null,
  contentVariables: { 1: 'Jane', 2: player_first_name },
  createdAt: '2026-07-15T18:42:00.000Z',
  course: { endsAs: 'read' },
  editedAt: null,
  canceled: false,
  deleted: false,
});

const CLEAN = { double: 0, lost: 0, unrecorded: 0, open: 0 };

describe('the reconciliation of a list that was sent under torture', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('urmston-reconcile-');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** @param attempts state and SID of each attempt in the ledger */
  function reconciled(
    accepted: readonly StoredMessage[],
    attempts: readonly (readonly [string, string | null])[],
  ): object {
    const ledgerFile = join(folder, 'ledger.db');
    const ledger = new DatabaseSync(ledgerFile);
    ledger.exec('CREATE TABLE items (id INTEGER PRIMARY KEY, pk, sk, doc)');
    const insert = ledger.prepare("INSERT INTO items (pk, sk, doc) VALUES (?, 'message', ?)");
    for (const [index, [state, messageSid]] of attempts.entries()) {
      const doc = { purpose: 'invite', earlier: [], attempt: { state, messageSid } };
      insert.run(`live#message#${index}`, JSON.stringify(doc));
    }
    ledger.close();
    return reconcile({ players: [JANE, SIBLING], accepted: () => accepted, ledgerFile });
  }

  it('finds nothing if every message was accepted once, whatever the earlier attempts', () => {
    const reconciliation = reconciled(
      [atTwilio('MM1', JANE), atTwilio('MM2', SIBLING)],
      [
        ['accepted', 'MM1'],
        ['refused', null],
        ['lapsed', null],
        ['resent', null],
        ['accepted', 'MM2'],
      ],
    );
    expect(reconciliation).toEqual({ ...CLEAN, messages: 2 });
  });

  it('counts a message that was accepted twice', () => {
    const reconciliation = reconciled(
      [atTwilio('MM1', JANE), atTwilio('MM2', SIBLING), atTwilio('MM3', JANE)],
      [
        ['accepted', 'MM1'],
        ['accepted', 'MM2'],
        ['accepted', 'MM3'],
      ],
    );
    expect(reconciliation).toEqual({ ...CLEAN, messages: 2, double: 1 });
  });

  it('counts a message that was never accepted', () => {
    const reconciliation = reconciled([atTwilio('MM1', JANE)], [['accepted', 'MM1']]);
    expect(reconciliation).toEqual({ ...CLEAN, messages: 2, lost: 1 });
  });

  it('counts an accepted message without a record', () => {
    const stranger = { ...JANE, parent_tel: '+447700900109' };
    const reconciliation = reconciled(
      [atTwilio('MM1', JANE), atTwilio('MM2', SIBLING), atTwilio('MM3', stranger)],
      [
        ['accepted', 'MM1'],
        ['accepted', 'MM2'],
        ['accepted', 'MM3'],
      ],
    );
    expect(reconciliation).toEqual({ ...CLEAN, messages: 2, double: 1 });
  });

  it.each(['approved', 'sending', 'unknown'])(
    'counts a message that Twilio accepted and the ledger has as %s',
    (state) => {
      const reconciliation = reconciled(
        [atTwilio('MM1', JANE), atTwilio('MM2', SIBLING)],
        [
          ['accepted', 'MM1'],
          [state, null],
        ],
      );
      expect(reconciliation).toEqual({ ...CLEAN, messages: 2, unrecorded: 1, open: 1 });
    },
  );

  it('counts a message that only the ledger has as accepted', () => {
    const reconciliation = reconciled(
      [atTwilio('MM1', JANE)],
      [
        ['accepted', 'MM1'],
        ['accepted', 'MM2'],
      ],
    );
    expect(reconciliation).toEqual({ ...CLEAN, messages: 2, lost: 1, unrecorded: 1 });
  });
});
