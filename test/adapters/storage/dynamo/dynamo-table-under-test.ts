import { afterEach, beforeEach } from '@jest/globals';
import type { DynamoPlace } from '../../../../src/adapters/storage/dynamo/connection.ts';
import { openDynamoStore } from '../../../../src/adapters/storage/dynamo/dynamo-store.ts';
import type { Item, Key, Store, Stored } from '../../../../src/adapters/storage/port/store.ts';
import {
  dynamoBehindProxy,
  type DynamoBehindProxy,
} from '../../../support/aws/dynamo-behind-proxy.ts';

/** A table for each test, with two connections. */
export type TableUnderTest = DynamoBehindProxy & {
  readonly place: DynamoPlace;
  /** Through the proxy. Its versions are `version-1`, `version-2` and so on. */
  readonly store: Store;
  /** Without the proxy, as from another computer. */
  readonly other: Store;
  readonly versionAt: (key: Key) => Promise<string>;
  /** Writes many items without the proxy, in concurrent commits, which is faster. */
  readonly putAll: (items: readonly Item[]) => Promise<void>;
  /** The requests through the proxy from now on. */
  readonly asked: () => () => readonly string[];
};

export function tableUnderTest(): TableUnderTest {
  const dynamo = dynamoBehindProxy();
  let place: DynamoPlace;
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    place = await dynamo.server.table();
    let made = 0;
    const newVersion = (): string => `version-${(made += 1)}`;
    store = await openDynamoStore({ ...place, endpoint: dynamo.proxy.endpoint }, { newVersion });
    other = await openDynamoStore(place);
  });
  afterEach(async () => {
    await Promise.all([store.close(), other.close()]);
  });
  return {
    get server() {
      return dynamo.server;
    },
    get proxy() {
      return dynamo.proxy;
    },
    get place() {
      return place;
    },
    get store() {
      return store;
    },
    get other() {
      return other;
    },
    versionAt: async (key) => (await other.get(key))?.version ?? 'none',
    putAll: async (items) => {
      await Promise.all(items.map(async (item) => await other.commit([item])));
    },
    asked: () => {
      const before = dynamo.proxy.operations.length;
      return () => dynamo.proxy.operations.slice(before);
    },
  };
}

export async function pagesOf(
  pages: AsyncIterable<readonly Stored[]>,
): Promise<readonly (readonly Stored[])[]> {
  const read: (readonly Stored[])[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

export async function allOf(pages: AsyncIterable<readonly Stored[]>): Promise<readonly Stored[]> {
  return (await pagesOf(pages)).flat();
}
