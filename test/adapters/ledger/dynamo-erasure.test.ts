import { describe, expect, it } from '@jest/globals';
import { openDynamoErasable } from '../../../src/adapters/ledger/dynamo-erasure.ts';
import { keptSeasonsInTable } from '../../../src/adapters/ledger/dynamo-kept-seasons.ts';
import { openDynamoLedger } from '../../../src/adapters/ledger/dynamo-ledger.ts';
import { openDynamoOptOuts } from '../../../src/adapters/ledger/dynamo-opt-outs.ts';
import { openDynamoReplies } from '../../../src/adapters/ledger/dynamo-replies.ts';
import { dynamoReplyLog } from '../../../src/adapters/ledger/dynamo-reply-log.ts';
import type { DynamoPlace } from '../../../src/adapters/storage/dynamo/connect.ts';
import { openDynamoTable } from '../../../src/adapters/ledger/dynamo-table.ts';
import { openDynamoTestFindings } from '../../../src/adapters/ledger/dynamo-test-findings.ts';
import type { Phone } from '../../../src/domain/phone.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { attemptedEarlier } from '../../support/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger-families.ts';
import { dynamoBehindProxy } from '../../support/dynamo-behind-proxy.ts';
import { describeErasureContract } from './erasure-contract.ts';

const AT = new Date('2026-07-15T18:42:00Z');
const OF_JANE = { kind: 'number', phone: '+447700900123' as Phone } as const;
const REFUSED = {
  kind: 'refused',
  twilioCode: 63_024,
  twilioText: '',
  retryAfterSeconds: null,
} as const;

const dynamo = dynamoBehindProxy();

describeErasureContract('erasure from a ledger on DynamoDB', async () => {
  const place = await dynamo.server.table();
  return {
    erasable: async () => await openDynamoErasable(place),
    ledger: async (mode) => await openDynamoLedger(place, mode),
    optOuts: async (mode) => await openDynamoOptOuts(place, mode),
    replies: async (mode) => await openDynamoReplies(place, mode),
    log: async (mode) => dynamoReplyLog(await openDynamoTable(place), mode),
    findings: async (mode) => await openDynamoTestFindings(place, mode),
    seasons: async () => await keptSeasonsInTable(place),
    bytes: async () => JSON.stringify(await dynamo.server.items(place)),
  };
});

/** A ledger that knows of a refused message, and what erases it, each through a connection of its own. */
async function refusedMessage() {
  const place: DynamoPlace = await dynamo.server.table();
  const ledger = await openDynamoLedger(place, 'live');
  await attemptedEarlier(ledger, aMessage(), REFUSED);
  const erasable = await openDynamoErasable({ ...place, endpoint: dynamo.proxy.endpoint });
  const close = async (): Promise<void> => {
    await erasable.close();
    await ledger.close();
  };
  return { ledger, erasable, close };
}

describe('erasure from a table', () => {
  it('leaves what somebody else begins to send while it is at it, and says so', async () => {
    const { ledger, erasable, close } = await refusedMessage();
    const held = dynamo.proxy.holdNext('UpdateItem');
    const erased = erasable.erase(OF_JANE, AT);
    await held.reached;
    const claim = await ledger.claim(anApproved(), { file: 'players.csv' }, AT, null);
    expect(claim.kind).toBe('claimed');
    held.release();
    expect(await erased).toMatchObject({ messages: 0, open: 1, recoverableDays: 35 });
    expect(await ledger.open()).toMatchObject([{ state: 'approved', player: 'John Smith' }]);
    await close();
  });

  it('counts what it erased though the answer was lost', async () => {
    const { erasable, close } = await refusedMessage();
    dynamo.proxy.loseNext('UpdateItem');
    expect(await erasable.erase(OF_JANE, AT)).toMatchObject({ messages: 1, open: 0 });
    await close();
  });

  it('finds all in a table that is longer than what DynamoDB reads at once', async () => {
    const place = await dynamo.server.table();
    const ledger = await openDynamoLedger(place, 'live');
    const invites = familyMessages(130).map(({ invite }) => invite);
    // DynamoDB reads a megabyte at once.
    const list = { file: 'x'.repeat(20_000), at: AT, operator: 'Robin Green' };
    await ledger.rememberList(list, invites, []);
    expect(await ledger.knownPlayers()).toHaveLength(130);
    await ledger.close();
    const erasable = await openDynamoErasable(place);
    const { season } = aMessage().invite;
    expect(await erasable.erase({ kind: 'season', season }, AT)).toMatchObject({ players: 130 });
    await erasable.close();
  });
});
