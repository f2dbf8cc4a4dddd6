import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { LEDGER_VERSION } from '../../../src/adapters/ledger/schema.ts';
import type { Ledger } from '../../../src/application/ports.ts';
import type { ApprovedMessage } from '../../../src/domain/approval.ts';
import { digestOf } from '../../../src/domain/message.ts';
import {
  asMessageSid,
  type AttemptId,
  type MessageSid,
  type Outcome,
} from '../../../src/domain/outcome.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';
import { describeLedgerContract } from './contract.ts';

describeLedgerContract('the ledger on SQLite', async () => {
  const { open, remove } = aLedgerFolder();
  return { open: async (mode) => open(mode), remove };
});

const CLAIMED_AT = new Date('2026-07-15T18:42:00Z');
const SETTLED_AT = new Date('2026-07-15T18:42:03Z');
const SID = asMessageSid(`MM${'a'.repeat(32)}`) as MessageSid;
const ACCEPTED: Outcome = { kind: 'accepted', messageSid: SID };
const REFUSED: Outcome = {
  kind: 'refused',
  twilioCode: 63024,
  twilioText: 'Invalid recipient',
  retryAfterSeconds: null,
};
const UNKNOWN: Outcome = { kind: 'unknown', doubt: 'connection_lost' };

describe("the ledger's tables", () => {
  let files: LedgerFolder;
  let ledger: Ledger;
  beforeEach(() => {
    files = aLedgerFolder();
    ledger = files.open();
  });
  afterEach(() => files.remove());

  /** As somebody else reads and writes the file. */
  function sql(statement: string, ...values: readonly (string | number)[]): readonly object[] {
    const other = new DatabaseSync(files.file);
    try {
      return other
        .prepare(statement)
        .all(...values)
        .map((row) => ({ ...row }));
    } finally {
      other.close();
    }
  }

  async function claim(message: ApprovedMessage = anApproved()): Promise<AttemptId> {
    const result = await ledger.claim(message, { file: 'players.csv' }, CLAIMED_AT, null);
    if (result.kind !== 'claimed') throw new Error('The message was taken already.');
    await ledger.advance(result.attemptId, { kind: 'sending' }, CLAIMED_AT);
    return result.attemptId;
  }

  it('hold all of an attempt, and of what Twilio said nothing but its code', async () => {
    const message = aMessage();
    const id = await claim(anApproved(message));
    await ledger.advance(id, REFUSED, SETTLED_AT);
    expect(sql('SELECT * FROM attempts')).toEqual([
      {
        id,
        mode: 'live',
        message_key: message.key,
        invitee_key: message.inviteeKey,
        state: 'refused',
        purpose: 'invite',
        changed_at: '2026-07-15T18:42:03.000Z',
        digest: digestOf(message),
        approved_by: 'Robin Green',
        approved_at: '2026-07-15T18:00:00.000Z',
        recipient: 'whatsapp:+447700900123',
        content_sid: message.contentSid,
        content_variables: JSON.stringify({
          1: 'Jane',
          2: 'John',
          3: 'Panthers',
          4: 'u11s',
          5: '2026-27',
          6: '40',
          7: '26',
          8: 'Alex Johnson',
          9: '07700 900001',
        }),
        body: message.body,
        player: 'John Smith',
        parent: 'Jane Smith',
        team: 'Panthers u11s',
        season: '2026-27',
        source_file: 'players.csv',
        source_row: 2,
        message_sid: null,
        twilio_code: 63024,
        doubt: null,
        sending_at: '2026-07-15T18:42:00.000Z',
        sought_at: null,
        delivery: null,
        delivery_code: null,
        delivery_at: null,
        forgotten_at: null,
      },
    ]);
  });

  it.each([
    ['accepted', ACCEPTED, { message_sid: SID, twilio_code: null, doubt: null }],
    ['refused', REFUSED, { message_sid: null, twilio_code: 63024, doubt: null }],
    ['unreachable', { kind: 'unreachable' }, { message_sid: null, twilio_code: null, doubt: null }],
    ['unknown', UNKNOWN, { message_sid: null, twilio_code: null, doubt: 'connection_lost' }],
  ] as const)('hold the facts of an outcome that is %s', async (_kind, outcome, facts) => {
    await ledger.advance(await claim(), outcome, SETTLED_AT);
    expect(sql('SELECT message_sid, twilio_code, doubt FROM attempts')).toEqual([facts]);
  });

  it('keep every step of every attempt, with its time and its operator', async () => {
    const first = await claim();
    await ledger.advance(first, REFUSED, SETTLED_AT);
    const second = await claim();
    await ledger.advance(second, ACCEPTED, SETTLED_AT);
    const operator = 'Robin Green';
    expect(sql('SELECT attempt_id, at, state, operator FROM events ORDER BY id')).toEqual([
      { attempt_id: first, at: '2026-07-15T18:00:00.000Z', state: 'approved', operator },
      { attempt_id: first, at: '2026-07-15T18:42:00.000Z', state: 'sending', operator },
      { attempt_id: first, at: '2026-07-15T18:42:03.000Z', state: 'refused', operator },
      { attempt_id: second, at: '2026-07-15T18:00:00.000Z', state: 'approved', operator },
      { attempt_id: second, at: '2026-07-15T18:42:00.000Z', state: 'sending', operator },
      { attempt_id: second, at: '2026-07-15T18:42:03.000Z', state: 'accepted', operator },
    ]);
  });

  it('have no step for a claim or a settlement that came to nothing', async () => {
    const id = await claim();
    await ledger.claim(anApproved(), { file: 'players.csv' }, SETTLED_AT, null);
    await ledger.advance(id, ACCEPTED, SETTLED_AT);
    await ledger.advance(id, REFUSED, SETTLED_AT).catch(() => {});
    expect(sql('SELECT state FROM events ORDER BY id')).toEqual([
      { state: 'approved' },
      { state: 'sending' },
      { state: 'accepted' },
    ]);
  });

  /** Writes the attempt that is there once more, by hand, under another id. */
  const copyAttempt = (changes: { readonly mode?: string; readonly state?: string }): void => {
    const columns = sql("SELECT name FROM pragma_table_info('attempts')") as { name: string }[];
    const values: { readonly [column: string]: string } = { id: 'copy', ...changes };
    const list = columns.map(({ name }) => (name in values ? `'${values[name]}'` : name));
    sql(`INSERT INTO attempts SELECT ${list.join(', ')} FROM attempts`);
  };

  it.each([['approved'], ['sending'], ['accepted'], ['unknown']])(
    'refuse a second attempt that is %s beside an open one, whoever writes it',
    async (state) => {
      await claim();
      expect(() => copyAttempt({ state })).toThrow('UNIQUE constraint failed');
      expect(sql('SELECT count(*) AS attempts FROM attempts')).toEqual([{ attempts: 1 }]);
    },
  );

  it.each([
    ['refused', { state: 'refused' }],
    ['unreachable', { state: 'unreachable' }],
    ['lapsed', { state: 'lapsed' }],
    ['resent', { state: 'resent' }],
    ['in another mode', { mode: 'rehearsal' }],
  ])('have room for a second attempt that is %s', async (_what, changes) => {
    await claim();
    copyAttempt(changes);
    expect(sql('SELECT count(*) AS attempts FROM attempts')).toEqual([{ attempts: 2 }]);
  });

  it('do not let an attempt come open again beside an open one', async () => {
    await ledger.advance(await claim(), REFUSED, SETTLED_AT);
    await claim();
    expect(() => sql("UPDATE attempts SET state = 'accepted'")).toThrow('UNIQUE constraint failed');
  });

  it.each([
    ['a state that does not exist', "UPDATE attempts SET state = 'sent'"],
    ['a mode that does not exist', "UPDATE attempts SET mode = 'test'"],
    ['text for a number', "UPDATE attempts SET source_row = 'two'"],
    ['nothing for a text', 'UPDATE attempts SET digest = NULL'],
    ['an event of no attempt', "UPDATE events SET attempt_id = 'none'"],
  ])('take no %s', async (_what, statement) => {
    await claim();
    expect(() => sql(statement)).toThrow(/constraint failed|cannot store TEXT/u);
  });

  it('are of the strict kind, at the newest version', () => {
    expect(
      sql(
        "SELECT name, strict FROM pragma_table_list WHERE name IN ('attempts', 'events') ORDER BY 1",
      ),
    ).toEqual([
      { name: 'attempts', strict: 1 },
      { name: 'events', strict: 1 },
    ]);
    expect(sql('PRAGMA user_version')).toEqual([{ user_version: LEDGER_VERSION }]);
  });
});
