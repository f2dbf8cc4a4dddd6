import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDynamoStore } from '../../../src/adapters/storage/dynamo/dynamo-store.ts';
import { awsStores } from '../../../src/aws/lambda/settings-source.ts';
import { PARAMETERS, SECRETS } from '../../../src/aws/names.ts';
import { JOBS, type Job } from '../../../src/aws/stack/jobs.ts';
import { startAwsValuesServer, type AwsValuesServer } from '../../support/aws/aws-values-server.ts';
import { startDynamoServer, type DynamoServer } from '../../support/aws/dynamo-server.ts';
import { roleGate, type RoleGate } from '../../support/aws/role-gate.ts';
import { synthesise } from '../../support/aws/synthesised-stack.ts';

let values: AwsValuesServer;
let dynamo: DynamoServer;
let gates: ReadonlyMap<Job, RoleGate>;
beforeAll(async () => {
  const names = [...Object.values(SECRETS), ...Object.values(PARAMETERS)];
  values = await startAwsValuesServer(Object.fromEntries(names.map((name) => [name, 'value'])));
  dynamo = await startDynamoServer();
  const { template } = synthesise();
  const behind = { dynamo: dynamo.endpoint, values: values.endpoint };
  gates = new Map(
    await Promise.all(
      JOBS.map(async (job) => [job, await roleGate(template ?? {}, job, behind)] as const),
    ),
  );
});
afterAll(async () => {
  await Promise.all([...gates.values(), values, dynamo].map(async ({ close }) => await close()));
});

function placeOf(job: Job): { readonly region: string; readonly endpoint: string } {
  return { region: 'eu-north-1', endpoint: gates.get(job)?.endpoint ?? '' };
}

describe('with the role of its function', () => {
  it.each<readonly [Job, string, string | null]>([
    ['webhook', SECRETS.authToken, 'value'],
    ['webhook', SECRETS.accountSid, null],
    ['webhook', SECRETS.apiKey, null],
    ['webhook', SECRETS.ledgerKey, 'value'],
    ['worker', SECRETS.ledgerKey, 'value'],
    ['trigger', SECRETS.ledgerKey, 'value'],
    ['worker', SECRETS.accountSid, 'value'],
    ['worker', SECRETS.apiKey, null],
    ['trigger', SECRETS.apiKey, 'value'],
  ])('%s reads the secret %s and gets %s', async (job, name, expected) => {
    const { secrets } = await awsStores(placeOf(job));
    const read = secrets.read(name, true);
    if (expected !== null) expect(await read).toBe(expected);
    else await expect(read).rejects.toThrow(/could not be read from AWS: AccessDeniedException/u);
  });

  it('webhook can read neither the sender nor the template', async () => {
    const { parameters } = await awsStores(placeOf('webhook'));
    expect(await parameters.read(PARAMETERS.publicUrl, true)).toBe('value');
    for (const name of [PARAMETERS.phoneNumber, PARAMETERS.templateSid]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(parameters.read(name, true)).rejects.toThrow(/AccessDeniedException/u);
    }
  });

  it.each(JOBS)(
    '%s writes to the ledger, and can neither delete from it nor scan it',
    async (job) => {
      const { table: name } = await dynamo.table();
      const store = await openDynamoStore({ table: name, ...placeOf(job) });
      const key = { pk: 'live#message#a', sk: 'message' };
      expect(await store.commit([{ ...key, doc: { a: 1 } }])).toBe(true);
      expect(await store.get(key)).toMatchObject({ ...key, doc: { a: 1 } });
      const deleting = async (): Promise<unknown> => await store.commit([{ ...key, gone: true }]);
      const scanning = async (): Promise<unknown> => await Array.fromAsync(store.scan());
      for (const work of [deleting, scanning]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await expect(work()).rejects.toMatchObject({ problem: { reason: 'aws_refused' } });
      }
      expect(await store.get(key)).toMatchObject(key);
      await store.close();
    },
  );
});
