import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OptOuts, OptOutDetails } from '../../../../src/application/ports/contact.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import type { Mode } from '../../../../src/domain/set-up/mode.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { openOptOuts } from '../../../support/ledger/ledger-parts.ts';
import { memoryOptOuts } from '../../../support/store/memory-opt-outs.ts';
import { describeOptOutContract } from './opt-outs-contract.ts';

const JANE = '+447700900123' as Phone;
const SAID: OptOutDetails = {
  state: 'stopped',
  source: 'operator',
  operator: 'Robin Green',
  at: new Date('2026-07-15T18:42:00Z'),
};

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

describeOptOutContract('the opt-outs of a test', memoryOptOuts);
describe('opt-outs in a file', () => {
  it('are visible to the next connection, also while a ledger is open', async () => {
    const ledger = files.open();
    await open().add([JANE], SAID);
    expect(await open().has([JANE])).toEqual(new Set([JANE]));
    await ledger.close();
  });

  it('are readable by their owner only', () => {
    open();
    expect(statSync(files.file).mode & 0o777).toBe(0o600);
  });
});
