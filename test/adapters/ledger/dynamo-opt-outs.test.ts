import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDynamoLedger } from '../../../src/adapters/ledger/dynamo-ledger.ts';
import { openDynamoOptOuts } from '../../../src/adapters/ledger/dynamo-opt-outs.ts';
import { openDynamoReplies } from '../../../src/adapters/ledger/dynamo-replies.ts';
import type { DynamoPlace } from '../../../src/adapters/storage/dynamo/connect.ts';
import type { OptOuts } from '../../../src/application/people-ports.ts';
import type { Mode } from '../../../src/domain/mode.ts';
import { phoneHashOf } from '../../../src/domain/opt-out.ts';
import type { Phone } from '../../../src/domain/phone.ts';
import { dynamoBehindProxy } from '../../support/dynamo-behind-proxy.ts';
import { describeHiddenOptOuts } from './hidden-opt-outs-contract.ts';
import { describeOptOutContract, describeOptOutModes } from './opt-outs-contract.ts';
import { describeRepliesContract } from './replies-contract.ts';

const JANE = '+447700900123' as Phone;
const SAID = {
  state: 'stopped',
  source: 'operator',
  operator: 'Robin Green',
  at: new Date('2026-07-15T18:42:00Z'),
} as const;

const dynamo = dynamoBehindProxy();
let place: DynamoPlace;
let opened: OptOuts[];
beforeEach(async () => {
  place = { ...(await dynamo.server.table()), endpoint: dynamo.proxy.endpoint };
  opened = [];
});
afterEach(async () => await Promise.all(opened.map((each) => each.close())));

async function open(mode: Mode = 'live'): Promise<OptOuts> {
  const one = await openDynamoOptOuts(place, mode);
  opened.push(one);
  return one;
}

describeOptOutContract(
  'the opt-outs on DynamoDB',
  async () => await openDynamoOptOuts(place, 'live'),
);

describeHiddenOptOuts('a stop under a user id, on DynamoDB', async () => {
  const here = place;
  return {
    optOuts: async (mode) => await openDynamoOptOuts(here, mode),
    replies: async (mode) => await openDynamoReplies(here, mode),
    ledger: async (mode) => await openDynamoLedger(here, mode),
  };
});

describeRepliesContract('replies on DynamoDB', async () => {
  const here = place;
  return {
    replies: async (mode) => await openDynamoReplies(here, mode),
    ledger: async (mode) => await openDynamoLedger(here, mode),
  };
});

describe('opt-outs in a table', () => {
  describeOptOutModes('those', open);

  it('keep the history of who said and who took back', async () => {
    const optOuts = await open();
    const reply = { ...SAID, state: 'pending', source: 'reply', operator: 'webhook' } as const;
    await optOuts.add([JANE], reply);
    await optOuts.add([JANE], SAID);
    await optOuts.remove(JANE, 'Sam Field', new Date('2026-07-16T09:00:00Z'));
    expect(await dynamo.server.items(place)).toMatchObject([
      {
        sk: phoneHashOf(JANE),
        stands: null,
        ended: [
          { state: 'pending', addedBy: 'webhook', removedBy: 'Robin Green' },
          { state: 'stopped', addedBy: 'Robin Green', removedBy: 'Sam Field' },
        ],
      },
    ]);
  });

  it('have no day on which they are forgotten', async () => {
    await (await open()).add([JANE], SAID);
    const [item] = await dynamo.server.items(place);
    expect(item).not.toHaveProperty('expiresAt');
  });

  it('are news to one of many who say the same at once', async () => {
    const two = [await open(), await open()];
    const said = await Promise.all(
      Array.from({ length: 10 }, () => two.map((each) => each.add([JANE], SAID))).flat(),
    );
    expect(said.filter(({ size }) => size === 1)).toHaveLength(1);
  });

  it('are news also where the answer to the write was lost', async () => {
    dynamo.proxy.loseNext('PutItem');
    expect(await (await open()).add([JANE], SAID)).toEqual(new Set([JANE]));
  });

  it('wait in a stand-in until a person confirms them for real, and then wait no more', async () => {
    const standIn = await open('stand_in');
    await standIn.add([JANE], { ...SAID, state: 'pending', source: 'reply' });
    await standIn.add([JANE], SAID);
    expect(await standIn.list()).toEqual([{ phone: JANE, lastTwoDigits: '23', ...SAID }]);
    expect(await (await open()).has([JANE])).toEqual(new Set([JANE]));
  });
});

describe('a reply in a table', () => {
  it('is news also where the answer to the write was lost', async () => {
    const replies = await openDynamoReplies(place, 'live');
    dynamo.proxy.loseNext('PutItem');
    const isNews = await replies.add({
      sid: `SM${'a'.repeat(32)}` as never,
      sender: JANE,
      userId: null,
      text: 'STOP',
      button: null,
      media: [],
      answers: null,
      at: SAID.at,
    });
    await replies.close();
    expect(isNews).toBe(true);
  });
});
