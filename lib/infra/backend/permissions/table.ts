import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';

/** The permissions that IAM asks for transactions and single requests. [documented] */
// rule: iam.transaction-parts
export const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
export const WRITE_ITEMS = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
];

/** A restored table is recognized by its id. */
export const READ_TABLE_ID = ['dynamodb:DescribeTable'];

/** Any item of the table. */
export function useItems(table: dynamodb.ITableV2, actions: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources: [table.tableArn] });
}

/** Items of these partitions only. */
export function usePartitions(table: dynamodb.ITableV2, actions: string[], partitions: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions,
    resources: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
  });
}

/** Queries on these indexes. */
export function queryIndexes(
  table: dynamodb.ITableV2,
  indexes: readonly { readonly name: string }[],
): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: indexes.map(({ name }) => `${table.tableArn}/index/${name}`),
  });
}
