import type { MessageSid } from '../../domain/delivery/ids.ts';
import {
  batchOf,
  hasReachedWhatsApp,
  heldIn,
  isHeld,
  isStuck,
  mayBeHeld,
  NONE_HELD,
  type Batch,
  type HeldMessages,
} from '../../domain/delivery/status/held-template.ts';
import type { Ledger } from '../ports/ledger.ts';

type HeldPorts = { readonly ledger: Pick<Ledger, 'messages' | 'unsettled'>; readonly now: Date };

/**
 * Finds the messages that WhatsApp may be holding because their template is new. Messages whose state is
 * final are read only where enough others are stuck.
 */
export async function findHeld(ports: HeldPorts): Promise<HeldMessages> {
  const suspects = await suspectsIn(ports);
  if (suspects.size === 0) return NONE_HELD;
  const reached = await countReached(suspects, ports);
  const held = [...suspects].flatMap(([batch, { stuck }]) =>
    isHeld(stuck, reached.get(batch) ?? 0) ? [batch] : [],
  );
  return heldIn(new Set(held), ports.now);
}

type Suspect = { stuck: number; readonly season: string; since: Date };

/** The batches with many stuck messages. `since`: the earliest approval of one. */
async function suspectsIn({ ledger, now }: HeldPorts): Promise<ReadonlyMap<Batch, Suspect>> {
  const found = new Map<Batch, Suspect>();
  for await (const message of ledger.unsettled(now)) {
    if (!isStuck(message, now)) continue;
    const { season, approvedAt } = message;
    const batch = batchOf(message);
    const suspect = found.get(batch) ?? { stuck: 0, season, since: approvedAt };
    suspect.stuck += 1;
    if (approvedAt < suspect.since) suspect.since = approvedAt;
    found.set(batch, suspect);
  }
  return new Map([...found].filter(([, { stuck }]) => mayBeHeld(stuck)));
}

/** An approval holds for less than this, so that older messages are in no batch with a newer one. */
const DAY_MS = 24 * 3_600_000;

async function countReached(
  suspects: ReadonlyMap<Batch, Suspect>,
  { ledger }: HeldPorts,
): Promise<ReadonlyMap<Batch, number>> {
  const reached = new Map<Batch, number>();
  for (const [season, of] of Map.groupBy(suspects.values(), (suspect) => suspect.season)) {
    const since = Math.min(...of.map((suspect) => suspect.since.getTime())) - DAY_MS;
    // oxlint-disable-next-line no-await-in-loop -- one season after the other
    for await (const message of ledger.messages({ season, newestFirst: true })) {
      if (message.approvedAt.getTime() < since) break;
      if (!hasReachedWhatsApp(message)) continue;
      const batch = batchOf(message);
      reached.set(batch, (reached.get(batch) ?? 0) + 1);
    }
  }
  return reached;
}

/** The SIDs of the messages that WhatsApp may be holding. */
export async function findHeldSids(ports: HeldPorts): Promise<ReadonlySet<MessageSid>> {
  const held = await findHeld(ports);
  const sids = new Set<MessageSid>();
  if (held === NONE_HELD) return sids;
  for await (const message of ports.ledger.unsettled(ports.now)) {
    if (message.messageSid !== null && held.holds(message)) sids.add(message.messageSid);
  }
  return sids;
}
