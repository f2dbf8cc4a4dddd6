import type { Sealed } from '../domain/delivery/seal.ts';
import { inOrderOfUrgency, type Place, type Urgency } from '../domain/standing.ts';

type KeyInPlace = { readonly key: Sealed; readonly urgency: Urgency };

/** The places of many messages in little memory. */
export type Places = {
  readonly add: (place: Place, key: Sealed) => void;
  /** The most pressing first, teams and families together; of one place, those that were added first. */
  readonly inOrder: () => Iterable<KeyInPlace>;
};

/** As much text as is kept as text before it becomes bytes. */
const ENOUGH = 16 * 1024;

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
        inOrderOfUrgency({ ...a, ...nobody }, { ...b, ...nobody }),
      );
      for (const { urgency, team, members } of sorted) {
        const places = members().map((member) => ({ ...member, urgency, team }));
        yield* places.toSorted(inOrderOfUrgency);
      }
    },
  };
}

type Member = Pick<Place, 'to' | 'player'> & { readonly key: Sealed };

function newGroup(urgency: Urgency, team: string) {
  const encoder = new TextEncoder();
  const pages: Uint8Array[] = [];
  let text = '';
  return {
    urgency,
    team,
    add: (member: Member): void => {
      text += `${JSON.stringify(member)}\n`;
      if (text.length < ENOUGH) return;
      pages.push(encoder.encode(text));
      text = '';
    },
    members: (): readonly Member[] => {
      const decoder = new TextDecoder();
      return [...pages.map((page) => decoder.decode(page)), text].flatMap((page) =>
        page
          .split('\n')
          .slice(0, -1)
          .map((line): Member => JSON.parse(line)),
      );
    },
  };
}
