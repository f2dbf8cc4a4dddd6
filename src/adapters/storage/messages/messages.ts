import type { Ledger } from '../../../application/ports/ledger.ts';
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
import { MESSAGE_RECORD, type MessageRecord } from '../../../domain/delivery/message-record.ts';
import type { GateDecision } from '../../../domain/policy/send-policy.ts';
import { countsForDailyLimit } from '../../../domain/delivery/fate.ts';
import type { Step } from '../../../domain/delivery/outcome.ts';
import type { AttemptId, MessageSid } from '../../../domain/delivery/ids.ts';
import { provesNothingSent } from '../../../domain/delivery/state.ts';
import { changeItem } from '../port/change-item.ts';
import { approvedAttempt, messageChanger, type Approval } from './change-message.ts';
import { contactLog, type Asked } from './contact-log.ts';
import { earlyCallbacks } from './early-callbacks.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { messageItem, messageKey, type Partition } from '../layout.ts';
import { inviteeEntry, sidLookup } from './lookup-items.ts';

/** When and by whom; `by` is left out where it is the operator who approved the attempt. */
type Moment = { readonly at: string; readonly by?: string | undefined };

type Steps =
  | 'isShared'
  | 'advance'
  | 'startSending'
  | 'noteNotFound'
  | 'noteCandidate'
  | 'knownSids'
  | 'recordDelivery';

/** What is new of a message that is to be claimed: who, and what text. */
type Claiming = Omit<Draft, 'attempt' | 'claimedAt'> & {
  readonly attempt: Omit<Draft['attempt'], keyof ReturnType<typeof approvedAttempt>>;
};

/** What becomes of messages: each step is one change of one item. */
type Messages = Pick<Ledger, Steps> & {
  readonly claim: (
    claiming: Claiming,
    approval: Approval,
    at: Date,
    replaces: AttemptId | null,
  ) => Promise<Claimed>;
};

type Refused = Exclude<GateDecision, { readonly kind: 'go' }>;

/** Whether nothing went after all, so that the place which `sending` took is free again. */
function freesPlace(step: Step): boolean {
  return step.kind !== 'sending' && !countsForDailyLimit(step);
}

/** Who settled an outcome that a callback told. */
const TWILIO = 'Twilio';

/**
 * The messages of one partition.
 *
 * A callback and the answer to a request may come at one moment, on two machines. Each writes down what
 * it knows before it looks for what the other does, so that one of the two sees both.
 */
export function messagesIn(context: LedgerContext, partition: Partition): Messages {
  const { mode, isShared } = context;
  const isAnswer = partition !== mode;
  const leads = sidLookup(context);
  const early = earlyCallbacks(context);
  const people = contactLog(context);

  const { change, changeAttempt } = messageChanger(context, partition);

  /** One after the other: all of them change the counter of people. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine;
    return await mine;
  };

  const advanceTo = async (
    id: AttemptId,
    step: Step,
    moment: Moment,
    asked: Asked | null = null,
  ): Promise<AdvancedRecord | Refused> =>
    await changeAttempt<AdvancedRecord | Refused>(
      id,
      async (known, current) => {
        const result = advance(known, current, step, moment);
        if (result.kind === 'not_advanced') return { record: null, result };
        const { gate, writes: before } = await whatLeads(result.record, step, moment.at, asked);
        if (gate.kind !== 'go') return { record: null, result: gate };
        const heard = step.kind === 'accepted' ? await early.of(step.messageSid, moment.at) : [];
        const record = heard.reduce((one, news) => recordDelivery(one, news) ?? one, result.record);
        return { record, before, result: { kind: 'advanced', record } };
      },
      (result) => result.kind !== 'not_advanced' || result.state !== null,
      { kind: 'not_advanced', state: null },
    );

  /** What has to be there before a step is. */
  const whatLeads = async (
    { key, attempt, earlier, claimedAt }: MessageRecord,
    { kind }: Step,
    at: string,
    asked: Asked | null,
  ): ReturnType<typeof people.reserve> => {
    if (kind === 'sending' && !isAnswer) {
      // What Twilio refused to process does not make the same message wait: its own pause has passed.
      const before = earlier.at(-1);
      const isTriedAnew = before !== undefined && provesNothingSent(before.state);
      const tried = isTriedAnew ? (before.sendingAt ?? null) : null;
      return await people.reserve(
        attempt.recipient,
        at,
        asked === null ? null : { ...asked, tried },
      );
    }
    const writes =
      kind === 'accepted' && attempt.messageSid !== undefined
        ? await leads.entriesFor({ key, isAnswer }, attempt.messageSid, claimedAt)
        : [];
    return { gate: { kind: 'go' }, writes };
  };

  /** What a callback told before this step was taken, and what the step has freed. */
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
      await leads.linkAnsweringIds({ key, isAnswer }, messageSid);
    }
    if (state === 'unknown') {
      const told = await early.sidOf(attempt.id, at);
      if (told !== null) await settleAsTold(attempt.id, told, at);
    }
    if (freesPlace(step) && sendingAt !== undefined && !isAnswer)
      await people.release(recipient, sendingAt, at);
  };

  /** Another may have settled it since: then what that one found counts. */
  const settleAsTold = async (id: AttemptId, messageSid: MessageSid, at: string): Promise<void> => {
    const state = await changeAttempt(
      id,
      (record, current) => ({
        record: null,
        result: record?.attempt.id === current ? record.attempt.state : null,
      }),
      (found) => found !== null,
      null,
    );
    // Looked at first, so that a wrong name moves no lead of the right attempt.
    if (state !== 'unknown') return;
    const step = { kind: 'accepted', messageSid } as const;
    const result = await advanceTo(id, step, { at, by: TWILIO });
    if (result.kind === 'advanced') await afterStep(result.record, step, at);
  };

  /** False where no attempt has this SID. */
  const deliver = async (news: DeliveryNews): Promise<boolean> => {
    const lead = await leads.messageOf(news.sid);
    if (lead === null) return false;
    const itsPartition: Partition = lead.isAnswer ? `${mode}#answers` : mode;
    const itsKey = messageKey(itsPartition, lead.key);
    await changeItem(context, MESSAGE_RECORD, itsKey, (record) => {
      const next = record === null ? null : recordDelivery(record, news);
      const write = next === null ? null : messageItem(itsPartition, next, isShared);
      return { write, result: undefined };
    });
    return true;
  };

  return {
    isShared,

    claim: async ({ attempt, ...about }, approval, at, replaces) => {
      const claimedAt = at.toISOString();
      const approved = approvedAttempt(context, about.key, approval, claimedAt);
      const draft = { ...about, claimedAt, attempt: { ...approved, ...attempt } };
      return await change<Claimed>(about.key, async (known) => {
        const result = claim(known, draft, replaces);
        if (result.kind === 'taken') return { record: null, result };
        return { record: result.record, before: await inviteeEntry(context, draft), result };
      });
    },

    advance: async (id, step, at, by) => {
      const moment = { at: at.toISOString(), by };
      const work = async (): Promise<AdvancedRecord | Refused> => {
        const done = await advanceTo(id, step, moment);
        if (done.kind === 'advanced') await afterStep(done.record, step, moment.at);
        return done;
      };
      const result = await (step.kind === 'sending' || freesPlace(step) ? inTurn(work) : work());
      if (result.kind === 'advanced') return { kind: 'advanced' };
      if (result.kind === 'not_advanced') return result;
      throw new Error('The gate refused a step for which it was not asked.');
    },

    startSending: async (id, at, dailyLimit, waitedMs = 0) => {
      const moment = { at: at.toISOString() };
      const asked = { dailyLimit, waitedMs };
      const result = await inTurn(
        async () => await advanceTo(id, { kind: 'sending' }, moment, asked),
      );
      return result.kind === 'advanced' ? { kind: 'started' } : result;
    },

    noteNotFound: async (id, at, by) =>
      await noted(id, (record, current) => noteNotFound(record, current, at.toISOString(), by)),

    noteCandidate: async (id, candidate) =>
      await noted(id, (record, current) => noteCandidate(record, current, candidate)),

    knownSids: async (sids) => new Set((await leads.held(sids)).keys()),

    recordDelivery: async (sid, state, errorCode, at, ref) => {
      const news = { sid, state, errorCode, at: at.toISOString() };
      if (await deliver(news)) return;
      await early.keep(news, ref ?? null);
      if (await deliver(news)) return await early.drop(news.sid);
      if (ref !== undefined) await settleAsTold(ref, sid, news.at);
    },
  };

  async function noted(
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
