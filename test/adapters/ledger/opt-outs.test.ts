import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openOptOuts } from '../../support/ledger-parts.ts';
import { openReplies } from '../../support/ledger-parts.ts';
import type { OptOuts, OptOutSaid } from '../../../src/application/people-ports.ts';
import type { Mode } from '../../../src/domain/mode.ts';
import { phoneHashOf } from '../../../src/domain/opt-out.ts';
import type { Phone } from '../../../src/domain/phone.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';
import { memoryOptOuts } from '../../support/memory-opt-outs.ts';
import { describeHiddenOptOuts } from './hidden-opt-outs-contract.ts';
import { describeOptOutContract, describeOptOutModes } from './opt-outs-contract.ts';

const JANE = '+447700900123' as Phone;
const SAID: OptOutSaid = {
  state: 'stopped',
  source: 'operator',
  operator: 'Robin Green',
  at: new Date('2026-07-15T18:42:00Z'),
};
const LATER = new Date('2026-07-16T09:00:00Z');

let files: LedgerFolder;
let opened: OptOuts[];
beforeEach(() => {
  files = aLedgerFolder();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await files.remove();
});

function open(mode: Mode = 'live'): OptOuts {
  const one = openOptOuts(files.file, mode);
  opened.push(one);
  return one;
}

/** As somebody else reads and writes the file. */
function sql(statement: string): readonly object[] {
  const other = new DatabaseSync(files.file);
  try {
    return other
      .prepare(statement)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    other.close();
  }
}

describeOptOutContract('the opt-outs in a ledger', () => openOptOuts(files.file, 'live'));
describeOptOutContract('the opt-outs of a test', memoryOptOuts);
describeHiddenOptOuts('a stop under a user id, in a ledger', async () => {
  const { file, open: openLedger } = files;
  return {
    optOuts: async (mode) => openOptOuts(file, mode),
    replies: async (mode) => openReplies(file, mode),
    ledger: async (mode) => openLedger(mode),
  };
});

describe('opt-outs in a file', () => {
  it('are there for the next one who opens it, also while a ledger is open', async () => {
    const ledger = files.open();
    await open().add([JANE], SAID);
    expect(await open().has([JANE])).toEqual(new Set([JANE]));
    await ledger.close();
  });

  it('are for their owner alone', () => {
    open();
    expect(statSync(files.file).mode & 0o777).toBe(0o600);
  });

  describeOptOutModes('those', open);

  it('go on counting when their number has been erased', async () => {
    const optOuts = open();
    await optOuts.add([JANE], SAID);
    sql('UPDATE opt_outs SET phone = NULL');
    expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
    expect(await optOuts.list()).toEqual([{ phone: null, lastTwoDigits: '23', ...SAID }]);
    expect(await optOuts.remove(JANE, 'Robin Green', LATER)).toBe(true);
  });

  it('keep the history of who said and who took back', async () => {
    const optOuts = open();
    const reply = { ...SAID, state: 'pending', source: 'reply', operator: 'webhook' } as const;
    await optOuts.add([JANE], reply);
    await optOuts.add([JANE], SAID);
    await optOuts.remove(JANE, 'Sam Field', LATER);
    const columns =
      'phone_hash, state, source, added_by, added_at, removed_by, removed_at FROM opt_outs';
    expect(sql(`SELECT ${columns} ORDER BY id`)).toEqual([
      {
        phone_hash: phoneHashOf(JANE),
        state: 'pending',
        source: 'reply',
        added_by: 'webhook',
        added_at: '2026-07-15T18:42:00.000Z',
        removed_by: 'Robin Green',
        removed_at: '2026-07-15T18:42:00.000Z',
      },
      {
        phone_hash: phoneHashOf(JANE),
        state: 'stopped',
        source: 'operator',
        added_by: 'Robin Green',
        added_at: '2026-07-15T18:42:00.000Z',
        removed_by: 'Sam Field',
        removed_at: '2026-07-16T09:00:00.000Z',
      },
    ]);
  });

  it.each([
    [
      'a number twice',
      'INSERT INTO opt_outs SELECT 99, mode, phone_hash, phone, last_two, state, source, added_by, added_at, NULL, NULL FROM opt_outs',
    ],
    ['a source that does not exist', "UPDATE opt_outs SET source = 'rumour'"],
    ['a removal by nobody', "UPDATE opt_outs SET removed_at = 'then'"],
  ])('take no %s, whoever writes it', async (_what, statement) => {
    await open().add([JANE], SAID);
    expect(() => sql(statement)).toThrow('constraint failed');
  });

  it('add all of a list or, where one cannot be written, none', async () => {
    const optOuts = open();
    const broken = [JANE, null as unknown as Phone];
    await expect(optOuts.add(broken, SAID)).rejects.toThrow();
    expect(await optOuts.list()).toEqual([]);
  });
});
