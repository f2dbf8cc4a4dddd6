import { replyAssigner, type AssignedReplies, type Reply } from '../../domain/contact/reply.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import {
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
  type Urgency,
  compareByUrgency,
  type Place,
} from '../../domain/delivery/status/delivery-status.ts';
import { isWatched } from '../../domain/delivery/status/follow-up.ts';
import type { HeldMessages } from '../../domain/delivery/status/held-template.ts';
import type { Ledger } from '../ports/ledger.ts';

/** The states of all messages after one pass: the totals, and an iterator in order of urgency. */
export type Survey = {
  readonly total: number;
  readonly counts: ReadonlyMap<MessageState, number>;
  readonly byUrgency: ReadonlyMap<Urgency, number>;
  /** The urgencies that need action. Messages of erased people need none. */
  readonly pressing: ReadonlySet<Urgency>;
  /** How many messages a watch would still follow. */
  readonly watched: number;
  readonly replies: AssignedReplies;
  /**
   * The messages, most urgent first; can be iterated once. They are read again page by page, so that
   * they are never all in memory. A message whose state has changed meanwhile keeps its place and has
   * its new state.
   */
  readonly statuses: () => AsyncIterable<DeliveryStatus>;
};

type Surveying = {
  readonly ledger: Pick<Ledger, 'byKeys'>;
  /** The replies to show with the messages. */
  readonly replies: readonly Reply[];
  readonly now: Date;
  /** The messages that WhatsApp may be holding. Default: none. */
  readonly held?: HeldMessages;
  /** Called with each message, in no particular order. */
  readonly see?: (status: DeliveryStatus) => void;
};

/** Messages read per page. */
const PAGE = 100;

/** Reads the messages once and holds of each only what its place depends on. */
export async function surveyStatus(
  messages: AsyncIterable<LedgerMessage>,
  { ledger, replies, now, held, see }: Surveying,
): Promise<Survey> {
  const places = placeList();
  const states = stateTally();
  const byUrgency = new Map<Urgency, number>();
  const pressing = new Set<Urgency>();
  const sorter = replyAssigner(replies);
  let [total, watched] = [0, 0];
  for await (const message of messages) {
    const status = deliveryStatusOf(message, now, held);
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
        // oxlint-disable-next-line no-await-in-loop -- one page after the other
        const found = await ledger.byKeys(page.map(({ key }) => key));
        const byKey = new Map(found.map((message) => [message.key, message]));
        for (const { key, urgency } of page) {
          const message = byKey.get(key);
          const status = message === undefined ? null : deliveryStatusOf(message, now, held);
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

/** A compact list of messages, sorted by urgency. */
type Places = {
  readonly add: (place: Place, key: KeyedHash) => void;
  /**
   * Most urgent first, then by team and family; equal ones in the order in which they were added.
   * Memory is freed as it is read, so it can be iterated once.
   */
  readonly inOrder: () => Iterable<KeyInPlace>;
};

const PAGE_BYTES = 4096;

/**
 * Groups the places by urgency and team and stores them as bytes: as objects, 200,000 of them take
 * three times as much memory. One group at a time is decoded and sorted.
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
      const anyone = { to: '', player: '' };
      const sorted = [...groups.values()].toSorted((a, b) =>
        compareByUrgency({ ...a, ...anyone }, { ...b, ...anyone }),
      );
      for (const { urgency, team, taken } of sorted) {
        // The group is freed before its first key is used.
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

/** Lines of JSON in pages of bytes, each page with the number of bytes used. */
function newGroup(urgency: Urgency, team: string) {
  const encoder = new TextEncoder();
  const pages: { bytes: Uint8Array; length: number }[] = [];
  return {
    urgency,
    team,
    add: ({ key, to, player }: Member): void => {
      const line = `${JSON.stringify([key, to, player])}\n`;
      // The most bytes that it can take in UTF-8.
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
