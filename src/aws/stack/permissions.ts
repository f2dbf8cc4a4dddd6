import { type Stack, ArnFormat } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LEDGER_READ, LEDGER_WRITE } from './jobs.ts';
import { withIndexes, type LedgerTable } from './ledger-table.ts';
import { ERASER_POLICY_NAME, OPERATOR_POLICY_NAME, SECRETS } from '../names.ts';

/**
 * What an operator at a terminal needs for `send --via aws`: the ledger and its key, and a place in the
 * queue. They can read neither the queue nor another secret of the service.
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
      readingSecrets(stack, [SECRETS.ledgerKey]),
      // The players of earlier lists, which a new list replaces.
      deleting(['*#players'], table),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    ],
  });
}

/**
 * What the one operator needs beside it who erases people with `forget`: to look through all of the ledger,
 * and to delete what parents wrote.
 */
export function eraserPolicy(stack: Stack, table: LedgerTable): ManagedPolicy {
  return new ManagedPolicy(stack, 'EraserPolicy', {
    managedPolicyName: ERASER_POLICY_NAME,
    description: 'For the operator of urmston-invite who erases people: forget',
    statements: [
      new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [table.tableArn] }),
      deleting(['*#reply#*', '*#user#*', '*#alias#*', '*#answering#*', '*#players'], table),
    ],
  });
}

/** The one action that can delete, held to these partitions. */
function deleting(partitions: readonly string[], table: LedgerTable): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:DeleteItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      // All of none would do otherwise.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

/** Allows to read these secrets, by their names. */
export function readingSecrets(stack: Stack, names: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    // Secrets Manager adds six characters to a name of its own accord.
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
