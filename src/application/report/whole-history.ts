import type { OptOutEntry } from '../../domain/contact/opt-out.ts';
import { whatsappAddress } from '../../domain/contact/recipient.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { OptOuts, Replies } from '../ports/contact.ts';
import type { Ledger, LedgerEvent } from '../ports/ledger.ts';
import type { TestFinding, TestFindings } from '../ports/test-findings.ts';

export type HistoryItem = { readonly at: Date } & (
  | {
      readonly kind: 'message';
      readonly event: LedgerEvent;
      /** How the message looked on the operator's phone, for the acceptance of a test message. */
      readonly finding: TestFinding | null;
      /** Whether the message was sent, and WhatsApp may be holding it. */
      readonly isHeld?: true;
    }
  /** A message to somebody else whose text names the number, as a team manager's. */
  | { readonly kind: 'mention'; readonly event: LedgerEvent }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'opt_out_added' | 'opt_out_ended'; readonly optOut: OptOutEntry }
);

/** What a person's history has beside the events of the messages to them. */
export type PersonHistory = {
  /** The events of the club's answers to a number; null for those to all. */
  readonly answers: (phone: Phone | null) => AsyncIterable<LedgerEvent>;
  /** The approvals of messages to others that name the number. Reads all items. */
  readonly naming: (phone: Phone) => AsyncIterable<LedgerEvent>;
  /** The replies of a number that WhatsApp hid, by sender. */
  readonly hiddenReplies: (phone: Phone) => Promise<readonly Reply[]>;
};

type HistoryPorts = {
  readonly ledger: Pick<Ledger, 'events'>;
  readonly optOuts: Pick<OptOuts, 'history'>;
  readonly replies: Pick<Replies, 'from' | 'since'>;
  readonly findings: Pick<TestFindings, 'list'>;
  readonly persons: PersonHistory;
};

/** Enough to read through, and few enough for memory. */
export const MAX_HISTORY_ITEMS = 30_000;

/**
 * The whole history, or that of one number, newest last. Null where everybody's history has more than
 * `most` items.
 */
export async function wholeHistory(
  { ledger, optOuts, replies, findings, persons }: HistoryPorts,
  phone: Phone | null,
  most: number = phone === null ? MAX_HISTORY_ITEMS : Infinity,
): Promise<readonly HistoryItem[] | null> {
  const events: LedgerEvent[] = [];
  for await (const event of ledger.events(phone === null ? {} : { to: whatsappAddress(phone) })) {
    events.push(event);
    if (events.length > most) return null;
  }
  for await (const event of persons.answers(phone)) {
    events.push(event);
    if (events.length > most) return null;
  }
  const mentions = phone === null ? [] : await Array.fromAsync(persons.naming(phone));
  const written: Reply[] = [];
  const received =
    phone === null
      ? replies.since(new Date(0))
      : [...(await replies.from(phone)), ...(await persons.hiddenReplies(phone))];
  for await (const reply of received) {
    written.push(reply);
    if (events.length + written.length > most) return null;
  }
  const optOutEntries = await optOuts.history(phone ?? undefined);
  const bySid = new Map((await findings.list()).map((one) => [one.sid, one]));
  const findingOn = ({ state, messageSid }: LedgerEvent): TestFinding | null =>
    state === 'accepted' && messageSid !== null ? (bySid.get(messageSid) ?? null) : null;
  const items: readonly HistoryItem[] = [
    ...events.map((event) => {
      const finding = findingOn(event);
      return { kind: 'message', at: event.at, event, finding } as const;
    }),
    ...mentions.map((event) => ({ kind: 'mention', at: event.at, event }) as const),
    ...written.map((reply) => ({ kind: 'reply', at: reply.at, reply }) as const),
    ...optOutEntries.map((optOut) => ({ kind: 'opt_out_added', at: optOut.at, optOut }) as const),
    ...optOutEntries.flatMap((optOut) =>
      optOut.ended === null
        ? []
        : [{ kind: 'opt_out_ended', at: optOut.ended.at, optOut } as const],
    ),
  ];
  if (items.length > most) return null;
  // The sort is stable: items of the same time keep their order.
  return items.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Marks where messages were sent that WhatsApp may be holding. */
export function markHeld(
  items: readonly HistoryItem[],
  held: ReadonlySet<MessageSid>,
): readonly HistoryItem[] {
  return items.map((item) => {
    if (item.kind !== 'message' || item.event.state !== 'sent') return item;
    const { messageSid } = item.event;
    return messageSid !== null && held.has(messageSid) ? { ...item, isHeld: true } : item;
  });
}
