import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import { compareByStanding, type Place } from '../../domain/delivery/status/attention.ts';

/** Messages that one explanation is true of. */
export type Group = Pick<Place, 'standing' | 'reason'>;

export type KeyInPlace = Pick<Place, 'standing' | 'reason' | 'urgency'> & {
  readonly key: KeyedHash;
};

/** A compact list of messages, sorted by standing. */
type Places = {
  readonly add: (place: Place, key: KeyedHash) => void;
  /** The size of each group, in order. */
  readonly groups: () => readonly (Group & { readonly count: number })[];
  /**
   * Most pressing first, then by reason, team and family; equal ones in the order in which they were added.
   * Memory is freed as it is read, so it can be iterated once.
   *
   * @param most how many of a group to return
   */
  readonly inOrder: (most: (group: Group) => number) => Iterable<KeyInPlace>;
};

const PAGE_BYTES = 4096;

/**
 * Divides the places by standing, reason, urgency and team and stores them as bytes: as objects, 200,000 of
 * them take three times as much memory. One division at a time is decoded and sorted.
 */
export function placeList(): Places {
  const divisions = new Map<string, Division>();
  const sorted = (): readonly Division[] => {
    const anyone = { to: '', player: '' };
    return [...divisions.values()].toSorted((a, b) =>
      compareByStanding({ ...a.shared, ...anyone }, { ...b.shared, ...anyone }),
    );
  };
  return {
    add: ({ to, player, ...shared }, key) => {
      const { standing, reason, urgency, team } = shared;
      const name = JSON.stringify([standing, reason, urgency, team]);
      const division = divisions.get(name) ?? newDivision(shared);
      divisions.set(name, division);
      division.add({ key, to, player });
    },
    groups: () => {
      const counts = new Map<string, Group & { readonly count: number }>();
      for (const { shared, size } of sorted()) {
        const { standing, reason } = shared;
        const name = nameOf(shared);
        const count = (counts.get(name)?.count ?? 0) + size();
        counts.set(name, { standing, reason, count });
      }
      return [...counts.values()];
    },
    inOrder: function* inOrder(most) {
      let [group, returned] = ['', 0];
      for (const { shared, taken } of sorted()) {
        const { standing, reason, urgency } = shared;
        if (nameOf(shared) !== group) [group, returned] = [nameOf(shared), 0];
        const left = most(shared) - returned;
        // The division is freed before its first key is used.
        const keys = left > 0 ? sortedKeys(taken(), shared) : [];
        returned += keys.length;
        for (const key of keys.slice(0, left)) yield { key, standing, reason, urgency };
      }
    },
  };
}

function nameOf({ standing, reason }: Group): string {
  return JSON.stringify([standing, reason]);
}

function sortedKeys(members: readonly Member[], shared: Shared): readonly KeyedHash[] {
  return members
    .map((member) => ({ ...member, ...shared }))
    .toSorted(compareByStanding)
    .map(({ key }) => key);
}

type Shared = Omit<Place, 'to' | 'player'>;
type Member = Pick<Place, 'to' | 'player'> & { readonly key: KeyedHash };

/** Messages that differ only in family and player. */
type Division = {
  readonly shared: Shared;
  readonly add: (member: Member) => void;
  readonly size: () => number;
  /** The members, which are freed. */
  readonly taken: () => readonly Member[];
};

/** Lines of JSON in pages of bytes, each page with the number of bytes used. */
function newDivision(shared: Shared): Division {
  const encoder = new TextEncoder();
  const pages: { bytes: Uint8Array; length: number }[] = [];
  let size = 0;
  return {
    shared,
    size: () => size,
    add: ({ key, to, player }) => {
      const line = `${JSON.stringify([key, to, player])}\n`;
      // The most bytes that it can take in UTF-8.
      const most = line.length * 3;
      let page = pages.at(-1);
      if (page === undefined || page.bytes.length - page.length < most) {
        page = { bytes: new Uint8Array(Math.max(PAGE_BYTES, most)), length: 0 };
        pages.push(page);
      }
      page.length += encoder.encodeInto(line, page.bytes.subarray(page.length)).written;
      size += 1;
    },
    taken: () => {
      const decoder = new TextDecoder();
      return pages
        .splice(0)
        .flatMap(({ bytes, length }) => decoder.decode(bytes.subarray(0, length)).split('\n'))
        .filter((line) => line !== '')
        .map((line): Member => {
          const [key, to, player] = JSON.parse(line);
          return { key, to, player };
        });
    },
  };
}
