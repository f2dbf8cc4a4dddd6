import { join } from 'node:path';
import { Duration, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { environmentOf, JOB_FACTS, type Guards, type Job } from './jobs.ts';
import { withIndexes, type LedgerTable } from './ledger-table.ts';
import { weeklyLogGroup } from './log-retention.ts';
import { allowReadingSecrets } from './permissions.ts';

/**
 * API Gateway waits 29 s. A function that sends gives Twilio less, so that an unknown outcome is still
 * recorded.
 */
export const TIME_LIMIT_SECONDS = 30;

export type JobFunction = {
  readonly run: LambdaFunction;
  readonly logs: LogGroup;
};

type Parts = {
  readonly table: LedgerTable;
  /** The output of `npm run build:aws`, with a folder for each job. */
  readonly codeFolder: string;
  readonly isConcurrencyReserved: boolean;
  readonly guards: Guards;
};

/** Creates a function with its own role, which allows what the job needs and no more. */
export function jobFunction(
  stack: Stack,
  job: Job,
  { table, codeFolder, isConcurrencyReserved, guards }: Parts,
): JobFunction {
  const { functionName, description, mostAtOnce } = JOB_FACTS[job];
  const id = `${job.charAt(0).toUpperCase()}${job.slice(1)}`;
  const logs = weeklyLogGroup(stack, `${id}Logs`, `/aws/lambda/${functionName}`);
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  for (const statement of allowed(stack, job, { table, logs })) role.addToPolicy(statement);
  const run = new LambdaFunction(stack, id, {
    functionName,
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 256,
    timeout: Duration.seconds(TIME_LIMIT_SECONDS),
    code: Code.fromAsset(join(codeFolder, job)),
    handler: 'index.handler',
    environment: environmentOf(job, table.tableName, guards),
    logGroup: logs,
    loggingFormat: LoggingFormat.JSON,
    role,
    ...(isConcurrencyReserved ? { reservedConcurrentExecutions: mostAtOnce } : {}),
  });
  return { run, logs };
}

function allowed(
  stack: Stack,
  job: Job,
  { table, logs }: { readonly table: LedgerTable; readonly logs: LogGroup },
): readonly PolicyStatement[] {
  const { secrets, parameters, tableActions } = JOB_FACTS[job];
  return [
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs.logGroupArn],
    }),
    allowReadingSecrets(stack, Object.values(secrets)),
    new PolicyStatement({
      actions: ['ssm:GetParameter'],
      resources: Object.values(parameters).map((name) =>
        stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) }),
      ),
    }),
    new PolicyStatement({
      actions: [...tableActions],
      resources: [...withIndexes(table)],
    }),
  ];
}
