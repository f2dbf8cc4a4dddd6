import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import {
  compareByUrgency,
  type Place,
  type Urgency,
} from '../../domain/delivery/delivery-status.ts';

type KeyInPlace = { readonly key: KeyedHash; readonly urgency: Urgency };

/** The places of many messages in little memory. */
export type Places = {
  readonly add: (place: Place, key: KeyedHash) => void;
  /**
   * The most pressing first, teams and families together; of one place, those that were added first. Each
   * is let go when it is told, so that they can be gone through once.
   */
  readonly inOrder: () => Iterable<KeyInPlace>;
};

const PAGE_BYTES = 4096;

/**
 * Keeps places by urgency and team, as bytes: as objects, those of 200,000 messages take three times as
 * much. One team's at a time are read back and sorted.
 */
export function placeList(): Places {
  const groups = new Map<string, ReturnType<typeof newGroup>>();
  return {
    add: ({ urgency, team, to, player }, key) => {
      const name = JSON.stringify([urgency, team]);
      const group = groups.get(name) ?? newGroup(urgency, team);
      groups.set(name, group);
      group.add({ key, to, player });
    },
    inOrder: function* inOrder() {
      const nobody = { to: '', player: '' };
      const sorted = [...groups.values()].toSorted((a, b) =>
        compareByUrgency({ ...a, ...nobody }, { ...b, ...nobody }),
      );
      for (const { urgency, team, taken } of sorted) {
        // What was sorted by is let go before the first is used.
        for (const key of sortedKeys(taken(), urgency, team)) yield { key, urgency };
      }
    },
  };
}

function sortedKeys(
  members: readonly Member[],
  urgency: Urgency,
  team: string,
): readonly KeyedHash[] {
  return members
    .map((member) => ({ ...member, urgency, team }))
    .toSorted(compareByUrgency)
    .map(({ key }) => key);
}

type Member = Pick<Place, 'to' | 'player'> & { readonly key: KeyedHash };

/** Lines of JSON in pages of bytes, each page with how much of it is written. */
function newGroup(urgency: Urgency, team: string) {
  const encoder = new TextEncoder();
  const pages: { bytes: Uint8Array; length: number }[] = [];
  return {
    urgency,
    team,
    add: ({ key, to, player }: Member): void => {
      const line = `${JSON.stringify([key, to, player])}\n`;
      // As much as it can take in UTF-8.
      const most = line.length * 3;
      let page = pages.at(-1);
      if (page === undefined || page.bytes.length - page.length < most) {
        page = { bytes: new Uint8Array(Math.max(PAGE_BYTES, most)), length: 0 };
        pages.push(page);
      }
      page.length += encoder.encodeInto(line, page.bytes.subarray(page.length)).written;
    },
    taken: (): readonly Member[] => {
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
