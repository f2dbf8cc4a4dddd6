import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { TABLE_LAYOUT } from '../adapters/ledger/dynamo-layout.ts';

/** The ledger's table. It outlives the stack: whoever deletes it forgets who was written to. */
export function ledgerTable(stack: Stack): Table {
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

/** The table and its indexes, which AWS allows one by one. */
export function withIndexes(table: Table): readonly string[] {
  const names = Object.keys(TABLE_LAYOUT.indexes);
  return [table.tableArn, ...names.map((name) => `${table.tableArn}/index/${name}`)];
}

function text(name: string): { readonly name: string; readonly type: AttributeType } {
  return { name, type: AttributeType.STRING };
}
