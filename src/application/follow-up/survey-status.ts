import type { ConversationState } from '../../domain/contact/conversation.ts';
import type { OptOutState } from '../../domain/contact/opt-out.ts';
import { withoutChannel } from '../../domain/contact/recipient.ts';
import { replyAssigner, type AssignedReplies, type Reply } from '../../domain/contact/reply.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import {
  reasonOf,
  standingOf,
  unansweredBy,
  type Place,
} from '../../domain/delivery/status/attention.ts';
import {
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
  type Urgency,
} from '../../domain/delivery/status/delivery-status.ts';
import { isWatched } from '../../domain/delivery/status/follow-up.ts';
import { NONE_HELD, type HeldMessages } from '../../domain/delivery/status/held-template.ts';
import type { Ledger } from '../ports/ledger.ts';
import { placeList, type Group, type KeyInPlace } from './place-list.ts';

/** A message with its place in the list of `status`. */
export type ListedStatus = DeliveryStatus & Group;

/** The states of all messages after one pass: the totals, and an iterator in the order of the list. */
export type Survey = {
  readonly total: number;
  readonly counts: ReadonlyMap<MessageState, number>;
  /** How many messages are in each group, in the order of the list. */
  readonly groups: readonly (Group & { readonly count: number })[];
  /** The urgencies that need action. Messages of erased people need none. */
  readonly pressing: ReadonlySet<Urgency>;
  /** How many messages a watch would still follow. */
  readonly watched: number;
  readonly replies: AssignedReplies;
  /**
   * The messages, most pressing first; can be iterated once. They are read again page by page, so that
   * they are never all in memory. A message whose state has changed meanwhile keeps its place and has
   * its new state.
   *
   * @param most how many messages of a group to read; all by default
   */
  readonly statuses: (most?: (group: Group) => number) => AsyncIterable<ListedStatus>;
};

/** What a survey asks about recipients. */
export type Recipients = {
  /** By phone number. */
  readonly optOuts: ReadonlyMap<string, OptOutState>;
  /** The state of the conversation that each reply belongs to. */
  readonly conversations: ReadonlyMap<MessageSid, ConversationState>;
};

type Surveying = {
  readonly ledger: Pick<Ledger, 'byKeys'>;
  /** The replies to show with the messages. */
  readonly replies: readonly Reply[];
  readonly recipients?: Recipients;
  readonly now: Date;
  /** The messages that WhatsApp may be holding. Default: none. */
  readonly held?: HeldMessages;
  /** Called with each message, in no particular order. */
  readonly see?: (status: DeliveryStatus) => void;
};

const NOTHING_KNOWN: Recipients = { optOuts: new Map(), conversations: new Map() };

/** Messages read per page. */
const PAGE = 100;

/** Reads the messages once and holds of each only what its place depends on. */
export async function surveyStatus(
  messages: AsyncIterable<LedgerMessage>,
  { ledger, replies, recipients = NOTHING_KNOWN, now, held = NONE_HELD, see }: Surveying,
): Promise<Survey> {
  const places = placeList();
  const states = stateTally();
  const pressing = new Set<Urgency>();
  const sorter = replyAssigner(replies);
  /** The messages whose parent may wait for an answer. There are few beside the replies themselves. */
  const perhapsAnswered: { readonly key: KeyedHash; readonly place: Place }[] = [];
  let [total, watched] = [0, 0];
  for await (const message of messages) {
    const status = deliveryStatusOf(message, now, held);
    if (status === null) continue;
    const { urgency } = status;
    const { key, isErased } = message;
    total += 1;
    states.see(status);
    if (!isErased) pressing.add(urgency);
    if (isWatched(status, now)) watched += 1;
    const optOut = recipients.optOuts.get(withoutChannel(message.to)) ?? null;
    const place = placeOf(status, optOut);
    const ifUnanswered = standingOf({ ...status, isErased }, { optOut, unanswered: 'in_time' });
    if (sorter.see(message) && ifUnanswered !== place.standing)
      perhapsAnswered.push({ key, place });
    else places.add(place, key);
    see?.(status);
  }
  const assigned = sorter.sorted();
  for (const { key, place } of perhapsAnswered) {
    const last = assigned.byKey.get(key)?.at(-1);
    const state = last === undefined ? undefined : recipients.conversations.get(last.sid);
    const unanswered = unansweredBy(state);
    const known = { isErased: false, isHeld: false };
    const standing = standingOf({ ...place, ...known }, { optOut: null, unanswered });
    places.add(unanswered === null ? place : { ...place, standing, reason: '' }, key);
  }
  return {
    total,
    counts: states.counts(),
    groups: places.groups(),
    pressing,
    watched,
    replies: assigned,
    statuses: async function* statuses(most = () => Number.POSITIVE_INFINITY) {
      for (const page of pagesOf(places.inOrder(most))) {
        // oxlint-disable-next-line no-await-in-loop -- one page after the other
        const found = await ledger.byKeys(page.map(({ key }) => key));
        const byKey = new Map(found.map((message) => [message.key, message]));
        yield* page.flatMap((one) => listedOf(one, byKey.get(one.key), { now, held }));
      }
    },
  };
}

function placeOf(status: DeliveryStatus, optOut: OptOutState | null): Place {
  const { urgency, message } = status;
  const { team, to, player, isErased } = message;
  const standing = standingOf({ ...status, isErased }, { optOut, unanswered: null });
  return { standing, reason: reasonOf(status, standing), urgency, team, to, player };
}

function listedOf(
  { standing, reason, urgency }: KeyInPlace,
  message: LedgerMessage | undefined,
  { now, held }: { readonly now: Date; readonly held: HeldMessages },
): readonly ListedStatus[] {
  const status = message === undefined ? null : deliveryStatusOf(message, now, held);
  return status === null ? [] : [{ ...status, urgency, standing, reason }];
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
