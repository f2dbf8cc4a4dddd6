import type { Key } from '../../store.ts';
import type { DynamoPlace } from '../connect.ts';
import { openTable } from '../table.ts';
import { SHARED_MODES } from './items-of.ts';

/** What each mode of the version before had in one partition. */
const PARTITIONS = ['opt-outs', 'players', 'runs', 'findings'];

const PARTITION = 'ledger#not-for-earlier-versions';

/**
 * Writes an item for each mode into the places in which the version before looks before it sends, and
 * which it cannot read: so it stops there, instead of taking a table that was moved for an empty one.
 *
 * @throws InviteError `ledger_unavailable`
 */
export async function refuseEarlierTools(place: DynamoPlace): Promise<void> {
  const { name, client, sdk, guarded } = await openTable(place);
  try {
    for (const mode of SHARED_MODES) {
      const Item = {
        pk: PARTITION,
        sk: mode,
        // What is open, who was written to since a moment, and all messages.
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
  return pk === PARTITION;
}

/** Whether `hasEarlierItems` looks for items of this kind. */
export function isSoughtFirst(kind: string): boolean {
  return PARTITIONS.includes(kind) || kind.endsWith('message');
}

/**
 * Whether the version before has written something that this one has not moved. Asks for keys alone, so
 * that a function on AWS may ask, too.
 *
 * @throws InviteError `ledger_unavailable`
 */
export async function hasEarlierItems(place: DynamoPlace): Promise<boolean> {
  const { name, client, sdk, guarded } = await openTable(place);
  const isThere = async (asked: object): Promise<boolean> =>
    await guarded(async () => {
      const found = await client.send(
        new sdk.QueryCommand({ TableName: name, Limit: 3, ...asked }),
      );
      return (found.Items ?? []).some(({ pk, doc }) => doc === undefined && pk !== PARTITION);
    });
  try {
    for (const mode of SHARED_MODES) {
      for (const partition of PARTITIONS.map((kind) => `${mode}#${kind}`)) {
        const KeyConditionExpression = 'pk = :partition';
        const ExpressionAttributeValues = { ':partition': partition };
        // oxlint-disable-next-line no-await-in-loop -- once in the life of a table
        if (await isThere({ KeyConditionExpression, ExpressionAttributeValues })) return true;
      }
      for (const partition of [`${mode}#messages`, `${mode}#answers#messages`]) {
        const asked = {
          IndexName: 'list',
          KeyConditionExpression: 'listIn = :partition',
          ExpressionAttributeValues: { ':partition': partition },
        };
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (await isThere(asked)) return true;
      }
    }
    return false;
  } finally {
    client.destroy();
  }
}
