import { planAsking } from '../domain/asking-plan.ts';
import type { LedgerMessage } from '../domain/ledger-message.ts';
import { InviteError, type StopProblem } from '../domain/problem.ts';
import type { Reply } from '../domain/reply.ts';
import { isToBeAskedFor } from '../domain/standing.ts';
import { hearOf, type HearPorts } from './hear-of.ts';
import { askPatiently, type PatientPorts } from './ask-patiently.ts';
import type { Heard, MessageLog, PageReader } from './ports.ts';
import type { OptOuts, Replies } from './people-ports.ts';
import { receiveReply, type Received } from './receive-reply.ts';

export type FollowUpPorts = Omit<HearPorts, 'optOuts'> &
  Omit<PatientPorts, 'tell'> & {
    readonly optOuts: OptOuts;
    readonly log: MessageLog;
    readonly replies: Replies;
    readonly tell: (event: FollowUpEvent) => void;
  };

export type FollowUpEvent =
  | { readonly kind: 'asking'; readonly done: number; readonly of: number }
  | { readonly kind: 'asking_for_replies' }
  /** Twilio wants fewer requests. */
  | { readonly kind: 'slowing_down'; readonly seconds: number }
  /** This is news. */
  | { readonly kind: 'heard'; readonly message: LedgerMessage; readonly heard: Heard }
  /** Nothing is sent any more to whom this was for. */
  | { readonly kind: 'opted_out'; readonly message: LedgerMessage; readonly code: number }
  /** So is this: a parent wrote back. */
  | ({ readonly kind: 'reply'; readonly reply: Reply } & Omit<
      Extract<Received, { readonly kind: 'news' }>,
      'kind'
    >);

/** Why not all could be asked, or null. All that came before is recorded. */
export type FollowUpEnd = { readonly failed: StopProblem | null };

/**
 * Asks Twilio for the messages that may have come further and for what parents wrote back, and records
 * each page as it comes. Ends early, and without a failure, when `stop` fires.
 *
 * @param isAskedFor which messages the operator wants to know of
 */
export async function followUp(
  ports: FollowUpPorts,
  isAskedFor: (message: LedgerMessage) => boolean,
): Promise<FollowUpEnd> {
  try {
    const messages = await Array.fromAsync(ports.ledger.messages());
    await askForStates(messages, isAskedFor, ports);
    if (!ports.stop.aborted) await askForReplies(messages, ports);
    return { failed: null };
  } catch (error) {
    if (error instanceof InviteError && isTwilios(error.problem)) return { failed: error.problem };
    throw error;
  }
}

async function askForStates(
  messages: readonly LedgerMessage[],
  isAskedFor: (message: LedgerMessage) => boolean,
  ports: FollowUpPorts,
): Promise<void> {
  const { log, clock, stop } = ports;
  const wanted = messages.filter(
    (message) => isAskedFor(message) && isToBeAskedFor(message, clock.now()),
  );
  if (wanted.length === 0) return;
  const { oneByOne, inList, since } = planAsking(
    wanted.map((message) => ({ message, at: leftAt(message) })),
    messages.flatMap((message) => message.sentAt ?? []),
    log.pageSize,
  );
  // What the sender's list has beyond the wanted is recorded too: it is news all the same.
  const bySid = new Map(messages.map((message) => [message.messageSid, message]));
  const missing = new Set(inList.map(({ message }) => message));
  let done = 0;
  const record = async (heard: readonly Heard[]): Promise<void> => {
    for (const each of heard) {
      const message = bySid.get(each.sid);
      if (message === undefined) continue;
      if (missing.delete(message)) done += 1;
      // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
      await hearOf(message, each, ports);
    }
    ports.tell({ kind: 'asking', done, of: wanted.length });
  };
  ports.tell({ kind: 'asking', done, of: wanted.length });
  if (since !== null) await eachPage(log.sentSince(since), record, ports, () => missing.size === 0);
  const alone = [...oneByOne.map(({ message }) => message), ...missing];
  for (const { messageSid } of alone) {
    if (messageSid === null || stop.aborted) continue;
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    const heard = await askPatiently(async () => await log.one(messageSid), ports);
    done += 1;
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (heard !== null) await record([heard]);
  }
}

/** What came before the sender wrote to anybody is no reply. */
async function askForReplies(
  messages: readonly LedgerMessage[],
  ports: FollowUpPorts,
): Promise<void> {
  const first = Math.min(...messages.map((message) => leftAt(message).getTime()));
  if (!Number.isFinite(first)) return;
  ports.tell({ kind: 'asking_for_replies' });
  const since = await repliesSince(new Date(first), ports);
  await eachPage(
    ports.log.receivedSince(since),
    async (replies) => await keepReplies(replies, ports),
    ports,
    () => false,
  );
}

async function keepReplies(page: readonly Reply[], ports: FollowUpPorts): Promise<void> {
  // Twilio lists the newest first, of one second too; what somebody wrote first counts first.
  for (const reply of page.toReversed().toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    const received = await receiveReply(reply, ports);
    if (received.kind === 'repeat') continue;
    ports.tell({ ...received, kind: 'reply', reply });
  }
}

/** What came in that long ago, and was not kept in a run since, is asked for again. */
const OVERLAP_MS = 60 * 24 * 3_600_000;

async function repliesSince(first: Date, { replies, clock }: FollowUpPorts): Promise<Date> {
  const last = (await replies.since(first)).at(-1);
  if (last === undefined) return first;
  const from = Math.min(last.at.getTime(), clock.now().getTime() - OVERLAP_MS);
  return new Date(Math.max(first.getTime(), from));
}

async function eachPage<Item>(
  read: PageReader<Item>,
  take: (items: readonly Item[]) => Promise<void>,
  ports: FollowUpPorts,
  isEnough: () => boolean,
): Promise<void> {
  while (!ports.stop.aborted && !isEnough()) {
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next one is
    const items = await askPatiently(read, ports);
    if (items === null) return;
    // oxlint-disable-next-line no-await-in-loop -- recorded before the next is asked for
    await take(items);
  }
}

function leftAt({ sentAt, approvedAt }: LedgerMessage): Date {
  return sentAt ?? approvedAt;
}

function isTwilios({ code }: StopProblem): boolean {
  return code === 'twilio_unreachable' || code === 'twilio_unclear' || code === 'twilio_refused';
}
