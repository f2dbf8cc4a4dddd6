import type { Ledger } from '../../../application/ports/ledger.ts';
import { countsForDailyLimit } from '../../../domain/delivery/fate.ts';
import type { AttemptId, MessageSid } from '../../../domain/delivery/ids.ts';
import { MESSAGE_RECORD, type MessageRecord } from '../../../domain/delivery/message-record.ts';
import type { Step } from '../../../domain/delivery/outcome.ts';
import { provesNothingSent } from '../../../domain/delivery/state.ts';
import {
  advance,
  claim,
  noteCandidate,
  noteNotFound,
  recordDelivery,
  type AdvancedRecord,
  type Claimed,
  type DeliveryNews,
  type Draft,
} from '../../../domain/delivery/transitions.ts';
import type { GateDecision } from '../../../domain/policy/send-policy.ts';
import { messageItem, messageKey, type Partition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { changeItem } from '../port/change-item.ts';
import { approvedAttempt, messageChanger, type Approval } from './change-message.ts';
import { contactLog, type GateInput } from './contact-log.ts';
import { earlyCallbacks } from './early-callbacks.ts';
import { inviteeEntries, sidLookup, type FirstNameEntry } from './lookup-items.ts';

/** `by` is left out if it is the operator who approved the attempt. */
type Moment = { readonly at: string; readonly by?: string | undefined };

type Steps =
  | 'isShared'
  | 'advance'
  | 'startSending'
  | 'noteNotFound'
  | 'noteCandidate'
  | 'knownSids'
  | 'recordDelivery';

/** A message to claim, without its approval. */
type Claiming = Omit<Draft, 'attempt' | 'claimedAt'> & {
  readonly attempt: Omit<Draft['attempt'], keyof ReturnType<typeof approvedAttempt>>;
  readonly firstName?: FirstNameEntry;
};

/**
 * The steps of messages. Each changes one message, after the items that have to be there before it.
 */
type Messages = Pick<Ledger, Steps> & {
  readonly claim: (
    /** Called again where another message to a player of this first name was claimed meanwhile. */
    claimingNow: () => Promise<Claiming>,
    approval: Approval,
    at: Date,
    replaces: AttemptId | null,
  ) => Promise<Claimed>;
};

type Refused = Exclude<GateDecision, { readonly kind: 'go' }>;

/**
 * Whether the step shows that nothing was sent, so that the place that `sending` took is free
 * again.
 */
function freesPlace(step: Step): boolean {
  return step.kind !== 'sending' && !countsForDailyLimit(step);
}

/** Recorded as the operator if a callback settles an outcome. */
const TWILIO = 'Twilio';

/**
 * The messages of one partition.
 *
 * A callback and the response to the request may be handled at the same time, on two machines. Each
 * writes what it has before it reads what the other writes, so at least one of them sees both.
 */
export function messagesIn(context: LedgerContext, partition: Partition): Messages {
  const { mode, isShared } = context;
  const isAnswer = partition !== mode;
  const entries = sidLookup(context);
  const early = earlyCallbacks(context);
  const contacts = contactLog(context);

  const { change, changeAttempt } = messageChanger(context, partition);

  /** Runs steps one after the other, since all of them change the one item that counts people. */
  let last: Promise<unknown> = Promise.resolve();
  const inSequence = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine;
    return await mine;
  };

  const advanceTo = async (
    id: AttemptId,
    step: Step,
    moment: Moment,
    input: GateInput | null = null,
  ): Promise<AdvancedRecord | Refused> =>
    await changeAttempt<AdvancedRecord | Refused>(
      id,
      async (known, current) => {
        const result = advance(known, current, step, moment);
        if (result.kind === 'not_advanced') return { record: null, result };
        const { gate, writes: before } = await prerequisites(result.record, step, moment.at, input);
        if (gate.kind !== 'go') return { record: null, result: gate };
        const reported = step.kind === 'accepted' ? await early.of(step.messageSid, moment.at) : [];
        const record = reported.reduce(
          (one, news) => recordDelivery(one, news) ?? one,
          result.record,
        );
        return { record, before, result: { kind: 'advanced', record } };
      },
      (result) => result.kind !== 'not_advanced' || result.state !== null,
      { kind: 'not_advanced', state: null },
    );

  /** The gate's decision, and the writes that have to precede a step. */
  const prerequisites = async (
    { key, attempt, earlier, claimedAt }: MessageRecord,
    { kind }: Step,
    at: string,
    input: GateInput | null,
  ): ReturnType<typeof contacts.reserve> => {
    if (kind === 'sending' && !isAnswer) {
      // A message that Twilio refused need not wait for its own earlier request.
      const before = earlier.at(-1);
      const isRetry = before !== undefined && provesNothingSent(before.state);
      const tried = isRetry ? (before.sendingAt ?? null) : null;
      return await contacts.reserve(
        attempt.recipient,
        at,
        input === null ? null : { ...input, tried },
      );
    }
    const writes =
      kind === 'accepted' && attempt.messageSid !== undefined
        ? await entries.entriesFor({ key, isAnswer }, attempt.messageSid, claimedAt)
        : [];
    return { gate: { kind: 'go' }, writes };
  };

  /**
   * Applies callbacks that came before this step, and frees the place of a message that was not
   * sent.
   */
  const afterStep = async (
    { key, attempt }: MessageRecord,
    step: Step,
    at: string,
  ): Promise<void> => {
    const { state, messageSid, recipient, sendingAt } = attempt;
    if (state === 'accepted' && messageSid !== undefined) {
      for (const news of await early.of(messageSid, at)) {
        // oxlint-disable-next-line no-await-in-loop -- each is a change of the same item
        await deliver(news);
      }
      await early.drop(messageSid);
      await entries.linkAnsweringIds({ key, isAnswer }, messageSid);
    }
    if (state === 'unknown') {
      const sid = await early.sidOf(attempt.id, at);
      if (sid !== null) await settleFromCallback(attempt.id, sid, at);
    }
    if (freesPlace(step) && sendingAt !== undefined && !isAnswer)
      await contacts.release(recipient, sendingAt, at);
  };

  /**
   * Accepts an attempt of unknown outcome with the SID that a callback gave. If it is settled
   * already, does nothing.
   */
  const settleFromCallback = async (
    id: AttemptId,
    messageSid: MessageSid,
    at: string,
  ): Promise<void> => {
    const state = await changeAttempt(
      id,
      (record, current) => ({
        record: null,
        result: record?.attempt.id === current ? record.attempt.state : null,
      }),
      (found) => found !== null,
      null,
    );
    // Checked before anything is written: a wrong id must not replace the SID's entry of another
    // attempt.
    if (state !== 'unknown') return;
    const step = { kind: 'accepted', messageSid } as const;
    const result = await advanceTo(id, step, { at, by: TWILIO });
    if (result.kind === 'advanced') await afterStep(result.record, step, at);
  };

  /** Records a delivery state. False if no attempt has its SID. */
  const deliver = async (news: DeliveryNews): Promise<boolean> => {
    const entry = await entries.messageOf(news.sid);
    if (entry === null) return false;
    const itsPartition: Partition = entry.isAnswer ? `${mode}#answers` : mode;
    const itsKey = messageKey(itsPartition, entry.key);
    await changeItem(context, MESSAGE_RECORD, itsKey, (record) => {
      const next = record === null ? null : recordDelivery(record, news);
      const write = next === null ? null : messageItem(itsPartition, next, isShared);
      return { write, result: undefined };
    });
    return true;
  };

  return {
    isShared,

    claim: async (claimingNow, approval, at, replaces) => {
      const claimedAt = at.toISOString();
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- again where another claim came first
        const { attempt, firstName = null, ...about } = await claimingNow();
        const approved = approvedAttempt(context, about.key, approval, claimedAt);
        const draft = { ...about, claimedAt, attempt: { ...approved, ...attempt } };
        // oxlint-disable-next-line no-await-in-loop -- as above
        const claimed = await change<Claimed | null>(about.key, async (known) => {
          const result = claim(known, draft, replaces);
          if (result.kind === 'taken') return { record: null, result };
          const before = await inviteeEntries(context, draft, firstName);
          if (before === null) return { record: null, result: null };
          return { record: result.record, before, result };
        });
        if (claimed !== null) return claimed;
      }
    },

    advance: async (id, step, at, by) => {
      const moment = { at: at.toISOString(), by };
      const work = async (): Promise<AdvancedRecord | Refused> => {
        const done = await advanceTo(id, step, moment);
        if (done.kind === 'advanced') await afterStep(done.record, step, moment.at);
        return done;
      };
      const result = await (step.kind === 'sending' || freesPlace(step)
        ? inSequence(work)
        : work());
      if (result.kind === 'advanced') return { kind: 'advanced' };
      if (result.kind === 'not_advanced') return result;
      throw new Error('The gate refused a step that does not need it.');
    },

    startSending: async (id, at, dailyLimit, waitedMs = 0) => {
      const moment = { at: at.toISOString() };
      const input = { dailyLimit, waitedMs };
      const result = await inSequence(
        async () => await advanceTo(id, { kind: 'sending' }, moment, input),
      );
      return result.kind === 'advanced' ? { kind: 'started' } : result;
    },

    noteNotFound: async (id, at, by) =>
      await changed(id, (record, current) => noteNotFound(record, current, at.toISOString(), by)),

    noteCandidate: async (id, candidate) =>
      await changed(id, (record, current) => noteCandidate(record, current, candidate)),

    knownSids: async (sids) => new Set((await entries.resolve(sids)).keys()),

    recordDelivery: async ({ at, ...reported }, ref) => {
      const news = { ...reported, at: at.toISOString() };
      if (await deliver(news)) return;
      await early.keep(news, ref ?? null);
      if (await deliver(news)) return await early.drop(news.sid);
      if (ref !== undefined) await settleFromCallback(ref, news.sid, news.at);
    },
  };

  async function changed(
    id: AttemptId,
    next: (record: MessageRecord | null, id: AttemptId) => MessageRecord | null,
  ): Promise<boolean> {
    return await changeAttempt(
      id,
      (known, current) => {
        const record = next(known, current);
        return { record, result: record !== null };
      },
      (isDone) => isDone,
      false,
    );
  }
}
