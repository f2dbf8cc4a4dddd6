import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { DynamoPlace } from '../../../../src/adapters/storage/dynamo/connect.ts';
import {
  openLedgerTable,
  type Moving,
} from '../../../../src/adapters/storage/dynamo/ledger-table.ts';
import { hasEarlierItems } from '../../../../src/adapters/storage/dynamo/move/refuse-earlier-tools.ts';
import type { OpenLedger } from '../../../../src/adapters/storage/open-ledger.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { startDynamoServer, type DynamoServer } from '../../../support/aws/dynamo-server.ts';
import { A_LEDGER_KEY } from '../../../support/ledger/ledger-parts.ts';

type Items = readonly { readonly [name: string]: unknown }[];

/** The items of a table of the version before, and all that its modules told of them. */
const EARLIER: { readonly items: Items; readonly told: { readonly [what: string]: unknown } } =
  JSON.parse(readFileSync(new URL(import.meta.resolve('./earlier-table.json')), 'utf8'));

const ALL_HASHES = [
  ...new Set(JSON.stringify(EARLIER).match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gu)),
];

/** Keys that name one text that a list holds, and not a person: they stay. */
const ANSWER_ID = 'a'.repeat(64);

const NOW = new Date('2026-07-15T19:00:00Z');
const MOVING: Moving = { now: NOW, onProgress: () => {} };

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamoServer();
});
afterAll(async () => await server.close());

let place: DynamoPlace;
beforeEach(async () => {
  place = await server.table();
  for (const item of EARLIER.items) await server.put(place, withSets(item));
});

/** Sets of DynamoDB, which JSON has none of. */
function withSets(item: Items[number]): Items[number] {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, isSet(value) ? new Set(value.set) : value]),
  );
}

function isSet(value: unknown): value is { readonly set: readonly string[] } {
  return typeof value === 'object' && value !== null && 'set' in value;
}

async function moved(moving: Moving | null = MOVING): Promise<OpenLedger> {
  return await openLedgerTable(place, 'live', A_LEDGER_KEY, moving);
}

/** What the table tells now, in the shape in which the version before told it. */
async function told({ ledger, optOuts, replies, findings }: OpenLedger): Promise<object> {
  return {
    messages: await Array.fromAsync(ledger.messages()),
    events: await Array.fromAsync(ledger.events()),
    open: await ledger.open(),
    players: await ledger.knownPlayers(),
    optOuts: await optOuts.list(),
    optOutHistory: await optOuts.history(),
    replies: await Array.fromAsync(replies.since(new Date(0))),
    findings: await findings.list(),
    hasStopped: [
      ...(await optOuts.has(['+447700900123', '+447700900104', '+447700900102'] as never)),
    ],
    behind: [
      await replies.numberBehind('GB.1a2B3c4D', null),
      await replies.numberBehind('GB.9z8Y7x6W', null),
    ],
  };
}

/** Puts the hashes of before in the place of the keyed ones, whole and as ids of attempts begin. */
function unsealed(text: string): string {
  const keyedHash = keyedHashWith(A_LEDGER_KEY);
  let result = text;
  for (const hash of ALL_HASHES) {
    const now = keyedHash(hash);
    result = result.replaceAll(now, hash).replaceAll(inId(now), inId(hash));
  }
  return result;
}

function inId(hash: string): string {
  return Buffer.from(hash, 'hex').toString('base64url');
}

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (error: unknown) => (error instanceof InviteError ? error.problem : error),
  );
}

/** Without what a write stamps anew, sorted. */
async function lasting(): Promise<readonly string[]> {
  const items = await server.items(place);
  return items
    .map(({ version: _version, lastWrite: _lastWrite, ...item }) => JSON.stringify(item))
    .toSorted();
}

describe('a table of the version before', () => {
  it('tells the same after it was moved', async () => {
    const kept = await moved();
    expect(JSON.parse(unsealed(JSON.stringify(await told(kept))))).toMatchObject(EARLIER.told);
    await kept.close();
  });

  it('keeps no hash that another could make of a number', async () => {
    await (await moved()).close();
    const text = JSON.stringify(await server.items(place));
    const left = ALL_HASHES.filter((hash) => hash !== ANSWER_ID && text.includes(hash));
    expect(left).toEqual([]);
  });

  it('keeps no item of before', async () => {
    await (await moved()).close();
    const items = await server.items(place);
    const others = items.filter(({ doc }) => doc === undefined);
    expect(others.map(({ pk }) => pk)).toEqual(
      Array.from({ length: 2 }, () => 'ledger#not-for-earlier-versions'),
    );
  });

  it('is moved once', async () => {
    await (await moved()).close();
    const before = await server.items(place);
    await (await moved()).close();
    expect(await server.items(place)).toEqual(before);
  });

  it('says how far the move is', async () => {
    const steps: number[] = [];
    const kept = await moved({ now: NOW, onProgress: (count) => steps.push(count) });
    expect(steps).toEqual(EARLIER.items.map((_item, index) => index + 1));
    await kept.close();
  });

  it('is left as it is where the one who opens it may not move it', async () => {
    const before = await lasting();
    expect(await problemOf(moved(null))).toMatchObject({
      code: 'ledger_unavailable',
      reason: 'not_moved',
    });
    expect(await lasting()).toEqual(before);
  });

  it.each([1, 6, 12, 18, EARLIER.items.length])(
    'tells the same after a move that was cut off at item %i and went on',
    async (last) => {
      const cut = new Error('cut off');
      const onProgress = (count: number): void => {
        if (count === last) throw cut;
      };
      expect(await problemOf(moved({ now: NOW, onProgress }))).toBe(cut);
      expect(await problemOf(moved(null))).toMatchObject({ reason: 'not_moved' });
      const kept = await moved();
      expect(JSON.parse(unsealed(JSON.stringify(await told(kept))))).toMatchObject(EARLIER.told);
      await kept.close();
    },
  );

  it('is known by an item of before among many that are moved already', async () => {
    place = await server.table();
    const { optOuts, close } = await moved();
    const said = {
      state: 'stopped',
      source: 'operator',
      operator: 'Robin Green',
      at: NOW,
    } as const;
    const numbers = Array.from({ length: 20 }, (_one, index) => `+4477009001${index + 10}`);
    await optOuts.add(numbers as never, said);
    expect(await hasEarlierItems(place)).toBe(false);
    await server.put(place, { pk: 'live#opt-outs', sk: `user#${'f'.repeat(64)}` });
    expect(await hasEarlierItems(place)).toBe(true);
    await close();
  });
});
