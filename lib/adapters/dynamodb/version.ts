/** A condition of a write, with its names and values. */
interface WriteCondition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** The item holds exactly this version, or none yet where it is 0. */
export function onlyVersion(version: number, attribute = 'version'): WriteCondition {
  const ExpressionAttributeNames = { '#version': attribute };
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(#version)', ExpressionAttributeNames };
  return {
    ConditionExpression: '#version = :before',
    ExpressionAttributeNames,
    ExpressionAttributeValues: { ':before': version },
  };
}
