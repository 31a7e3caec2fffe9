import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { BackendFunction } from '../../contract/backend';
import { DISCOVERY_ATTRIBUTES, INDEXES, keys } from '../../contract/table';

/** What transactions and single requests of ours come down to in IAM. [documented] */
// rule: iam.transaction-parts
const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE_ITEMS = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** A restored table is told by its id. */
const RECOGNIZE_TABLE = ['dynamodb:DescribeTable'];

/** What each function may do with the table. */
export function tablePermissions(table: dynamodb.ITableV2): Readonly<Record<BackendFunction, iam.PolicyStatement[]>> {
  const items = (actions: string[]) => new iam.PolicyStatement({ actions, resources: [table.tableArn] });
  return {
    discovery: [readAnswers(table)],
    api: [
      items([...READ_ITEMS, ...WRITE_ITEMS, ...RECOGNIZE_TABLE]),
      queryIndexes(table, [INDEXES.list, INDEXES.state, INDEXES.servers]),
    ],
    declare: [items([...READ_ITEMS, ...WRITE_ITEMS])],
    reconcile: [keepRegistrations(table), queryIndexes(table, [INDEXES.list, INDEXES.due]), items(RECOGNIZE_TABLE)],
    check: [...keepChecks(table), queryIndexes(table, [INDEXES.due])],
  };
}

/**
 * One item at a time, of domains and tenants, and of it only what decides: not who put an override in force, and why.
 * The last condition refuses a request that names no attributes, and so means all of them.
 */
// rule: iam.attributes
function readAnswers(table: dynamodb.ITableV2): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys.domain('*').pk, keys.tenant('*').pk] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...DISCOVERY_ATTRIBUTES] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  });
}

/** One item at a time, of tenants, of the stage and of leases: what answers devices is out of reach. */
// rule: iam.leading-keys-in-transactions
function keepRegistrations(table: dynamodb.ITableV2): iam.PolicyStatement {
  const partitions = [keys.tenant('*').pk, keys.controls().pk, keys.lease('*').pk];
  return new iam.PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
  });
}

/** Reads what devices are told, and writes into tenants' partitions alone: what answers devices is out of reach. */
function keepChecks(table: dynamodb.ITableV2): iam.PolicyStatement[] {
  const items = (actions: string[], partitions: string[]) =>
    new iam.PolicyStatement({
      actions,
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
    });
  return [
    items(['dynamodb:GetItem'], [keys.tenant('*').pk, keys.domain('*').pk]),
    items(['dynamodb:PutItem', 'dynamodb:DeleteItem'], [keys.tenant('*').pk]),
  ];
}

function queryIndexes(table: dynamodb.ITableV2, indexes: readonly { readonly name: string }[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: indexes.map(({ name }) => `${table.tableArn}/index/${name}`),
  });
}
