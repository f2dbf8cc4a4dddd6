import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptId, MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import { digestOf, type Message } from '../../../../src/domain/message/message.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { writeOlderFile } from '../../../support/store/older-ledger.ts';

const AT = '2026-07-15T18:42:00.000Z';
const LATER = new Date('2026-07-15T19:00:00.000Z');
const SID = `SM${'b'.repeat(32)}` as MessageSid;
const OLD_ID = '0b5a1c7e-8f0c-4a52-9d3e-6f1f4f2f9a10' as AttemptId;

let files: LedgerFolder;
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(() => files.remove());

/** An attempt of version 10, with an id in the format of that version. */
function olderAttempt(state: string, message: Message = aMessage(), id: string = OLD_ID): object {
  return {
    id,
    mode: 'live',
    message_key: message.key,
    invitee_key: message.inviteeKey,
    state,
    changed_at: AT,
    digest: digestOf(message),
    approved_by: 'Robin Green',
    approved_at: AT,
    recipient: message.to,
    content_sid: builtInTemplate().sid,
    content_variables: JSON.stringify(message.contentVariables),
    body: message.body,
    player: 'John Smith',
    parent: 'Jane Smith',
    team: 'Panthers u11s',
    season: '2026-27',
    source_file: 'players.csv',
    source_row: 2,
    message_sid: state === 'accepted' ? `SM${'a'.repeat(32)}` : null,
    doubt: state === 'unknown' ? 'cut_off' : null,
    sending_at: state === 'approved' ? null : AT,
    purpose: 'invite',
  };
}

function aLedgerWith(...attempts: readonly object[]): void {
  writeOlderFile(files.file, { attempts: attempts as never });
}

describe('a migrated ledger', () => {
  it('recognises its players in a list without last names', async () => {
    aLedgerWith(olderAttempt('accepted'));
    const ledger = files.open();
    const [again, other] = ['John', 'Joan'].map((player_first_name) =>
      aMessage({ player_first_name, player_last_name: '' }),
    );
    const source = { file: 'players.csv' };
    expect(await ledger.claim(anApproved(again), source, LATER, null)).toMatchObject({
      kind: 'taken',
      attempt: { state: 'accepted' },
    });
    expect(await ledger.claim(anApproved(other), source, LATER, null)).toMatchObject({
      kind: 'claimed',
    });
    await ledger.close();
  });

  it.each(['approved', 'sending', 'accepted', 'unknown'])(
    'allows no new attempt after one that is %s',
    async (state) => {
      aLedgerWith(olderAttempt(state));
      const ledger = files.open();
      const claim = await ledger.claim(anApproved(), { file: 'players.csv' }, LATER, null);
      expect(claim).toMatchObject({ kind: 'taken', attempt: { id: OLD_ID, state } });
    },
  );

  it.each(['refused', 'unreachable', 'lapsed'])(
    'allows a new attempt after one that was %s',
    async (state) => {
      aLedgerWith(olderAttempt(state));
      const ledger = files.open();
      const claim = await ledger.claim(anApproved(), { file: 'players.csv' }, LATER, null);
      expect(claim.kind).toBe('claimed');
    },
  );

  it('finds an unknown attempt by the id that Twilio has for it, and settles it', async () => {
    aLedgerWith(olderAttempt('unknown'));
    const ledger = files.open();
    await ledger.recordDelivery(
      { sid: SID, state: 'delivered', errorCode: null, at: LATER },
      OLD_ID,
    );
    const { byKey } = await ledger.view([aMessage()]);
    expect([...byKey.values()]).toMatchObject([
      { id: OLD_ID, state: 'accepted', messageSid: SID, delivery: 'delivered' },
    ]);
  });

  it('keeps a callback that came before the response to a request, if the migration was in between', async () => {
    aLedgerWith(olderAttempt('sending'));
    const database = new DatabaseSync(files.file);
    database
      .prepare(
        `INSERT INTO early_callbacks (mode, sid, state, error_code, attempt_id, at)
         VALUES ('live', ?, 'sent', NULL, ?, ?)`,
      )
      .run(SID, OLD_ID, AT);
    database.close();
    const ledger = files.open();
    await ledger.advance(OLD_ID, { kind: 'unknown', doubt: 'cut_off' }, LATER);
    const { byKey } = await ledger.view([aMessage()]);
    expect([...byKey.values()]).toMatchObject([
      { id: OLD_ID, state: 'accepted', messageSid: SID, delivery: 'sent' },
    ]);
  });

  it('continues an attempt by its older id', async () => {
    aLedgerWith(olderAttempt('approved'));
    const ledger = files.open();
    expect(await ledger.advance(OLD_ID, { kind: 'sending' }, LATER)).toEqual({ kind: 'advanced' });
    expect(await ledger.advance(OLD_ID, { kind: 'accepted', messageSid: SID }, LATER)).toEqual({
      kind: 'advanced',
    });
    await ledger.recordDelivery({ sid: SID, state: 'read', errorCode: null, at: LATER });
    const messages = await Array.fromAsync(ledger.messages());
    expect(messages).toMatchObject([{ id: OLD_ID, state: 'accepted', delivery: 'read' }]);
  });

  it('counts each person who was sent a message in the last day once', async () => {
    const sibling = aMessage({ player_first_name: 'Ava' });
    const other = aMessage({ player_first_name: 'Ben', parent_tel: '+447700900124' });
    const refused = aMessage({ player_first_name: 'Cara', parent_tel: '+447700900125' });
    aLedgerWith(
      olderAttempt('accepted', aMessage(), 'a'),
      olderAttempt('unknown', sibling, 'b'),
      olderAttempt('sending', other, 'c'),
      olderAttempt('refused', refused, 'd'),
    );
    const ledger = files.open();
    const people = await ledger.people();
    expect(people.reduce((sum, [, count]) => sum + count, 0)).toBe(2);
    const last = await ledger.lastWrittenTo([aMessage().to, other.to, refused.to]);
    expect([...last.keys()]).toEqual([aMessage().to, other.to]);
  });

  it('has messages approved by one yes in the order of their claims', async () => {
    const messages = Array.from({ length: 20 }, (_, index) =>
      aMessage({ player_first_name: `Child ${String.fromCodePoint(97 + index)}` }),
    );
    aLedgerWith(...messages.map((one, index) => olderAttempt('accepted', one, `id-${index}`)));
    const found = await Array.fromAsync(files.open().messages());
    expect(found.map(({ id }) => id)).toEqual(messages.map((_, index) => `id-${index}`));
  });
});
