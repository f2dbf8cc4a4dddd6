import { kindOf, type ItemKey } from './dynamo-layout.ts';
import { keptPlayerOf, type KeptPlayer } from './dynamo-list-memory.ts';
import { keptMessageOf, type KeptMessage } from './dynamo-message.ts';
import { keptOptOutOf, type KeptOptOut } from './dynamo-opt-out-items.ts';
import { keptUserOf } from './dynamo-number-behind.ts';
import { keptReplyOf, type KeptReply } from './dynamo-replies.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { keptFindingOf, type KeptFinding } from './dynamo-test-findings.ts';

/** An item with its place in the table. */
export type Placed<Kept> = { readonly place: ItemKey; readonly kept: Kept };

/** All items that can name somebody, of every mode. */
export type Contents = {
  readonly messages: readonly Placed<KeptMessage>[];
  /** The club's answers to replies. */
  readonly answers: readonly Placed<KeptMessage>[];
  readonly replies: readonly Placed<KeptReply>[];
  /** Numbers behind user ids. */
  readonly users: readonly Placed<ReturnType<typeof keptUserOf>>[];
  readonly players: readonly Placed<KeptPlayer>[];
  readonly optOuts: readonly Placed<KeptOptOut>[];
  readonly findings: readonly Placed<KeptFinding>[];
};

/** Reads a table from end to end. What is written meanwhile may be in it or not. */
export async function contentsOf(table: DynamoTable): Promise<Contents> {
  const byKind = Map.groupBy(await table.everything(), kindOf);
  const those = <Kept>(kind: string, read: (item: unknown) => Kept): readonly Placed<Kept>[] =>
    (byKind.get(kind) ?? []).map((item) => ({
      place: { pk: item.pk, sk: item.sk },
      kept: read(item),
    }));
  return {
    messages: those('message', keptMessageOf),
    answers: those('answer to a parent', keptMessageOf),
    replies: those('replies', keptReplyOf),
    users: those('user', keptUserOf),
    players: those('players', keptPlayerOf),
    optOuts: those('opt-outs', keptOptOutOf),
    findings: those('findings', keptFindingOf),
  };
}
