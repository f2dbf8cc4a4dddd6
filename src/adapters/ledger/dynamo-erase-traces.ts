import { randomUUID } from 'node:crypto';
import type { Placed } from './dynamo-contents.ts';
import type { ItemKey } from './dynamo-layout.ts';
import { keptMessageOf, type KeptAttempt, type KeptMessage } from './dynamo-message.ts';
import type { DynamoTable, Expression } from './dynamo-table.ts';
import type { Traces } from './dynamo-traces.ts';

/**
 * Messages last: by them the rest is found, should this be cut off. What somebody else has written in
 * between is left out of what it returns.
 */
export async function eraseIn(table: DynamoTable, traces: Traces, at: Date): Promise<Traces> {
  const forgottenAt = at.toISOString();
  const nobody = {
    recipient: '',
    contentVariables: {},
    body: '',
    player: '',
    parent: '',
    team: '',
  };
  // A file or a row of it may name somebody as well as a name does.
  const erased = { ...nobody, sourceFile: '', sourceRow: 0, forgottenAt };
  for (const { place } of traces.findings) {
    // oxlint-disable-next-line no-await-in-loop -- one item after the other
    await table.update(place, setting({ reason: null }), 'attribute_exists(pk)');
  }
  const gone = [...traces.replies, ...traces.users].map(({ place }) => place);
  await table.writeMany([], gone);
  const answers = await changed(table, traces.answers, () => ({
    recipient: '',
    body: '',
    parent: '',
    forgottenAt,
  }));
  for (const { place } of traces.optOuts) {
    const change = setting({ phone: null, lastWrite: randomUUID() });
    // oxlint-disable-next-line no-await-in-loop -- one item after the other
    await table.update(place, change, 'attribute_exists(pk)');
  }
  await table.writeMany(
    [],
    traces.players.map(({ place }) => place),
  );
  const texts = await changed(table, traces.texts, (attempt) =>
    traces.mentions(attempt) ? { contentVariables: {}, body: '' } : {},
  );
  const messages = await changed(table, traces.messages, (attempt) =>
    traces.names(attempt) ? erased : {},
  );
  return { ...traces, answers, texts, messages };
}

/** Changes the attempts of messages as they were read; returns those that still were so. */
async function changed(
  table: DynamoTable,
  messages: Traces['messages'],
  change: (attempt: KeptAttempt) => Partial<KeptAttempt>,
): Promise<Traces['messages']> {
  const done: Placed<KeptMessage>[] = [];
  for (const message of messages) {
    const { place, kept } = message;
    const lastWrite = randomUUID();
    const earlier = kept.earlier.map((attempt) => ({ ...attempt, ...change(attempt) }));
    const { expression, names, values } = setting({ ...change(kept), earlier, lastWrite });
    // oxlint-disable-next-line no-await-in-loop -- one item after the other
    const isDone = await table.update(
      place,
      { expression, names, values: { ...values, ':seen': kept.lastWrite } },
      '#lastWrite = :seen',
    );
    // oxlint-disable-next-line no-await-in-loop -- one item after the other
    if (isDone || (await lastWriteOf(table, place)) === lastWrite) done.push(message);
  }
  return done;
}

/** Tells a write whose answer was lost from one that somebody else was before. */
async function lastWriteOf(table: DynamoTable, place: ItemKey): Promise<string | null> {
  const item = await table.get(place);
  return item === null ? null : keptMessageOf(item).lastWrite;
}

function setting(attributes: { readonly [name: string]: unknown }): Required<Expression> {
  const names = Object.keys(attributes);
  return {
    expression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
  };
}
