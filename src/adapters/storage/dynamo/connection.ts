import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type * as Sdk from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { guardedTable } from './aws-errors.ts';

export type DynamoPlace = AwsPlace & { readonly table: string };

export type AwsPlace = {
  readonly region: string;
  /** The URL of a local DynamoDB, for tests. Fixed credentials are used there. */
  readonly endpoint?: string;
  /** For tests. The default is 5 seconds. */
  readonly answerWithinMs?: number;
};

/** API Gateway allows 29 seconds, which leaves room for repeated requests. */
export const REQUEST_TIMEOUT_MS = 5000;
const CONNECTION_TIMEOUT_MS = 2000;

type Connection = Pick<DynamoDBClientConfig, 'maxAttempts' | 'requestHandler'> & {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** Loads the AWS SDK, which takes long, and connects to DynamoDB. */
async function connect(place: DynamoPlace): Promise<DynamoDBDocumentClient> {
  const [{ DynamoDBClient }, { DynamoDBDocumentClient }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/lib-dynamodb'),
  ]);
  return DynamoDBDocumentClient.from(new DynamoDBClient(connection(place)), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** The configuration of a client for any AWS service. */
export function connection({
  region,
  endpoint,
  answerWithinMs = REQUEST_TIMEOUT_MS,
}: AwsPlace): Connection {
  return {
    region,
    maxAttempts: 3,
    requestHandler: {
      requestTimeout: answerWithinMs,
      // Without this, the SDK only logs a warning when a request times out.
      throwOnRequestTimeout: true,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
    },
    ...(endpoint === undefined
      ? {}
      : { endpoint, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }),
  };
}

/** A connection to one table. */
export type Table = {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
  readonly sdk: typeof Sdk;
  /** @throws InviteError `ledger_unavailable` if AWS refuses the request or cannot be reached */
  readonly guarded: <T>(work: () => Promise<T>) => Promise<T>;
};

export async function openTable(place: DynamoPlace): Promise<Table> {
  const [client, sdk] = await Promise.all([connect(place), import('@aws-sdk/lib-dynamodb')]);
  return {
    name: place.table,
    client,
    sdk,
    guarded: async (work) => await guardedTable(place.table, work),
  };
}
