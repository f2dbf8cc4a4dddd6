import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { replyAssigner, type AssignedReplies, type Reply } from '../../domain/contact/reply.ts';
import {
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
  type Urgency,
} from '../../domain/delivery/delivery-status.ts';
import { isWatched } from '../../domain/delivery/follow-up.ts';
import { placeList } from './places.ts';
import type { Ledger } from '../ports/ports.ts';

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
  readonly standings: () => AsyncIterable<DeliveryStatus>;
};

type Surveying = {
  readonly ledger: Pick<Ledger, 'byKeys'>;
  /** What is to be put beside the messages. */
  readonly replies: readonly Reply[];
  readonly now: Date;
  /** Called with each message, in no order. */
  readonly see?: (standing: DeliveryStatus) => void;
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
    const standing = deliveryStatusOf(message, now);
    if (standing === null) continue;
    const { urgency } = standing;
    const { key, team, to, player } = message;
    total += 1;
    places.add({ urgency, team, to, player }, key);
    states.see(standing);
    byUrgency.set(urgency, (byUrgency.get(urgency) ?? 0) + 1);
    if (!message.isErased) pressing.add(urgency);
    if (isWatched(standing, now)) watched += 1;
    sorter.see(message);
    see?.(standing);
  }
  return {
    total,
    counts: states.counts(),
    byUrgency,
    pressing,
    watched,
    replies: sorter.sorted(),
    standings: async function* standings() {
      for (const page of pagesOf(places.inOrder())) {
        // oxlint-disable-next-line no-await-in-loop -- page after page
        const found = await ledger.byKeys(page.map(({ key }) => key));
        const byKey = new Map(found.map((message) => [message.key, message]));
        for (const { key, urgency } of page) {
          const message = byKey.get(key);
          const standing = message === undefined ? null : deliveryStatusOf(message, now);
          if (standing !== null) yield { ...standing, urgency };
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
