import type { Ledger } from '../../application/ports.ts';
import type { MessageKey } from '../../domain/message.ts';
import type { AttemptId, MessageSid, Step } from '../../domain/outcome.ts';
import {
  ATTEMPT_STATES,
  DELIVERY_STATES,
  isFurther,
  mayBecome,
  type AttemptState,
} from '../../domain/state.ts';
import { messageKeyIn } from './dynamo-claim.ts';
import { dynamoEarlyCallbacks } from './dynamo-early-callbacks.ts';
import type { Callback } from './early-callbacks.ts';
import { messageItem, type Realm } from './dynamo-layout.ts';
import { keptMessageOf } from './dynamo-message.ts';
import { changeOf, listedAs, move, stateNow } from './dynamo-move.ts';
import { keyBehindSid, signpostSid } from './dynamo-signposts.ts';
import type { DynamoTable } from './dynamo-table.ts';

type Steps = Pick<Ledger, 'advance' | 'take' | 'noteNotFound' | 'noteCandidate' | 'recordDelivery'>;

/** Whose word it was that settled an outcome, where it came by itself. */
const TOLD_BY_TWILIO = 'Twilio';

/**
 * What becomes of an attempt: each step is one write, on the condition that its state allows it.
 *
 * A callback and the answer to a request may come at one moment, on two machines. Each writes down
 * what it knows before it looks for what the other does, so that one of the two sees both.
 */
export function dynamoSteps(table: DynamoTable, mode: Realm): Steps {
  const early = dynamoEarlyCallbacks(table, mode);

  /** Null once it is done; else the state that does not allow it. */
  const step = async (
    id: AttemptId,
    to: Step,
    at: Date,
    { by, from }: { readonly by: string | null; readonly from: readonly AttemptState[] },
  ): Promise<AttemptState | 'not there' | null> => {
    if (to.kind === 'accepted') await signpostSid(table, mode, messageKeyIn(id), to.messageSid, at);
    const facts = [...factsOf(to), ...placesOf(to.kind, mode, at)];
    const kept = facts.filter(([, value]) => value !== null);
    const refusing = await move(table, mode, id, {
      event: { attempt: id, at: at.toISOString(), state: to.kind, by },
      set: { state: to.kind, changedAt: at.toISOString(), ...Object.fromEntries(kept) },
      remove: facts.filter(([, value]) => value === null).map(([name]) => name),
      from,
    });
    if (refusing === null) await heedEarly(id, to, at);
    return refusing;
  };

  /** What Twilio told before this step was taken. */
  const heedEarly = async (id: AttemptId, to: Step, at: Date): Promise<void> => {
    if (to.kind === 'accepted') {
      for (const told of await early.of(to.messageSid, at)) {
        // oxlint-disable-next-line no-await-in-loop -- each is a write of the same item
        await deliver(told, messageKeyIn(id));
      }
    }
    if (to.kind !== 'unknown') return;
    const messageSid = await early.sidOf(id, at);
    if (messageSid !== null) await settleAsTold(id, messageSid, at);
  };

  /** Another may have settled it since: then what that one found counts. */
  const settleAsTold = async (id: AttemptId, messageSid: MessageSid, at: Date): Promise<void> => {
    // Looked at first, so that a wrong name moves no signpost that leads to the right attempt.
    if ((await stateNow(table, mode, id)) !== 'unknown') return;
    const to = { kind: 'accepted', messageSid } as const;
    await step(id, to, at, { by: TOLD_BY_TWILIO, from: ['unknown'] });
  };

  const deliver = async (
    { sid, state, errorCode, at }: Callback,
    key: MessageKey,
  ): Promise<void> => {
    const place = messageItem(mode, key);
    const item = await table.get(place);
    if (item === null) return;
    const { id } = keptMessageOf(item);
    const behind = DELIVERY_STATES.filter((known) => isFurther(known, state));
    const { expression, names, values } = changeOf({
      event: { attempt: id, at: at.toISOString(), state, by: null },
      set: { delivery: state, deliveryCode: errorCode, deliveryAt: at.toISOString() },
      remove: [],
    });
    const [listed, states] = listedAs('behind', behind);
    await table.update(
      place,
      {
        expression,
        names: { ...names, '#id': 'id' },
        values: { ...values, ...states, ':id': id, ':sid': sid },
      },
      `#id = :id AND messageSid = :sid AND (attribute_not_exists(delivery)${
        behind.length === 0 ? '' : ` OR delivery IN (${listed})`
      })`,
    );
  };

  return {
    advance: async (id, to, at, by) => {
      const from = ATTEMPT_STATES.filter((state) => mayBecome(state, to.kind));
      const refusing = await step(id, to, at, { by: by ?? null, from });
      if (refusing !== null)
        throw new Error(`An attempt that is ${refusing} cannot become ${to.kind}.`);
    },

    take: async (id, at) =>
      (await step(id, { kind: 'sending' }, at, { by: null, from: ['approved'] })) === null,

    noteNotFound: async (attemptId, at, by) => {
      const state = await move(table, mode, attemptId, {
        event: { attempt: attemptId, at: at.toISOString(), state: 'not_found', by },
        set: { soughtAt: at.toISOString() },
        remove: ['candidate'],
        from: ['unknown'],
      });
      if (state !== null) throw new Error('Only what is unknown is sought.');
    },

    noteCandidate: async (attemptId, { sid, at, doubt }) => {
      const state = await move(table, mode, attemptId, {
        event: null,
        set: { candidate: { sid, at: at.toISOString(), doubt } },
        remove: ['soughtAt'],
        from: ['unknown'],
      });
      if (state !== null) throw new Error('Only what is unknown is sought.');
    },

    recordDelivery: async (sid, state, errorCode, at, ref) => {
      const told = { sid, state, errorCode, at };
      const known = await keyBehindSid(table, mode, sid);
      if (known !== null) return await deliver(told, known);
      await early.keep(told, ref ?? null);
      const now = await keyBehindSid(table, mode, sid);
      if (now !== null) return await deliver(told, now);
      if (ref !== undefined) await settleAsTold(ref, sid, at);
    },
  };
}

type Fact = readonly [string, string | number | null];

/** The SID, Twilio's code and the doubt: each step brings one of them, or none, and ends what was a guess. */
function factsOf(step: Step): readonly Fact[] {
  return [
    ['messageSid', step.kind === 'accepted' ? step.messageSid : null],
    ['twilioCode', step.kind === 'refused' ? step.twilioCode : null],
    ['doubt', step.kind === 'unknown' ? step.doubt : null],
    ['candidate', null],
  ];
}

/** Where the indexes find it from now on. */
function placesOf(to: AttemptState, mode: Realm, at: Date): readonly Fact[] {
  if (to === 'unknown') return [];
  if (to !== 'sending') {
    return [
      ['openIn', null],
      ['openSince', null],
    ];
  }
  return [
    ['sendingAt', at.toISOString()],
    ['sinceIn', `${mode}#written`],
    ['sinceAt', at.toISOString()],
  ];
}
