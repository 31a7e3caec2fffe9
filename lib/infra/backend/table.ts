import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { INDEXES, TABLE_KEY, type TableIndex, TTL_ATTRIBUTE, tableName } from '../../contract/table';

/** The longest recovery period of point-in-time recovery. [documented] */
const RECOVERY_DAYS = 35;

/** The backend's one table. It outlives its stack, and can be restored to any second of that period. */
export function backendTable(scope: Construct, stage: string): dynamodb.TableV2 {
  return new dynamodb.TableV2(scope, 'Table', {
    tableName: tableName(stage),
    partitionKey: text(TABLE_KEY.partition),
    sortKey: text(TABLE_KEY.sort),
    globalSecondaryIndexes: Object.values(INDEXES).map(index),
    timeToLiveAttribute: TTL_ATTRIBUTE,
    billing: dynamodb.Billing.onDemand(),
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: RECOVERY_DAYS,
    },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function index({ name, partition, sort, attributes }: TableIndex): dynamodb.GlobalSecondaryIndexPropsV2 {
  return {
    indexName: name,
    partitionKey: text(partition),
    sortKey: text(sort),
    ...(attributes
      ? { projectionType: dynamodb.ProjectionType.INCLUDE, nonKeyAttributes: [...attributes] }
      : { projectionType: dynamodb.ProjectionType.ALL }),
  };
}

function text(name: string): dynamodb.Attribute {
  return { name, type: dynamodb.AttributeType.STRING };
}
