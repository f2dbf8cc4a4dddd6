import { randomUUID } from 'node:crypto';
import type { AttemptId } from '../../domain/outcome.ts';
import type { AttemptState } from '../../domain/state.ts';
import { messageKeyIn } from './dynamo-claim.ts';
import { messageItem, type Realm } from './dynamo-layout.ts';
import { keptMessageOf, type KeptEvent } from './dynamo-message.ts';
import type { DynamoTable, Expression } from './dynamo-table.ts';

type Change = {
  /** Null for what the history does not tell. */
  readonly event: KeptEvent | null;
  readonly set: { readonly [name: string]: unknown };
  readonly remove: readonly string[];
};

/** One step of one attempt, as one write. Null once it is done; else the state that does not allow it. */
export async function move(
  table: DynamoTable,
  mode: Realm,
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
  if (item !== null && keptMessageOf(item).lastWrite === token) return null;
  return stateIn(item, id);
}

export async function stateNow(
  table: DynamoTable,
  mode: Realm,
  id: AttemptId,
): Promise<AttemptState | 'not there'> {
  return stateIn(await table.get(messageItem(mode, messageKeyIn(id))), id);
}

/** The state of the attempt that counts, if it is this one. */
function stateIn(item: unknown, id: AttemptId): AttemptState | 'not there' {
  const known = item === null ? null : keptMessageOf(item);
  return known?.id === id ? known.state : 'not there';
}

export function changeOf({ event, set, remove }: Change): Required<Expression> {
  const names = [...Object.keys(set), ...remove];
  const assignments = Object.keys(set).map((name) => `#${name} = :new_${name}`);
  return {
    expression: [
      `SET history = list_append(history, :event), ${assignments.join(', ')}`,
      ...(remove.length === 0 ? [] : [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: {
      ':event': event === null ? [] : [event],
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:new_${name}`, value])),
    },
  };
}

/** Texts for `IN (…)`: how they are spoken of, and what they are. */
export function listedAs(
  prefix: string,
  texts: readonly string[],
): readonly [string, { readonly [placeholder: string]: string }] {
  const named = texts.map((text, index) => [`:${prefix}${index}`, text] as const);
  return [named.map(([placeholder]) => placeholder).join(', '), Object.fromEntries(named)];
}
