import { messageList } from '../../layout.ts';
import type { Key } from '../../port/store.ts';
import { openTable, type DynamoPlace } from '../connection.ts';
import { conditionOf, queried } from '../read.ts';
import { INDEX_OF, TABLE_LAYOUT } from '../table-layout.ts';
import { SHARED_MODES } from './convert-item.ts';

/** Partitions of the earlier version, after the mode. */
const EARLIER_PARTITIONS = ['opt-outs', 'players', 'runs', 'findings'];

const REFUSAL_PARTITION = 'ledger#not-for-earlier-versions';

/**
 * Makes earlier versions of the tool stop: writes an item for each mode that they read before they
 * send, and cannot parse. Otherwise they would take a migrated table for an empty one.
 *
 * @throws InviteError `ledger_unavailable`
 */
export async function refuseEarlierTools(place: DynamoPlace): Promise<void> {
  const { name, client, sdk, guarded } = await openTable(place);
  try {
    for (const mode of SHARED_MODES) {
      const Item = {
        pk: REFUSAL_PARTITION,
        sk: mode,
        // The partitions of open messages, of people sent a message since a time, and of all
        // messages.
        openIn: mode,
        openSince: '0',
        sinceIn: `${mode}#written`,
        sinceAt: '9999',
        listIn: `${mode}#messages`,
        listAt: '0',
      };
      // oxlint-disable-next-line no-await-in-loop -- two modes
      await guarded(async () => await client.send(new sdk.PutCommand({ TableName: name, Item })));
    }
  } finally {
    client.destroy();
  }
}

export function isRefusal({ pk }: Key): boolean {
  return pk === REFUSAL_PARTITION;
}

/** Whether `hasEarlierItems` looks for items of this kind. */
export function marksUnmoved(kind: string): boolean {
  return EARLIER_PARTITIONS.includes(kind) || kind.endsWith('message');
}

/**
 * Whether the table has items of an earlier version that are not migrated. Uses queries only, since
 * the functions on AWS have no permission to scan.
 *
 * @throws InviteError `ledger_unavailable`
 */
export async function hasEarlierItems(place: DynamoPlace): Promise<boolean> {
  const table = await openTable(place);
  const isThere = async (query: object): Promise<boolean> => {
    for await (const page of queried(table, query)) {
      if (page.some(({ pk, doc }) => doc === undefined && pk !== REFUSAL_PARTITION)) return true;
    }
    return false;
  };
  const { list } = TABLE_LAYOUT.indexes;
  try {
    for (const mode of SHARED_MODES) {
      for (const kind of EARLIER_PARTITIONS) {
        // oxlint-disable-next-line no-await-in-loop -- once in the life of a table
        if (await isThere(conditionOf(TABLE_LAYOUT, `${mode}#${kind}`, {}))) return true;
      }
      for (const partition of [mode, `${mode}#answers`] as const) {
        const listed = conditionOf(list, messageList(partition), {});
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (await isThere({ IndexName: INDEX_OF.list, ...listed })) return true;
      }
    }
    return false;
  } finally {
    table.client.destroy();
  }
}
