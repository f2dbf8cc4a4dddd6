import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type ITable,
} from 'aws-cdk-lib/aws-dynamodb';
import { TABLE_LAYOUT } from '../../adapters/storage/dynamo/table-layout.ts';

/** What the rest of the stack needs to know of the table. */
export type LedgerTable = Pick<ITable, 'tableName' | 'tableArn'>;

/**
 * The ledger's table. It is kept when the stack is deleted: without it nobody knows who was written to.
 *
 * @param restored the name of a restored table that replaces the stack's own; null for the stack's own
 */
export function ledgerTable(stack: Stack, restored: string | null): LedgerTable {
  return restored === null ? ownTable(stack) : Table.fromTableName(stack, 'Restored', restored);
}

function ownTable(stack: Stack): Table {
  const { partitionKey, sortKey, expiry, indexes } = TABLE_LAYOUT;
  const table = new Table(stack, 'Ledger', {
    partitionKey: text(partitionKey),
    sortKey: text(sortKey),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    timeToLiveAttribute: expiry,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const [indexName, keys] of Object.entries(indexes)) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(keys.partitionKey),
      sortKey: text(keys.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
  return table;
}

/** The ARNs of the table and its indexes, which permissions must name separately. */
export function withIndexes(table: LedgerTable): readonly string[] {
  const names = Object.keys(TABLE_LAYOUT.indexes);
  return [table.tableArn, ...names.map((name) => `${table.tableArn}/index/${name}`)];
}

function text(name: string): { readonly name: string; readonly type: AttributeType } {
  return { name, type: AttributeType.STRING };
}
