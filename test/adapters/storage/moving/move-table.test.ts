import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DynamoPlace } from '../../../../src/adapters/storage/dynamo/connection.ts';
import type { Moving } from '../../../../src/adapters/storage/dynamo/ledger-table.ts';
import { hasEarlierItems } from '../../../../src/adapters/storage/dynamo/move/refuse-earlier-tools.ts';
import { openOperatorTable } from '../../../../src/adapters/storage/dynamo/operator-table.ts';
import type { OpenLedger } from '../../../../src/adapters/storage/open-ledger.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { startDynamoServer, type DynamoServer } from '../../../support/aws/dynamo-server.ts';
import { A_LEDGER_KEY } from '../../../support/ledger/ledger-parts.ts';

type Items = readonly { readonly [name: string]: unknown }[];

/** The items of a table of the earlier version, and what its modules returned for them. */
const EARLIER: { readonly items: Items; readonly told: { readonly [what: string]: unknown } } =
  JSON.parse(readFileSync(new URL(import.meta.resolve('./earlier-table.json')), 'utf8'));

const ALL_HASHES = [
  ...new Set(JSON.stringify(EARLIER).match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gu)),
];

/** Hashes of a text in a list, and not of a person: they are not keyed. */
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

/** Restores sets of DynamoDB, which JSON does not have. */
function withSets(item: Items[number]): Items[number] {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, isSet(value) ? new Set(value.set) : value]),
  );
}

function isSet(value: unknown): value is { readonly set: readonly string[] } {
  return typeof value === 'object' && value !== null && 'set' in value;
}

async function moved(moving: Moving | null = MOVING): Promise<OpenLedger> {
  return await openOperatorTable(place, 'live', A_LEDGER_KEY, moving);
}

/** What the table returns now, in the shape of the earlier version. */
async function contentOf({ ledger, optOuts, replies, findings }: OpenLedger): Promise<object> {
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

/** Replaces keyed hashes by the plain ones, whole and as the beginning of attempt ids. */
function withPlainHashes(text: string): string {
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

/** The items without what every write changes, sorted. */
async function stableItems(): Promise<readonly string[]> {
  const items = await server.items(place);
  return items
    .map(({ version: _version, lastWrite: _lastWrite, ...item }) => JSON.stringify(item))
    .toSorted();
}

describe('a table of the earlier version', () => {
  it('returns the same after the migration', async () => {
    const kept = await moved();
    expect(JSON.parse(withPlainHashes(JSON.stringify(await contentOf(kept))))).toMatchObject(
      EARLIER.told,
    );
    await kept.close();
  });

  it('has no plain hash of a number', async () => {
    await (await moved()).close();
    const text = JSON.stringify(await server.items(place));
    const left = ALL_HASHES.filter((hash) => hash !== ANSWER_ID && text.includes(hash));
    expect(left).toEqual([]);
  });

  it('has no earlier item', async () => {
    await (await moved()).close();
    const items = await server.items(place);
    const others = items.filter(({ doc }) => doc === undefined);
    expect(others.map(({ pk }) => pk)).toEqual(
      Array.from({ length: 2 }, () => 'ledger#not-for-earlier-versions'),
    );
  });

  it('is migrated once', async () => {
    await (await moved()).close();
    const before = await server.items(place);
    await (await moved()).close();
    expect(await server.items(place)).toEqual(before);
  });

  it('reports the progress of the migration', async () => {
    const steps: number[] = [];
    const kept = await moved({ now: NOW, onProgress: (count) => steps.push(count) });
    expect(steps).toEqual(EARLIER.items.map((_item, index) => index + 1));
    await kept.close();
  });

  it('is not changed by a process that must not migrate it', async () => {
    const before = await stableItems();
    expect(await problemOf(moved(null))).toMatchObject({
      code: 'ledger_unavailable',
      reason: 'not_moved',
    });
    expect(await stableItems()).toEqual(before);
  });

  it.each([1, 6, 12, 18, EARLIER.items.length])(
    'returns the same after a migration that was cut off at item %i and repeated',
    async (last) => {
      const cut = new Error('cut off');
      const onProgress = (count: number): void => {
        if (count === last) throw cut;
      };
      expect(await problemOf(moved({ now: NOW, onProgress }))).toBe(cut);
      expect(await problemOf(moved(null))).toMatchObject({ reason: 'not_moved' });
      const kept = await moved();
      expect(JSON.parse(withPlainHashes(JSON.stringify(await contentOf(kept))))).toMatchObject(
        EARLIER.told,
      );
      await kept.close();
    },
  );

  it('is recognised by one earlier item among many that are migrated', async () => {
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
