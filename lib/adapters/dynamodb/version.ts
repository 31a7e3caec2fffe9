import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from './items';

/** A put that replaces this version and nothing else; 0 where there was none. */
export function putIfVersion(table: string, fields: object, before: number): PutItemCommand {
  const names = { '#version': 'version' };
  return new PutItemCommand({
    TableName: table,
    Item: toItem(fields),
    ExpressionAttributeNames: names,
    ...(before === 0
      ? { ConditionExpression: 'attribute_not_exists(#version)' }
      : { ConditionExpression: '#version = :before', ExpressionAttributeValues: toItem({ ':before': before }) }),
  });
}
