import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DynamoPlace } from '../../../../src/adapters/storage/dynamo/connection.ts';
import { openDynamoStore } from '../../../../src/adapters/storage/dynamo/dynamo-store.ts';
import { peopleKey, personKey } from '../../../../src/adapters/storage/layout.ts';
import { personItem, personHash } from '../../../../src/adapters/storage/messages/contact-log.ts';
import type { Item } from '../../../../src/adapters/storage/port/store.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import type { ApprovedMessage } from '../../../../src/domain/approval/approval.ts';
import { asMessageSid, type MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import {
  dailyRoom,
  addPerson,
  type PeopleCounted,
} from '../../../../src/domain/policy/people-counted.ts';
import { asPhone, type Phone } from '../../../../src/domain/record/phone/phone.ts';
import { countRequests, type CountedRequests } from '../../../support/aws/dynamo-proxy.ts';
import { startDynamoServer, type DynamoServer } from '../../../support/aws/dynamo-server.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { A_LEDGER_KEY, openDynamoStores } from '../../../support/ledger/ledger-parts.ts';
import { ACCEPTED, fakeGateway } from '../../../support/sending/fake-gateway.ts';
import { NOW, runSending } from '../../../support/sending/run-sending.ts';
import { aQueued, aWorker } from '../../../support/sending/run-worker.ts';
import { scriptedOperator } from '../../../support/sending/scripted-operator.ts';

const SENT = 10_000;
const STOPPED = 1000;
const AT_ONCE = 50;

let server: DynamoServer;
let counting: CountedRequests;
beforeAll(async () => {
  server = await startDynamoServer();
  counting = await countRequests(server.endpoint);
});
afterAll(async () => {
  await counting.close();
  await server.close();
});

const SAID = { state: 'stopped', source: 'operator', operator: 'Robin Green', at: NOW } as const;

/** One of the thousand numbers reserved for drama. */
function aNumber(index: number): Phone {
  const number = asPhone(`+447700900${String(index % STOPPED).padStart(3, '0')}`);
  if (number === null) throw new Error('An invented number is a number.');
  return number;
}

async function aTable(): Promise<DynamoPlace> {
  return { ...(await server.table()), endpoint: counting.endpoint };
}

async function write(place: DynamoPlace, items: readonly Item[]): Promise<void> {
  const store = await openDynamoStore(place);
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE);
    // oxlint-disable-next-line no-await-in-loop -- a few at a time
    await Promise.all(some.map(async (item) => await store.commit([item])));
  }
  await store.close();
}

/** Contacts of people who were sent a message one after the other until now, and their count. */
function contactItems(): readonly Item[] {
  const keyedHash = keyedHashWith(A_LEDGER_KEY);
  let counted: PeopleCounted = [];
  const people = Array.from({ length: SENT }, (_one, index): Item => {
    const at = new Date(NOW.getTime() - (SENT - index) * 8000);
    counted = addPerson(counted, at);
    const last = at.toISOString();
    // There are a thousand numbers for ten thousand people; the rest of the text distinguishes them.
    const to = `whatsapp:${aNumber(index)} ${index}`;
    const person = { to, last, before: null, asked: last };
    return { ...personKey('live', personHash(to, keyedHash)), ...personItem(person) };
  });
  expect(dailyRoom(counted, NOW, SENT).used).toBe(SENT);
  return [...people, { ...peopleKey('live'), doc: counted }];
}

/** An invite that has just left Twilio. */
async function acceptedIn(ledger: Ledger, message: ApprovedMessage, index: number): Promise<void> {
  const claim = await ledger.claim(message, { file: 'players.csv' }, NOW, null);
  if (claim.kind === 'taken') throw new Error('The invite is new.');
  const sid = asMessageSid(`MM${String(index).padStart(32, '0')}`) as MessageSid;
  await ledger.advance(claim.attemptId, { kind: 'sending' }, NOW);
  await ledger.advance(claim.attemptId, { kind: 'accepted', messageSid: sid }, NOW);
  await ledger.recordDelivery({ sid, state: 'sent', errorCode: null, at: NOW });
}

describe('the cost in DynamoDB', () => {
  it('is at most 25 requests and 40 read units for a send, with 10,000 sent that day', async () => {
    const place = await aTable();
    await (await openDynamoStores(place, 'live')).close();
    await write({ ...place, endpoint: server.endpoint }, contactItems());
    const { requests, readUnits } = await counting.during(async () => {
      const { ledger, optOuts, close } = await openDynamoStores(place, 'live');
      await ledger.hold('Robin Green', NOW);
      const run = {
        ledger,
        optOuts,
        gateway: fakeGateway(),
        operator: scriptedOperator(['yes']),
        dailyLimit: SENT * 2,
      };
      expect((await runSending([aMessage()], run)).fates).toEqual([ACCEPTED.kind]);
      await close();
    });
    expect(requests).toBeLessThanOrEqual(25);
    expect(readUnits).toBeLessThanOrEqual(40);
  });

  it('is at most 25 requests and 40 read units for a message of the queue, with 10,000 sent that day', async () => {
    const place = await aTable();
    const stores = await openDynamoStores(place, 'live');
    await write({ ...place, endpoint: server.endpoint }, contactItems());
    const [first, ...others] = familyMessages(25).map(anApproved);
    const body = await aQueued(stores.ledger, first ?? anApproved());
    for (const [index, message] of others.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await acceptedIn(stores.ledger, message, index);
    }
    await stores.close();
    const { requests, readUnits } = await counting.during(async () => {
      const { ledger, optOuts, close } = await openDynamoStores(place, 'live');
      const worker = aWorker(ledger, { optOuts, dailyLimit: SENT * 2 });
      expect(await worker.handOver(body)).toEqual(ACCEPTED);
      await close();
    });
    expect(requests).toBeLessThanOrEqual(25);
    expect(readUnits).toBeLessThanOrEqual(40);
  });

  it('is two reads for whether a number has an opt-out, with 1,000 opt-outs', async () => {
    const { optOuts, close } = await openDynamoStores(await aTable(), 'live');
    const numbers = Array.from({ length: STOPPED }, (_one, index) => aNumber(index));
    for (let from = 0; from < STOPPED; from += AT_ONCE) {
      // oxlint-disable-next-line no-await-in-loop -- a few at a time
      await Promise.all(
        numbers
          .slice(from, from + AT_ONCE)
          .map(async (number) => await optOuts.add([number], SAID)),
      );
    }
    const { requests, readUnits } = await counting.during(async () => {
      expect(await optOuts.has([aNumber(7)])).toEqual(new Set([aNumber(7)]));
    });
    expect({ requests, readUnits }).toEqual({ requests: 2, readUnits: 2 });
    await close();
  });
});
