import { join } from 'node:path';
import { ArnFormat, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { TABLE_LAYOUT } from '../adapters/ledger/dynamo-layout.ts';
import { environmentOf, JOB_FACTS, type Job } from './jobs.ts';

/** API Gateway waits 29 s, and a function that sends gives Twilio less, so that *unknown* is written. */
export const TIME_LIMIT_SECONDS = 30;

export type JobFunction = {
  readonly run: LambdaFunction;
  readonly logs: LogGroup;
};

/**
 * One function with a role of its own, which may do what its job needs and no more.
 *
 * @param codeFolder a folder for each job, with what `npm run build:aws` made of it
 */
export function jobFunction(
  stack: Stack,
  job: Job,
  { table, codeFolder }: { readonly table: Table; readonly codeFolder: string },
): JobFunction {
  const { functionName, description } = JOB_FACTS[job];
  const id = `${job.charAt(0).toUpperCase()}${job.slice(1)}`;
  const logs = new LogGroup(stack, `${id}Logs`, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
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
    environment: environmentOf(job, table.tableName),
    logGroup: logs,
    loggingFormat: LoggingFormat.JSON,
    role,
  });
  return { run, logs };
}

function allowed(
  stack: Stack,
  job: Job,
  { table, logs }: { readonly table: Table; readonly logs: LogGroup },
): readonly PolicyStatement[] {
  const { secrets, parameters, tableActions } = JOB_FACTS[job];
  const indexes = Object.keys(TABLE_LAYOUT.indexes).map(
    (name) => `${table.tableArn}/index/${name}`,
  );
  return [
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs.logGroupArn],
    }),
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      // Secrets Manager adds six characters to a name of its own accord.
      resources: Object.values(secrets).map((name) =>
        stack.formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: `${name}-??????`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ),
    }),
    new PolicyStatement({
      actions: ['ssm:GetParameter'],
      resources: Object.values(parameters).map((name) =>
        stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) }),
      ),
    }),
    new PolicyStatement({
      actions: [...tableActions],
      resources: [table.tableArn, ...indexes],
    }),
  ];
}
