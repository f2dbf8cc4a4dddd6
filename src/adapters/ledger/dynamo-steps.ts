import { randomUUID } from 'node:crypto';
import type { Ledger } from '../../application/ports.ts';
import type { Mode } from '../../domain/mode.ts';
import type { AttemptId, MessageSid, Step } from '../../domain/outcome.ts';
import {
  ATTEMPT_STATES,
  DELIVERY_STATES,
  isFurther,
  mayBecome,
  type AttemptState,
} from '../../domain/state.ts';
import { messageKeyIn } from './dynamo-claim.ts';
import { expiryOf, messageItem, sidItem } from './dynamo-layout.ts';
import { keptMessageOf, type KeptEvent } from './dynamo-message.ts';
import { keyBehindSid } from './dynamo-signposts.ts';
import type { DynamoTable, Expression } from './dynamo-table.ts';

type Steps = Pick<Ledger, 'advance' | 'noteNotFound' | 'recordDelivery'>;

/** What becomes of an attempt: each step is one write, on the condition that its state allows it. */
export function dynamoSteps(table: DynamoTable, mode: Mode): Steps {
  return {
    advance: async (attemptId, step, at, by) => {
      if (step.kind === 'accepted') await signpost(table, mode, attemptId, step.messageSid, at);
      const from = ATTEMPT_STATES.filter((state) => mayBecome(state, step.kind));
      const facts = [...factsOf(step), ...placesOf(step.kind, mode, at)];
      const kept = facts.filter(([, value]) => value !== null);
      const dropped = facts.filter(([, value]) => value === null).map(([name]) => name);
      const state = await move(table, mode, attemptId, {
        event: { attempt: attemptId, at: at.toISOString(), state: step.kind, by: by ?? null },
        set: { state: step.kind, changedAt: at.toISOString(), ...Object.fromEntries(kept) },
        remove: dropped,
        from,
      });
      if (state !== null)
        throw new Error(`An attempt that is ${state} cannot become ${step.kind}.`);
    },

    noteNotFound: async (attemptId, at, by) => {
      const state = await move(table, mode, attemptId, {
        event: { attempt: attemptId, at: at.toISOString(), state: 'not_found', by },
        set: { soughtAt: at.toISOString() },
        remove: [],
        from: ['unknown'],
      });
      if (state !== null) throw new Error('Only what is unknown is sought.');
    },

    recordDelivery: async (sid, state, errorCode, at) => {
      const key = await keyBehindSid(table, mode, sid);
      if (key === null) return;
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
    },
  };
}

type Change = {
  readonly event: KeptEvent;
  readonly set: { readonly [name: string]: unknown };
  readonly remove: readonly string[];
};

/** Null once it is done; else the state that does not allow it. */
async function move(
  table: DynamoTable,
  mode: Mode,
  id: AttemptId,
  change: Change & { readonly from: readonly AttemptState[] },
): Promise<AttemptState | 'not there' | null> {
  const place = messageItem(mode, messageKeyIn(id));
  const token = randomUUID();
  const { expression, names, values } = changeOf({
    ...change,
    set: { ...change.set, lastWrite: token },
  });
  const [listed, states] = listedAs('from', change.from);
  const isDone = await table.update(
    place,
    {
      expression,
      names: { ...names, '#id': 'id', '#state': 'state', '#lastWrite': 'lastWrite' },
      values: { ...values, ...states, ':id': id, ':token': token },
    },
    // A try whose answer was lost may have been written: then the next one writes nothing more.
    `#id = :id AND #state IN (${listed}) AND #lastWrite <> :token`,
  );
  if (isDone) return null;
  const item = await table.get(place);
  const known = item === null ? null : keptMessageOf(item);
  if (known?.lastWrite === token) return null;
  return known?.id === id ? known.state : 'not there';
}

function changeOf({ event, set, remove }: Change): Required<Expression> {
  const names = [...Object.keys(set), ...remove];
  const assignments = Object.keys(set).map((name) => `#${name} = :new_${name}`);
  return {
    expression: [
      `SET history = list_append(history, :event), ${assignments.join(', ')}`,
      ...(remove.length === 0 ? [] : [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: {
      ':event': [event],
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:new_${name}`, value])),
    },
  };
}

/** Texts for `IN (…)`: how they are spoken of, and what they are. */
function listedAs(
  prefix: string,
  texts: readonly string[],
): readonly [string, { readonly [placeholder: string]: string }] {
  const named = texts.map((text, index) => [`:${prefix}${index}`, text] as const);
  return [named.map(([placeholder]) => placeholder).join(', '), Object.fromEntries(named)];
}

type Fact = readonly [string, string | number | null];

/** The SID, Twilio's code and the doubt: each step brings one of them, or none. */
function factsOf(step: Step): readonly Fact[] {
  return [
    ['messageSid', step.kind === 'accepted' ? step.messageSid : null],
    ['twilioCode', step.kind === 'refused' ? step.twilioCode : null],
    ['doubt', step.kind === 'unknown' ? step.doubt : null],
  ];
}

/** Where the indexes find it from now on. */
function placesOf(to: AttemptState, mode: Mode, at: Date): readonly Fact[] {
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

/** Leads from Twilio's id to the message; written before the message has it. */
async function signpost(
  table: DynamoTable,
  mode: Mode,
  id: AttemptId,
  sid: MessageSid,
  at: Date,
): Promise<void> {
  const key = messageKeyIn(id);
  const post = { ...sidItem(mode, sid), key, expiresAt: expiryOf(at) };
  const isNew = await table.put(post, {
    expression: 'attribute_not_exists(pk) OR #key = :key',
    names: { '#key': 'key' },
    values: { ':key': key },
  });
  // Another message's, unless that one never came to have it.
  if (!isNew && (await keyBehindSid(table, mode, sid)) === null) await table.put(post);
}
