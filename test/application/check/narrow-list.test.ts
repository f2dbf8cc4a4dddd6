import { describe, expect, it } from '@jest/globals';
import { startLoading, type LoadedList } from '../../../src/application/check/load-list.ts';
import { narrowMessages } from '../../../src/application/check/narrow-list.ts';
import { settleList } from '../../../src/application/check/settle-list.ts';
import type { Narrowing } from '../../../src/domain/list/narrowing.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { aRawRecord, someRules } from '../../support/builders.ts';
import { aLedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

type Rows = readonly Parameters<typeof aRawRecord>[0][];

function loaded(rows: Rows, by: Narrowing): LoadedList {
  const loader = startLoading(builtInTemplate(), someRules(), null, by);
  for (const row of rows) loader.add(aRawRecord(row));
  return loader.finish([]);
}

const AVA = { row: 2, player_first_name: 'Ava', parent_tel: '07700 900101' };
const BEN = { row: 3, player_first_name: 'Ben', parent_tel: '07700 900102' };
const SISTER = { row: 4, player_first_name: 'Zoe', parent_tel: '07700 900101' };
const FAULTY = { row: 5, player_first_name: 'Cat', parent_tel: '07700', team_name: 'Bears' };
const SHOUTED = { row: 6, player_first_name: 'DAN', player_last_name: 'OGDEN', team_name: 'Bears' };

describe('a narrowed list', () => {
  it('takes the first messages as they are asked about: families together', () => {
    const { chosen, left } = narrowMessages(loaded([AVA, BEN, SISTER], { first: 2 }));
    expect(chosen.messages.map(({ invite }) => invite.row)).toEqual([2, 4]);
    expect(left).toBe(1);
  });

  it('has the faults and the offered repairs of its own rows alone', () => {
    const rows = [AVA, FAULTY, { ...SHOUTED, parent_first_name: 'SAM' }];
    const ofBears = narrowMessages(loaded(rows, { team: 'Bears' }));
    const ofAva = narrowMessages(loaded(rows, { player: 'ava' }));
    expect(ofBears.chosen.refusedRows.map(({ row }) => row)).toEqual([5]);
    expect(ofBears.chosen.offers.length).toBeGreaterThan(0);
    expect(ofAva.chosen).toMatchObject({ refusedRows: [], offers: [], records: 3 });
    expect([ofBears.left, ofAva.left]).toEqual([1, 2]);
  });

  it('is not narrowed where the whole list has an error', () => {
    const mixed = [AVA, { ...BEN, current_registration_season: '2025-26' }];
    const list = loaded(mixed, { team: 'Nowhere' });
    expect(list.findings[0]).toMatchObject({ row: null, severity: 'error' });
    expect(narrowMessages(list).left).toBe(0);
  });
});

describe('the plan of a narrowed run', () => {
  it('asks about the first ones, and leaves the others for later', async () => {
    const files = aLedgerFolder();
    const ledger = files.open();
    const list = loaded([AVA, BEN, SISTER, FAULTY], { first: 2 });
    const { plan, chosen, later } = await settleList(() => list, ledger, memoryOptOuts());
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([2, 4]);
    expect(chosen.messages).toHaveLength(3);
    expect(chosen.refusedRows).toHaveLength(1);
    expect(later).toMatchObject({ others: 0, afterFirst: 1 });
    await files.remove();
  });
});
