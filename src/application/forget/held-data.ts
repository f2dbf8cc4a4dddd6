import { nameKey } from '../../domain/record/names/name-key.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { Mode } from '../../domain/set-up/mode.ts';

/** The kinds of data that is kept of a person. */
export type HeldKind =
  | 'message'
  | 'answer'
  /** A message to somebody else that names the number, as a team manager's. */
  | 'mention'
  | 'reply'
  | 'opt_out'
  /** A player of the lists last sent. */
  | 'player'
  /** What the operator said of a test message. */
  | 'finding'
  /** The user id that WhatsApp has for the number. */
  | 'whatsapp_id'
  /** When the number was last sent a message. */
  | 'contact'
  /** What Twilio reported before a message had its SID. */
  | 'callback'
  /** A message of the simulator, in a rehearsal. */
  | 'simulated';

/** A JSON value whose keys are in snake case, without keyed hashes and internal ids. */
export type Facts = { readonly [name: string]: unknown };

/** One thing that is kept of a person. */
export type HeldItem = {
  readonly kind: HeldKind;
  readonly mode: Mode;
  /** In ISO 8601; null if it has no time. */
  readonly at: string | null;
  /** The child's name; null if it is about no child, or erased. */
  readonly player: string | null;
  /** Twilio's id of the message; null without one. */
  readonly sid: string | null;
  /** The SID of the message that it answers or is about; null without one. */
  readonly about: string | null;
  readonly facts: Facts;
};

/** Reads what is kept of a number, by the finder that erases it. */
export type HeldData = { readonly held: (phone: Phone) => AsyncIterable<HeldItem> };

/**
 * What is kept of a number in all ledgers, the oldest first. With a player, only what is about that child, and what
 * is about the number alone.
 *
 * @param player a part of the child's name; null for everything
 */
export async function heldIn(
  ledgers: readonly HeldData[],
  phone: Phone,
  player: string | null,
): Promise<readonly HeldItem[]> {
  const items: HeldItem[] = [];
  for (const { held } of ledgers) {
    // oxlint-disable-next-line no-await-in-loop -- three ledgers at most
    for await (const item of held(phone)) items.push(item);
  }
  const sorted = items.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  return player === null ? sorted : aboutPlayer(sorted, player);
}

/** Whether an item is about the number itself, and about no child. */
const ABOUT_THE_NUMBER: ReadonlySet<HeldKind> = new Set(['opt_out', 'whatsapp_id', 'contact']);

function aboutPlayer(items: readonly HeldItem[], player: string): readonly HeldItem[] {
  const wanted = nameKey(player);
  const isOfChild = (item: HeldItem): boolean =>
    item.player !== null && nameKey(item.player).includes(wanted);
  const messages = items.filter(({ kind }) => kind === 'message');
  const lastBefore = ({ at, mode }: HeldItem): HeldItem | undefined =>
    messages.findLast((one) => one.mode === mode && (one.at ?? '') <= (at ?? ''));
  const kept = new Set(items.filter(isOfChild));
  const sids = new Set([...kept].flatMap(({ sid }) => sid ?? []));
  // A reply is about the message that it answers, else about the last one before it.
  for (const item of items.filter(({ kind }) => kind === 'reply')) {
    const isAnswering = item.about !== null && messages.some(({ sid }) => sid === item.about);
    const last = isAnswering ? undefined : lastBefore(item);
    if (isAnswering ? sids.has(item.about) : last !== undefined && kept.has(last)) {
      kept.add(item);
    }
  }
  const related = new Set([...kept].flatMap(({ sid }) => sid ?? []));
  for (const item of items) {
    const isRelated =
      (item.about !== null && related.has(item.about)) ||
      (item.kind === 'simulated' && item.sid !== null && related.has(item.sid));
    const isAnswer = item.kind === 'answer' && item.about === null;
    const last = isAnswer ? lastBefore(item) : undefined;
    if (isRelated || (last !== undefined && kept.has(last))) kept.add(item);
  }
  if (kept.size === 0) return [];
  return items.filter(
    (item) => kept.has(item) || (ABOUT_THE_NUMBER.has(item.kind) && item.player === null),
  );
}
