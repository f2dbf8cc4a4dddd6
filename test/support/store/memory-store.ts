import {
  INDEX_NAMES,
  PAGE_SIZE,
  type IndexName,
  type Key,
  type Places,
  type Range,
  type Store,
  type Stored,
  type Write,
} from '../../../src/adapters/storage/port/store.ts';

/** `read` and `write`: before an item is read or written. `written`: after a write is durable. */
type Access = 'read' | 'write' | 'written';

/** Faults of one connection. */
type Connection = {
  /**
   * Called at each access, and awaited, so that other connections can go on. The caller gets its errors. An error
   * at `written` stands for a lost response.
   */
  readonly onAccess?: (access: Access, key: Key) => Promise<void> | void;
  /**
   * Whether the response to a write is lost and the request repeated. It counts as done if the item still is as
   * the write left it, and as refused if it was overwritten since.
   */
  readonly isRepeated?: (key: Key) => Promise<boolean> | boolean;
  /** Called with the result of a commit. `again`: a repeated request counts as done. */
  readonly onCommit?: (result: 'refused' | 'again' | 'written over') => void;
};

export type MemoryOptions = Connection & {
  /** Returns a different text each time. */
  readonly newVersion?: () => string;
  /** Whether a commit that is refused or cut off writes nothing. */
  readonly isTransactional?: boolean;
  /** The number of latest writes that an index does not have yet. Called for each page. */
  readonly missed?: () => number;
  /** Called synchronously for each item that is written or deleted. */
  readonly onChange?: (write: Write) => void;
};

/** Items in memory. */
export type MemoryStorage = {
  /**
   * Opens it with a connection of its own, as another process does.
   *
   * @param own replaces the faults of the storage for this connection
   */
  readonly open: (own?: Connection) => Store;
};

type Row = {
  readonly key: Key;
  readonly json: string;
  readonly version: string;
  readonly places: Places;
};
/** Rows by name; null for a deleted one. */
type Changes = Map<string, { readonly row: Row | null; readonly write: Write }>;
type Entry = { readonly name: string; readonly sort: string };

/**
 * A storage for tests and for the simulation. It is deterministic: versions are counted, and it uses neither time
 * nor random numbers.
 */
export function memoryStorage(options: MemoryOptions = {}): MemoryStorage {
  let versions = 0;
  const {
    newVersion = () => `v${(versions += 1)}`,
    isTransactional = true,
    missed = () => 0,
    onChange = () => {},
  } = options;
  const rows = new Map<string, Row>();
  const indexes = new Map(INDEX_NAMES.map((index) => [index, anIndex()]));
  const main = anIndex();
  /** Writes that the indexes do not have yet, the oldest first. */
  const unindexed: (readonly [name: string, places: Places])[] = [];

  const open = (own: Connection = {}): Store => {
    const {
      onAccess = () => undefined,
      isRepeated = () => false,
      onCommit = () => {},
    } = { ...options, ...own };
    return {
      get: async (key) => {
        await onAccess('read', key);
        return readRow(nameOf(key));
      },

      getMany: async (keys) => {
        for (const key of keys) await onAccess('read', key);
        return [...new Set(keys.map(nameOf))].flatMap((name) => readRow(name) ?? []);
      },

      commit: async (writes) => {
        const inOne = isTransactional ? [writes] : writes.map((write) => [write]);
        for (const together of inOne) {
          const [first] = together;
          if (first === undefined) continue;
          await onAccess('write', first);
          const changes: Changes = new Map();
          if (!together.every((write) => change(write, changes))) {
            onCommit('refused');
            return false;
          }
          apply(changes);
          if (!isTransactional && (await isRepeated(first))) {
            const isDone = isAsLeft(changes);
            onCommit(isDone ? 'again' : 'written over');
            if (!isDone) return false;
          }
          await onAccess('written', first);
        }
        return true;
      },

      query: (index, partition, range = {}) => pagesOf(onAccess, index, partition, range),
      scan: (containing) => scanned(onAccess, containing),
      close: async () => undefined,
    };
  };

  /** Whether the items are still as these changes left them. */
  function isAsLeft(changes: Changes): boolean {
    return [...changes].every(([name, { row }]) => rows.get(name)?.version === row?.version);
  }

  /** Adds a write to the changes. False if its condition does not hold. */
  function change(write: Write, changes: Changes): boolean {
    const name = nameOf(write);
    const noted = changes.get(name);
    const found = noted === undefined ? (rows.get(name) ?? null) : noted.row;
    if (write.expected !== undefined && write.expected !== (found?.version ?? null)) return false;
    changes.set(name, { row: 'gone' in write ? null : rowOf(write, newVersion()), write });
    return true;
  }

  function apply(changes: Changes): void {
    for (const [name, { row, write }] of changes) {
      if (row === null) {
        rows.delete(name);
        main.remove(name);
      } else {
        rows.set(name, row);
        main.place(name, [row.key.pk, row.key.sk]);
      }
      unindexed.push([name, row?.places ?? {}]);
      onChange(write);
    }
    catchUp();
  }

  function catchUp(): void {
    const known = Math.max(0, unindexed.length - missed());
    for (const [name, places] of unindexed.splice(0, known)) {
      for (const [index, entries] of indexes) {
        const place = places[index];
        if (place === undefined) entries.remove(name);
        else entries.place(name, place);
      }
    }
  }

  async function* pagesOf(
    onAccess: NonNullable<Connection['onAccess']>,
    index: IndexName | 'main',
    partition: string,
    range: Range,
  ): AsyncIterable<readonly Stored[]> {
    const entries = index === 'main' ? main : indexes.get(index);
    let last: Entry | null = null;
    for (;;) {
      await onAccess('read', { pk: partition, sk: range.from ?? '' });
      if (index !== 'main') catchUp();
      const page = (entries?.within(partition, range) ?? [])
        .filter((entry) => last === null || order(last, entry, range) < 0)
        .toSorted((one, other) => order(one, other, range))
        .slice(0, PAGE_SIZE);
      last = page.at(-1) ?? null;
      if (last === null) return;
      yield page.flatMap(({ name }) => readRow(name) ?? []);
      if (page.length < PAGE_SIZE) return;
    }
  }

  async function* scanned(
    onAccess: NonNullable<Connection['onAccess']>,
    containing = '',
  ): AsyncIterable<readonly Stored[]> {
    const names = [...rows.keys()];
    for (let first = 0; first < names.length; first += PAGE_SIZE) {
      await onAccess('read', { pk: '', sk: '' });
      const page = names.slice(first, first + PAGE_SIZE);
      const hits = page.filter((name) => rows.get(name)?.json.includes(containing));
      yield hits.flatMap((name) => readRow(name) ?? []);
    }
  }

  function readRow(name: string): Stored | null {
    const row = rows.get(name);
    if (row === undefined) return null;
    return { ...row.key, doc: JSON.parse(row.json), version: row.version };
  }

  return { open };
}

function rowOf(write: Exclude<Write, { gone: true }>, version: string): Row {
  const { pk, sk, doc, places = {} } = write;
  return { key: { pk, sk }, json: JSON.stringify(doc), version, places };
}

function nameOf({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}

/** An index: entries by partition, each with its sort key. */
function anIndex() {
  const partitions = new Map<string, Map<string, string>>();
  const partitionOf = new Map<string, string>();
  const remove = (name: string): void => {
    partitions.get(partitionOf.get(name) ?? '')?.delete(name);
    partitionOf.delete(name);
  };
  return {
    remove,
    place: (name: string, [partition, sort]: readonly [string, string]): void => {
      remove(name);
      const sorts = partitions.get(partition) ?? new Map<string, string>();
      partitions.set(partition, sorts.set(name, sort));
      partitionOf.set(name, partition);
    },
    within: (partition: string, { from, below }: Range): readonly Entry[] =>
      [...(partitions.get(partition) ?? [])]
        .map(([name, sort]) => ({ name, sort }))
        .filter(({ sort }) => from === undefined || byBytes(sort, from) >= 0)
        .filter(({ sort }) => below === undefined || byBytes(sort, below) < 0),
  };
}

function order(one: Entry, other: Entry, { descending = false }: Range): number {
  const ascending = byBytes(one.sort, other.sort) || byBytes(one.name, other.name);
  return descending ? -ascending : ascending;
}

/** The order of both databases, by bytes in UTF-8. JavaScript compares strings by UTF-16 code units. */
function byBytes(one: string, other: string): number {
  return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
}
