import type { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LEDGER_READ, LEDGER_WRITE } from './jobs.ts';
import { withIndexes, type LedgerTable } from './ledger-table.ts';
import { FORGET_POLICY_NAME, OPERATOR_POLICY_NAME } from './names.ts';

/**
 * What an operator at a terminal needs for `send --via aws`: the ledger, and a place in the queue. They
 * can neither read the queue nor any secret of the service.
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
      // A new list takes the place of the players of earlier ones.
      deleting(table, ['*#players']),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    ],
  });
}

/** What `forget` needs beside that: to look through the whole table, and to take out what names people. */
export function forgetPolicy(stack: Stack, table: LedgerTable): ManagedPolicy {
  return new ManagedPolicy(stack, 'ForgetPolicy', {
    managedPolicyName: FORGET_POLICY_NAME,
    description:
      'For whoever erases people with urmston-invite forget, beside the policy of operators',
    statements: [
      new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [table.tableArn] }),
      deleting(table, ['*#players', '*#replies#*', '*#user#*']),
    ],
  });
}

/** Messages and opt-outs are never among it: without them somebody could be written to again. */
function deleting(table: LedgerTable, partitions: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:BatchWriteItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      // All of none would do otherwise.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}
