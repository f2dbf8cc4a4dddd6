import { InviteError } from '../../../domain/problem/problem.ts';
import { guardedTable } from './aws-errors.ts';
import { connection, type AwsPlace } from './connection.ts';
import { LEDGER_KEY_SECRET } from './table-layout.ts';

type KeyPlace = AwsPlace & {
  /** The ledger's table, for the error. */
  readonly table: string;
  /** For tests. The default is `LEDGER_KEY_SECRET`. */
  readonly secretId?: string;
};

/**
 * Reads the key of a shared ledger from AWS Secrets Manager, as text. Loads the AWS SDK.
 *
 * @throws InviteError `ledger_unavailable`
 */
export async function readKeySecret({
  table,
  secretId = LEDGER_KEY_SECRET,
  ...place
}: KeyPlace): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } =
    await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient(connection(place));
  try {
    const { SecretString: key } = await guardedTable(
      table,
      async () => await client.send(new GetSecretValueCommand({ SecretId: secretId })),
      {
        ResourceNotFoundException: 'no_such_secret',
        // The secret is marked for deletion.
        InvalidRequestException: 'no_such_secret',
      },
    );
    if (key !== undefined) return key;
  } finally {
    client.destroy();
  }
  throw new InviteError({ code: 'ledger_unavailable', file: table, reason: 'no_such_secret' });
}
