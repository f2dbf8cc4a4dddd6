import type { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LEDGER_READ, LEDGER_WRITE } from './jobs.ts';
import { withIndexes, type LedgerTable } from './ledger-table.ts';
import { OPERATOR_POLICY_NAME } from './names.ts';

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
      new PolicyStatement({
        // It can delete, so it is held to the players of earlier lists, which a new list replaces.
        actions: ['dynamodb:BatchWriteItem'],
        resources: [table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#players'] },
          // All of none would do otherwise.
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    ],
  });
}
