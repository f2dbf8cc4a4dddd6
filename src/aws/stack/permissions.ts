import { type Stack, ArnFormat } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { ERASER_POLICY_NAME, OPERATOR_POLICY_NAME, SECRETS } from '../names.ts';
import { LEDGER_READ, LEDGER_WRITE } from './jobs.ts';
import { withIndexes, type LedgerTable } from './ledger-table.ts';

/**
 * The permissions of an operator for `send --via aws`: the ledger and its key, and putting messages on
 * the queue. An operator can read neither the queue nor another secret.
 */
export function operatorPolicy(
  stack: Stack,
  { table, queue }: { readonly table: LedgerTable; readonly queue: Queue },
): ManagedPolicy {
  return new ManagedPolicy(stack, 'OperatorPolicy', {
    managedPolicyName: OPERATOR_POLICY_NAME,
    description: 'For operators of urmston-invite: send --via aws',
    statements: [
      new PolicyStatement({
        actions: [...LEDGER_READ, ...LEDGER_WRITE],
        resources: [...withIndexes(table)],
      }),
      allowReadingSecrets(stack, [SECRETS.ledgerKey]),
      // Players of earlier lists, which a new list replaces.
      allowDelete(['*#players'], table),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    ],
  });
}

/**
 * The additional permissions of the operator who runs `forget`: to scan the ledger, and to delete what
 * parents wrote and the dead letters of the queue.
 */
export function eraserPolicy(
  stack: Stack,
  {
    table,
    queue,
    deadLetters,
  }: { readonly table: LedgerTable; readonly queue: Queue; readonly deadLetters: Queue },
): ManagedPolicy {
  return new ManagedPolicy(stack, 'EraserPolicy', {
    managedPolicyName: ERASER_POLICY_NAME,
    description: 'For the operator of urmston-invite who erases people: forget',
    statements: [
      new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [table.tableArn] }),
      allowDelete(
        [
          '*#reply#*',
          '*#user#*',
          '*#alias#*',
          '*#answering#*',
          '*#early#*',
          '*#answer#*',
          '*#players',
        ],
        table,
      ),
      // To find the dead-letter queue, and to read and delete what is on it.
      new PolicyStatement({
        actions: ['sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
        resources: [deadLetters.queueArn],
      }),
    ],
  });
}

/** The only permission to delete, limited to these partitions. */
function allowDelete(partitions: readonly string[], table: LedgerTable): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:DeleteItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      // `ForAllValues` is also true without any key.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

/** Allows reading these secrets. */
export function allowReadingSecrets(stack: Stack, names: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    // Secrets Manager appends six characters to a name.
    resources: names.map((name) =>
      stack.formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: `${name}-??????`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ),
  });
}
