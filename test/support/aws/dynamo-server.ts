import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import type { DynamoPlace } from '../../../src/adapters/storage/dynamo/connection.ts';
import { TABLE_LAYOUT } from '../../../src/adapters/storage/dynamo/table-layout.ts';
import { listenOnLoopback } from '../network/loopback-server.ts';

/** An emulator of DynamoDB on loopback, in this process. */
export type DynamoServer = {
  readonly endpoint: string;
  /** Creates an empty table with the deployed layout. */
  readonly table: () => Promise<DynamoPlace>;
  /** Reads all items of a table directly. */
  readonly items: (place: DynamoPlace) => Promise<readonly { readonly [name: string]: unknown }[]>;
  /** Writes an item directly, as an earlier version or another client does. */
  readonly put: (place: DynamoPlace, item: { readonly [name: string]: unknown }) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function startDynamoServer(): Promise<DynamoServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  // Otherwise an idle connection may be closed at the moment a request arrives.
  server.keepAliveTimeout = 0;
  const { url: endpoint, close } = await listenOnLoopback(server);
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const documents = DynamoDBDocumentClient.from(client);
  /** As on AWS, a table becomes active a moment after it is created. */
  const untilActive = async (TableName: string): Promise<void> => {
    const described = await client.send(new DescribeTableCommand({ TableName }));
    if (described.Table?.TableStatus !== 'ACTIVE') await untilActive(TableName);
  };
  let tables = 0;
  return {
    endpoint,
    table: async () => {
      tables += 1;
      const table = `ledger-${tables}`;
      await client.send(createTable(table));
      await untilActive(table);
      return { table, region: 'eu-north-1', endpoint };
    },
    items: async ({ table }) =>
      (await documents.send(new ScanCommand({ TableName: table }))).Items ?? [],
    put: async ({ table }, Item) => {
      await documents.send(new PutCommand({ TableName: table, Item }));
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

function createTable(TableName: string): CreateTableCommand {
  const { partitionKey, sortKey, indexes } = TABLE_LAYOUT;
  const keys = [{ partitionKey, sortKey }, ...Object.values(indexes)];
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys
      .flatMap((key) => [key.partitionKey, key.sortKey])
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: schema({ partitionKey, sortKey }),
    GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, key]) => ({
      IndexName,
      KeySchema: schema(key),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  });
}

function schema(key: {
  readonly partitionKey: string;
  readonly sortKey: string;
}): KeySchemaElement[] {
  return [
    { AttributeName: key.partitionKey, KeyType: 'HASH' },
    { AttributeName: key.sortKey, KeyType: 'RANGE' },
  ];
}
