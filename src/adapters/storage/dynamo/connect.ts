import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type * as Sdk from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { guardedTable } from './aws-errors.ts';

export type DynamoPlace = AwsPlace & { readonly table: string };

export type AwsPlace = {
  readonly region: string;
  /** Another place than AWS, for tests; its credentials are made up. */
  readonly endpoint?: string;
  /** For tests; else 5 s. */
  readonly answerWithinMs?: number;
};

/** Below the 29 s in which API Gateway wants an answer, with room for a second try. */
export const ANSWER_WITHIN_MS = 5000;
const CONNECT_WITHIN_MS = 2000;

type Connection = Pick<DynamoDBClientConfig, 'maxAttempts' | 'requestHandler'> & {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** Loads the AWS SDK, which only those commands pay for that need it. */
export async function connect(place: DynamoPlace): Promise<DynamoDBDocumentClient> {
  const [{ DynamoDBClient }, { DynamoDBDocumentClient }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/lib-dynamodb'),
  ]);
  return DynamoDBDocumentClient.from(new DynamoDBClient(connection(place)), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** How any service of AWS is called. */
export function connection({
  region,
  endpoint,
  answerWithinMs = ANSWER_WITHIN_MS,
}: AwsPlace): Connection {
  return {
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
  };
}

/** A connection to one table. */
export type Table = {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
  readonly sdk: typeof Sdk;
  /** @throws InviteError `ledger_unavailable` where AWS cannot do the work or cannot be reached */
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
