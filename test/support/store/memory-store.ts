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

/** `read` and `write` come before an item is read or written; `written` comes after a write is durable. */
type Access = 'read' | 'write' | 'written';

/** What happens to one who uses the storage. */
type Connection = {
  /**
   * Called at each access: others go on while it waits, and what it throws reaches the caller in place of
   * an answer. A throw at `written` is an answer that was lost.
   */
  readonly onAccess?: (access: Access, key: Key) => Promise<void> | void;
  /**
   * Whether the answer to a write that was done is lost, and the write asked for again: it counts as done
   * if the item is still as it left it, and as refused if somebody has written over it since.
   */
  readonly isAskedAgain?: (key: Key) => Promise<boolean> | boolean;
  /** Told what came of a commit: `again` where a write that was asked for again counts as done. */
  readonly onCommit?: (result: 'refused' | 'again' | 'written over') => void;
};

export type MemoryOptions = Connection & {
  /** Each time another text. */
  readonly newVersion?: () => string;
  /** Whether a commit that is refused or cut off has written nothing of it. */
  readonly isTransactional?: boolean;
  /** How many of the last writes an index misses, asked at each page. */
  readonly missed?: () => number;
  /** Told of each item as it is written or deleted, before anything else happens. */
  readonly onChange?: (write: Write) => void;
};

/** Items in memory, which live as long as this does. */
export type MemoryStorage = {
  /**
   * Opens it as another process would.
   *
   * @param own stands in for the storage's own, for this process alone
   */
  readonly open: (own?: Connection) => Store;
};

type Row = {
  readonly key: Key;
  readonly json: string;
  readonly version: string;
  readonly places: Places;
};
/** Rows by name; null for what is deleted. */
type Changes = Map<string, { readonly row: Row | null; readonly write: Write }>;
type Entry = { readonly name: string; readonly sort: string };

/**
 * A storage for tests and for the simulation. Given the same calls and options it answers the same: the
 * versions count up, and nothing in it knows time or chance.
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
  /** What the indexes do not know yet, the oldest first. */
  const unindexed: (readonly [name: string, places: Places])[] = [];

  const open = (own: Connection = {}): Store => {
    const {
      onAccess = () => undefined,
      isAskedAgain = () => false,
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
          if (!isTransactional && (await isAskedAgain(first))) {
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

  /** Whether nobody has written to the items since. */
  function isAsLeft(changes: Changes): boolean {
    return [...changes].every(([name, { row }]) => rows.get(name)?.version === row?.version);
  }

  /** Notes what a write makes of its item, on top of the changes before it; false where it is refused. */
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

/** Where items are found: by partition, each with its sort key. */
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

/** As databases compare texts: by their bytes in UTF-8, which JavaScript's own order is not. */
function byBytes(one: string, other: string): number {
  return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
}
