import { isWatched } from '../../domain/delivery/follow-up.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { replyAssigner, type AssignedReplies, type Reply } from '../../domain/contact/reply.ts';
import {
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
  type Urgency,
  compareByUrgency,
  type Place,
} from '../../domain/delivery/delivery-status.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';

/** How all the messages stand, seen once: the counts, and the way to each of them. */
export type Survey = {
  readonly total: number;
  readonly counts: ReadonlyMap<MessageState, number>;
  readonly byUrgency: ReadonlyMap<Urgency, number>;
  /** What needs somebody: that of people who were erased needs nobody. */
  readonly pressing: ReadonlySet<Urgency>;
  /** How many a watch would go on for. */
  readonly watched: number;
  readonly replies: AssignedReplies;
  /**
   * The messages, the most pressing first, once. They are read once more, so that they are never held at once:
   * one that came further meanwhile stands where it stood, and tells how far it is.
   */
  readonly statuses: () => AsyncIterable<DeliveryStatus>;
};

type Surveying = {
  readonly ledger: Pick<Ledger, 'byKeys'>;
  /** What is to be put beside the messages. */
  readonly replies: readonly Reply[];
  readonly now: Date;
  /** Called with each message, in no order. */
  readonly see?: (status: DeliveryStatus) => void;
};

/** As many messages as are read at once. */
const PAGE = 100;

/** Goes through messages once, and keeps of each what its place goes by. */
export async function surveyStatus(
  messages: AsyncIterable<LedgerMessage>,
  { ledger, replies, now, see }: Surveying,
): Promise<Survey> {
  const places = placeList();
  const states = stateTally();
  const byUrgency = new Map<Urgency, number>();
  const pressing = new Set<Urgency>();
  const sorter = replyAssigner(replies);
  let [total, watched] = [0, 0];
  for await (const message of messages) {
    const status = deliveryStatusOf(message, now);
    if (status === null) continue;
    const { urgency } = status;
    const { key, team, to, player } = message;
    total += 1;
    places.add({ urgency, team, to, player }, key);
    states.see(status);
    byUrgency.set(urgency, (byUrgency.get(urgency) ?? 0) + 1);
    if (!message.isErased) pressing.add(urgency);
    if (isWatched(status, now)) watched += 1;
    sorter.see(message);
    see?.(status);
  }
  return {
    total,
    counts: states.counts(),
    byUrgency,
    pressing,
    watched,
    replies: sorter.sorted(),
    statuses: async function* statuses() {
      for (const page of pagesOf(places.inOrder())) {
        // oxlint-disable-next-line no-await-in-loop -- page after page
        const found = await ledger.byKeys(page.map(({ key }) => key));
        const byKey = new Map(found.map((message) => [message.key, message]));
        for (const { key, urgency } of page) {
          const message = byKey.get(key);
          const status = message === undefined ? null : deliveryStatusOf(message, now);
          if (status !== null) yield { ...status, urgency };
        }
      }
    },
  };
}

function* pagesOf<T>(all: Iterable<T>): Iterable<readonly T[]> {
  let page: T[] = [];
  for (const one of all) {
    page.push(one);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

type KeyInPlace = { readonly key: KeyedHash; readonly urgency: Urgency };

/** The places of many messages in little memory. */
type Places = {
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
function placeList(): Places {
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
