import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyResult, SQSBatchResponse } from 'aws-lambda';
import { bundleLambda } from '../../../scripts/lambda-bundle.ts';
import type { SimulatorOptions } from '../../../src/adapters/simulator/simulator.ts';
import type { DynamoPlace } from '../../../src/adapters/storage/dynamo/connection.ts';
import { PARAMETERS, SECRETS } from '../../../src/aws/names.ts';
import { JOB_FACTS, JOBS, type Job } from '../../../src/aws/stack/jobs.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { testGateway, type GatewayHandler } from '../gateway/test-gateway.ts';
import { watchForLeaks } from '../leak-watch.ts';
import { A_LEDGER_KEY } from '../ledger/ledger-parts.ts';
import { API_KEY } from '../network/service.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../sending/simulated-twilio.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startAwsValuesServer, type AwsValuesServer } from './aws-values-server.ts';
import { startDynamoServer, type DynamoServer } from './dynamo-server.ts';
import { startFunction, type RunningFunction } from './lambda-runtime.ts';
import { roleGate, type RoleGate } from './role-gate.ts';
import { propertiesOf, resolved } from './stack-template.ts';
import type { CloudTemplate } from './synthesised-stack.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** In the format of the command in `docs/deployment.md`. */
const LEDGER_KEY = A_LEDGER_KEY;

export type Bundles = { readonly folder: string; readonly remove: () => void };

/** Bundles the functions as for an upload. */
export async function bundleFunctions(): Promise<Bundles> {
  const folder = temporaryFolder('urmston-functions-');
  await Promise.all(
    JOBS.map(
      async (job) =>
        await bundleLambda(join(ROOT, `src/aws/handlers/${job}.ts`), bundleOf(folder, job)),
    ),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function bundleOf(folder: string, job: Job): string {
  return join(folder, job, 'index.mjs');
}

export type DeployedService = {
  /** The address for callers, with the stage. */
  readonly url: string;
  /** The address that Twilio signs. */
  readonly publicUrl: string;
  readonly twilio: SimulatedTwilio;
  /** Secrets and parameters, by name. */
  readonly aws: AwsValuesServer;
  readonly place: DynamoPlace;
  readonly dynamo: DynamoServer;
  readonly work: (bodies: readonly string[]) => Promise<SQSBatchResponse>;
  /** Advances the time limits of the function by twelve seconds. */
  readonly passTwelveSeconds: (job: Job) => void;
  /** The logs of all functions. */
  readonly logs: () => string;
  readonly close: () => Promise<void>;
};

/**
 * Deploys the template on loopback: the bundles run with their environments and roles behind the gateway, and
 * every service that they use is a stand-in.
 */
export async function deployed(
  template: CloudTemplate,
  { folder }: Bundles,
  { timeLimitMs, ...scene }: Partial<SimulatorOptions> & { readonly timeLimitMs?: number } = {},
): Promise<DeployedService> {
  const dynamo = await startDynamoServer();
  const twilio = await simulatedTwilio({ now: () => new Date(), ...scene });
  const aws = await startAwsValuesServer({
    [SECRETS.accountSid]: ACCOUNT_SID,
    [SECRETS.authToken]: AUTH_TOKEN,
    [SECRETS.apiKey]: `registration:${API_KEY}`,
    [SECRETS.ledgerKey]: LEDGER_KEY,
    [PARAMETERS.phoneNumber]: SENDER,
    [PARAMETERS.templateSid]: builtInTemplate().sid,
  });
  const place = await dynamo.table();
  const running = new Map<Job, RunningFunction>();
  const gates: RoleGate[] = [];
  for (const job of JOBS) {
    const { functionName: name } = JOB_FACTS[job];
    const behind = { dynamo: dynamo.endpoint, values: aws.endpoint };
    // oxlint-disable-next-line no-await-in-loop -- one function after the other
    const gate = await roleGate(template, job, behind);
    gates.push(gate);
    const env = {
      ...environmentIn(template, name),
      SEND_HOURS: '00:00-24:00',
      LEDGER_TABLE: place.table,
      AWS_REGION: 'eu-north-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_ENDPOINT_URL: gate.endpoint,
      TWILIO_BASE_URL: String(twilio.connection.standIn),
    };
    // oxlint-disable-next-line no-await-in-loop -- one process after the other
    running.set(job, await startFunction(bundleOf(folder, job), { name, env, timeLimitMs }));
  }
  const of = (job: Job): RunningFunction => running.get(job) as RunningFunction;
  const behind =
    (job: Job): GatewayHandler =>
    async (event) =>
      (await of(job).invoke(event)) as APIGatewayProxyResult;
  const gateway = await testGateway({
    template,
    handlers: {
      [JOB_FACTS.trigger.functionName]: behind('trigger'),
      [JOB_FACTS.webhook.functionName]: behind('webhook'),
    },
    keys: { UrmstonTownRegistrationKey: API_KEY },
    now: () => new Date(),
  });
  // AWS's API ids are in lower case.
  const publicUrl = gateway.publicUrl.toLowerCase();
  aws.values.set(PARAMETERS.publicUrl, publicUrl);
  const logs = (): string => [...running.values()].map(({ log }) => log()).join('');
  const secrets = { TWILIO_AUTH_TOKEN: AUTH_TOKEN, API_KEY, LEDGER_KEY };
  watchForLeaks({ env: secrets, outputs: logs, mayHoldNumbers: false });
  return {
    url: gateway.url,
    publicUrl,
    twilio,
    aws,
    place,
    dynamo,
    work: async (bodies) =>
      (await of('worker').invoke({ Records: bodies.map(recordOf) })) as SQSBatchResponse,
    passTwelveSeconds: (job) => of(job).passTwelveSeconds(),
    logs,
    close: async () => {
      await gateway.close();
      await Promise.all([...running.values()].map(async ({ close }) => await close()));
      await Promise.all(gates.map(async ({ close }) => await close()));
      await twilio.close();
      await aws.close();
      await dynamo.close();
    },
  };
}

function environmentIn(
  template: CloudTemplate,
  functionName: string,
): { readonly [name: string]: string } {
  const found = propertiesOf(template, 'AWS::Lambda::Function').find(
    ({ FunctionName }) => FunctionName === functionName,
  );
  return resolved(found?.['Environment'].Variables) as { readonly [name: string]: string };
}

function recordOf(body: string, index: number): object {
  return {
    messageId: `message-${index}`,
    receiptHandle: `receipt-${index}`,
    body,
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-north-1:111122223333:invites',
    awsRegion: 'eu-north-1',
  };
}
