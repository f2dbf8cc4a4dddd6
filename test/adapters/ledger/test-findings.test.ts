import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDynamoTestFindings } from '../../../src/adapters/ledger/dynamo-test-findings.ts';
import { openTestFindings } from '../../support/ledger-parts.ts';
import type { TestFinding, TestFindings } from '../../../src/application/test-findings.ts';
import type { Mode } from '../../../src/domain/mode.ts';
import type { MessageSid } from '../../../src/domain/outcome.ts';
import { startDynamoServer, type DynamoServer } from '../../support/dynamo-server.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger-folder.ts';

const RIGHT: TestFinding = {
  sid: `MM${'a'.repeat(32)}` as MessageSid,
  isRight: true,
  reason: null,
  operator: 'Robin Green',
  at: new Date('2026-07-15T18:42:00Z'),
};
const WRONG: TestFinding = {
  ...RIGHT,
  isRight: false,
  reason: 'The fee is missing',
  at: new Date('2026-07-15T18:50:00Z'),
};

let files: LedgerFolder;
let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamoServer();
});
beforeEach(() => {
  files = aLedgerFolder();
});
afterEach(async () => await files.remove());
afterAll(async () => await server.close());

type Open = (mode: Mode) => Promise<TestFindings>;

describe.each<readonly [string, () => Promise<Open>]>([
  ['on SQLite', async () => async (mode) => openTestFindings(files.file, mode)],
  [
    'on DynamoDB',
    async () => {
      const place = await server.table();
      return async (mode) => await openDynamoTestFindings(place, mode);
    },
  ],
])('what operators found of their tests, %s', (_engine, makePlace) => {
  it('is kept as it was told, oldest first, and of each mode for itself', async () => {
    const open = await makePlace();
    const [here, there] = [await open('live'), await open('rehearsal')];
    expect(await here.list()).toEqual([]);
    await here.add(RIGHT);
    await here.add(WRONG);
    expect(await here.list()).toEqual([RIGHT, WRONG]);
    expect(await there.list()).toEqual([]);
    await here.close();
    await there.close();
  });
});
