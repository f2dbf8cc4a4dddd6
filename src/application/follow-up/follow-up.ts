import type { Reply } from '../../domain/contact/reply.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { planLookUps, followedSince, needsLookUp } from '../../domain/delivery/status/follow-up.ts';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import { findAnswersElsewhere } from '../inbox/answers-elsewhere.ts';
import { followAnswers } from '../inbox/follow-answers.ts';
import type { OptOuts, Replies } from '../ports/contact.ts';
import type { DeliveryReport, MessageLog, PageReader } from '../ports/gateway.ts';
import type { Ledger } from '../ports/ledger.ts';
import { readConversations } from '../replies/conversations.ts';
import { receiveReply, type Received } from '../replies/receive-reply.ts';
import type { ReplyLog } from '../replies/send-reply.ts';
import { askWithRetry, type AskWithRetryPorts } from './ask-with-retry.ts';
import {
  recordDeliveryReport,
  type DeliveryEvent,
  type DeliveryReportPorts,
} from './record-delivery.ts';

export type FollowStatesPorts = DeliveryReportPorts &
  Omit<AskWithRetryPorts, 'emit'> & {
    readonly ledger: Pick<Ledger, 'messages' | 'unsettled' | 'bySids'>;
    readonly log: MessageLog;
    readonly emit: (event: FollowUpEvent) => void;
  };

export type FollowUpPorts = FollowStatesPorts & {
  readonly ledger: Pick<Ledger, 'firstApproval' | 'knownSids'>;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
  readonly replyLog: Pick<ReplyLog, 'answers' | 'unsettled' | 'recordDelivery'>;
};

export type FollowUpEvent =
  | { readonly kind: 'asking'; readonly done: number; readonly of: number }
  | { readonly kind: 'asking_for_replies' }
  /** Twilio asked for fewer requests. */
  | { readonly kind: 'slowing_down'; readonly seconds: number }
  | DeliveryEvent
  /** A reply that was not recorded before. */
  | ({ readonly kind: 'reply'; readonly reply: Reply } & Omit<
      Extract<Received, { readonly kind: 'news' }>,
      'kind'
    >);

/** Why the follow-up ended early, or null. All pages before that are recorded. */
export type FollowUpEnd = { readonly failed: StopProblem | null };

/**
 * Asks Twilio for the messages whose state may have changed and for new replies, and records each page
 * as it arrives. It ends early, without a failure, when `stop` fires.
 *
 * @param isAskedFor selects the messages to ask for
 */
export async function followUp(
  ports: FollowUpPorts,
  isAskedFor: (message: LedgerMessage) => boolean,
): Promise<FollowUpEnd> {
  return await unlessTwilioFails(async () => {
    await askForStates(isAskedFor, ports);
    await askAboutConversations(ports);
  });
}

/** As `followUp`, without the states of the messages. */
export async function followReplies(ports: FollowUpPorts): Promise<FollowUpEnd> {
  return await unlessTwilioFails(async () => await askAboutConversations(ports));
}

/** As `followUp`, without the replies. */
export async function followStates(
  ports: FollowStatesPorts,
  isAskedFor: (message: LedgerMessage) => boolean,
): Promise<FollowUpEnd> {
  return await unlessTwilioFails(async () => await askForStates(isAskedFor, ports));
}

/**
 * Runs `ask`, and returns why Twilio could not be asked.
 *
 * @throws any other error of `ask`
 */
export async function unlessTwilioFails(ask: () => Promise<void>): Promise<FollowUpEnd> {
  try {
    await ask();
    return { failed: null };
  } catch (error) {
    if (error instanceof InviteError && isTwilioProblem(error.problem))
      return { failed: error.problem };
    throw error;
  }
}

/** What is held in memory of a message to ask for. */
type Wanted = { readonly sid: MessageSid; readonly at: Date };

async function askForStates(
  isAskedFor: (message: LedgerMessage) => boolean,
  ports: FollowStatesPorts,
): Promise<void> {
  const { ledger, log, stop } = ports;
  const wanted = await wantedIn(isAskedFor, ports);
  if (wanted.length === 0) return;
  const { oneByOne, inList, since } = planLookUps(
    wanted,
    await sentSince(wanted, ports),
    log.pageSize,
  );
  const missing = new Set(inList.map(({ sid }) => sid));
  let done = 0;
  // Messages on the page that were not asked for are recorded, too.
  const record = async (reports: readonly DeliveryReport[]): Promise<void> => {
    const bySid = await ledger.bySids(reports.map(({ sid }) => sid));
    for (const report of reports) {
      const message = bySid.get(report.sid);
      if (message === undefined) continue;
      if (missing.delete(report.sid)) done += 1;
      // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
      await recordDeliveryReport(message, report, ports);
    }
    ports.emit({ kind: 'asking', done, of: wanted.length });
  };
  ports.emit({ kind: 'asking', done, of: wanted.length });
  if (since !== null) await eachPage(log.sentSince(since), record, ports, () => missing.size === 0);
  for (const sid of [...oneByOne.map((one) => one.sid), ...missing]) {
    if (stop.aborted) return;
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    const report = await askWithRetry(async () => await log.one(sid), ports);
    done += 1;
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    if (report !== null) await record([report]);
  }
}

async function wantedIn(
  isAskedFor: (message: LedgerMessage) => boolean,
  { ledger, clock }: FollowStatesPorts,
): Promise<readonly Wanted[]> {
  const now = clock.now();
  const wanted: Wanted[] = [];
  for await (const message of ledger.unsettled(followedSince(now))) {
    const { messageSid: sid } = message;
    if (sid === null || !isAskedFor(message) || !needsLookUp(message, now)) continue;
    wanted.push({ sid, at: message.sentAt ?? message.approvedAt });
  }
  return wanted;
}

/**
 * The send times of the messages that Twilio's list would contain, newest first: back to the oldest
 * wanted message, but no further than where reading the list takes as many requests as fetching each
 * message.
 */
async function sentSince(
  wanted: readonly Wanted[],
  { ledger, log }: FollowStatesPorts,
): Promise<readonly Date[]> {
  const oldest = wanted.reduce((first, { at }) => (at < first ? at : first), new Date(8.64e15));
  const sent: Date[] = [];
  for await (const { sentAt } of ledger.messages({ newestFirst: true })) {
    if (sentAt !== null && sentAt < oldest) break;
    if (sent.length >= wanted.length * log.pageSize) break;
    if (sentAt !== null) sent.push(sentAt);
  }
  return sent;
}

/** Asks for new replies, for the states of answers, and for answers that were sent without this tool. */
async function askAboutConversations(ports: FollowUpPorts): Promise<void> {
  const { log, replyLog, clock, stop } = ports;
  if (!stop.aborted) await askForReplies(ports);
  const since = new Date(clock.now().getTime() - ANSWERS_FOLLOWED_MS);
  const retrying = {
    ...log,
    one: async (sid: MessageSid) => await askWithRetry(async () => await log.one(sid), ports),
    outgoingSince: (from: Date) => {
      const read = log.outgoingSince(from);
      return async () => await askWithRetry(read, ports);
    },
  };
  if (!stop.aborted)
    await followAnswers(await replyLog.unsettled(since), { log: retrying, replyLog });
  if (stop.aborted) return;
  const conversations = await readConversations(ports);
  await findAnswersElsewhere(conversations, clock.now(), { ...ports, log: retrying });
}

/** How long the delivery states of answers are asked for: 3 days. */
const ANSWERS_FOLLOWED_MS = 3 * 24 * 3_600_000;

/** Messages from before the first approval are not replies. */
async function askForReplies(ports: FollowUpPorts): Promise<void> {
  const first = await ports.ledger.firstApproval();
  if (first === null) return;
  ports.emit({ kind: 'asking_for_replies' });
  const since = await repliesSince(first, ports);
  await eachPage(
    ports.log.receivedSince(since),
    async (replies) => await recordReplies(replies, ports),
    ports,
    () => false,
  );
}

async function recordReplies(page: readonly Reply[], ports: FollowUpPorts): Promise<void> {
  // Twilio lists the newest first, also within one second; replies are processed in the order in which
  // they were written.
  for (const reply of page.toReversed().toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    // oxlint-disable-next-line no-await-in-loop -- one reply after the other
    const received = await receiveReply(reply, ports);
    if (received.kind === 'repeat') continue;
    ports.emit({ ...received, kind: 'reply', reply });
  }
}

/** How far back replies are read again, in case an earlier run missed one: 60 days. */
const OVERLAP_MS = 60 * 24 * 3_600_000;

async function repliesSince(first: Date, { replies, clock }: FollowUpPorts): Promise<Date> {
  for await (const last of replies.since(first, { newestFirst: true })) {
    const from = Math.min(last.at.getTime(), clock.now().getTime() - OVERLAP_MS);
    return new Date(Math.max(first.getTime(), from));
  }
  return first;
}

async function eachPage<Item>(
  read: PageReader<Item>,
  take: (items: readonly Item[]) => Promise<void>,
  ports: FollowStatesPorts,
  isEnough: () => boolean,
): Promise<void> {
  while (!ports.stop.aborted && !isEnough()) {
    // oxlint-disable-next-line no-await-in-loop -- each page has the address of the next
    const items = await askWithRetry(read, ports);
    if (items === null) return;
    // oxlint-disable-next-line no-await-in-loop -- recorded before the next is asked for
    await take(items);
  }
}

function isTwilioProblem({ code }: StopProblem): boolean {
  return code === 'twilio_unreachable' || code === 'twilio_unclear' || code === 'twilio_refused';
}
