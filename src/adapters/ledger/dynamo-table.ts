import type { DynamoDBDocumentClient, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { allPages, distinct, inParts, inRounds } from './dynamo-batches.ts';
import { guardedTable, isConditionFailed } from './dynamo-faults.ts';
import { TABLE_LAYOUT, type IndexName, type ItemKey } from './dynamo-layout.ts';

type Item = { readonly [attribute: string]: unknown };

/** A condition or a change: DynamoDB's expression, with the names and values it speaks of. */
export type Expression = {
  readonly expression: string;
  readonly names?: { readonly [placeholder: string]: string };
  readonly values?: { readonly [placeholder: string]: unknown };
};

/**
 * One table, in the few ways that the ledger uses it. What is read by key is read as it is now.
 * Every call throws InviteError `ledger_unavailable` where AWS cannot do it.
 */
export type DynamoTable = {
  readonly name: string;
  readonly get: (key: ItemKey) => Promise<Item | null>;
  /** Those that are there, in no order; a key may come twice. */
  readonly getMany: (keys: readonly ItemKey[]) => Promise<readonly Item[]>;
  /** False where the condition does not hold, and then nothing is written. */
  readonly put: (item: Item & ItemKey, condition?: Expression) => Promise<boolean>;
  /** Both the change and the condition speak of names and values in `change`. */
  readonly update: (key: ItemKey, change: Expression, condition?: string) => Promise<boolean>;
  readonly writeMany: (
    puts: readonly (Item & ItemKey)[],
    deletions: readonly ItemKey[],
  ) => Promise<void>;
  /** All that belongs together, or what of it has a sort key that begins so. */
  readonly partition: (pk: string, begins?: string) => Promise<readonly Item[]>;
  /** All that there is, of every mode: for what must not miss anything, and may take its time. */
  readonly everything: () => Promise<readonly (Item & ItemKey)[]>;
  /** The keys that an index has in a partition from a text on, in its order. */
  readonly keysIn: (
    index: IndexName,
    partition: string,
    from: string,
  ) => Promise<readonly ItemKey[]>;
  readonly close: () => void;
};

export type DynamoPlace = {
  readonly table: string;
  readonly region: string;
  /** Another place than AWS, for tests; its credentials are made up. */
  readonly endpoint?: string;
  /** For tests; else 5 s. */
  readonly answerWithinMs?: number;
};

const MOST_READ_AT_ONCE = 100;
const MOST_WRITTEN_AT_ONCE = 25;

/** Below the 29 s in which API Gateway wants an answer, with room for a second try. */
const ANSWER_WITHIN_MS = 5000;
const CONNECT_WITHIN_MS = 2000;

/** Loads the AWS SDK, which only those commands pay for that need it. */
export async function openDynamoTable({
  table,
  region,
  endpoint,
  answerWithinMs = ANSWER_WITHIN_MS,
}: DynamoPlace): Promise<DynamoTable> {
  const [{ DynamoDBClient }, { DynamoDBDocumentClient }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/lib-dynamodb'),
  ]);
  const client = new DynamoDBClient({
    region,
    maxAttempts: 3,
    requestHandler: {
      requestTimeout: answerWithinMs,
      // Without it a request that is never answered is only warned about.
      throwOnRequestTimeout: true,
      connectionTimeout: CONNECT_WITHIN_MS,
    },
    ...(endpoint === undefined
      ? {}
      : { endpoint, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }),
  });
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return await tableOn(documents, table);
}

async function tableOn(client: DynamoDBDocumentClient, name: string): Promise<DynamoTable> {
  const sdk = await import('@aws-sdk/lib-dynamodb');
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => await guardedTable(name, work);
  const holds = async (work: () => Promise<unknown>): Promise<boolean> =>
    await guarded(async () => {
      try {
        await work();
        return true;
      } catch (error) {
        if (isConditionFailed(error)) return false;
        throw error;
      }
    });

  const readSome = async (keys: readonly ItemKey[]): Promise<readonly Item[]> => {
    const items: Item[] = [];
    await inRounds(keys, async (left) => {
      const request = { [name]: { Keys: [...left], ConsistentRead: true } };
      const answer = await client.send(new sdk.BatchGetCommand({ RequestItems: request }));
      items.push(...(answer.Responses?.[name] ?? []));
      return (answer.UnprocessedKeys?.[name]?.Keys ?? []) as ItemKey[];
    });
    return items;
  };

  const writeSome = async (requests: readonly object[]): Promise<void> =>
    await inRounds(requests, async (left) => {
      const answer = await client.send(
        new sdk.BatchWriteCommand({ RequestItems: { [name]: [...left] } }),
      );
      return answer.UnprocessedItems?.[name] ?? [];
    });

  const query = async (input: object): Promise<readonly Item[]> =>
    await allPages(async (from: Item | undefined) => {
      const page = { TableName: name, ...input, ExclusiveStartKey: from };
      return await client.send(new sdk.QueryCommand(page));
    });

  return {
    name,
    get: async (Key) =>
      await guarded(async () => {
        const input = { TableName: name, Key, ConsistentRead: true };
        return (await client.send(new sdk.GetCommand(input))).Item ?? null;
      }),
    getMany: async (keys) =>
      await guarded(async () => {
        const parts = inParts(distinct(keys), MOST_READ_AT_ONCE);
        return (await Promise.all(parts.map(readSome))).flat();
      }),
    put: async (Item, condition) =>
      await holds(async () => {
        const input = { TableName: name, Item, ...conditionInput(condition) };
        return await client.send(new sdk.PutCommand(input));
      }),
    update: async (Key, { expression, names, values }, condition) =>
      await holds(async () => {
        const input: UpdateCommandInput = {
          TableName: name,
          Key,
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        };
        return await client.send(new sdk.UpdateCommand(input));
      }),
    writeMany: async (puts, deletions) =>
      await guarded(async () => {
        const parts = [
          ...inParts(puts, MOST_WRITTEN_AT_ONCE).map((part) =>
            part.map((Item) => ({ PutRequest: { Item } })),
          ),
          ...inParts(deletions, MOST_WRITTEN_AT_ONCE).map((part) =>
            part.map((Key) => ({ DeleteRequest: { Key } })),
          ),
        ];
        // oxlint-disable-next-line no-await-in-loop -- all that is put, before anything is deleted
        for (const part of parts) await writeSome(part);
      }),
    partition: async (pk, begins) =>
      await guarded(
        async () =>
          await query({
            KeyConditionExpression: `pk = :pk${begins === undefined ? '' : ' AND begins_with(sk, :begins)'}`,
            ExpressionAttributeValues: { ':pk': pk, ':begins': begins },
            ConsistentRead: true,
          }),
      ),
    everything: async () =>
      await guarded(async () => {
        const items = await allPages(async (from: Item | undefined) => {
          const page = { TableName: name, ConsistentRead: true, ExclusiveStartKey: from };
          return await client.send(new sdk.ScanCommand(page));
        });
        return items.map((item) => ({ ...item, pk: String(item['pk']), sk: String(item['sk']) }));
      }),
    keysIn: async (index, partition, from) =>
      await guarded(async () => {
        const { partitionKey, sortKey } = TABLE_LAYOUT.indexes[index];
        const found = await query({
          IndexName: index,
          KeyConditionExpression: '#partition = :partition AND #sort >= :from',
          ExpressionAttributeNames: { '#partition': partitionKey, '#sort': sortKey },
          ExpressionAttributeValues: { ':partition': partition, ':from': from },
        });
        return found.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
      }),
    close: () => client.destroy(),
  };
}

function conditionInput(condition: Expression | undefined): object {
  return condition === undefined
    ? {}
    : {
        ConditionExpression: condition.expression,
        ExpressionAttributeNames: condition.names,
        ExpressionAttributeValues: condition.values,
      };
}
