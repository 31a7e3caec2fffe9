import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** How patient a client is. */
export interface DynamoPatience {
  readonly maxAttempts: number;
  readonly connectMilliseconds: number;
  readonly requestMilliseconds: number;
}

/** A device waits, and behind a front the edge has the answer as well: give up well before CloudFront's 5 seconds. */
export const WHILE_A_DEVICE_WAITS: DynamoPatience = {
  maxAttempts: 2,
  connectMilliseconds: 500,
  requestMilliseconds: 1000,
};

const WHILE_A_PERSON_WAITS: DynamoPatience = {
  maxAttempts: 4,
  connectMilliseconds: 1000,
  requestMilliseconds: 3000,
};

/** A client for the table; region, credentials and endpoint as the SDK finds them in the environment. */
export function createDynamoDb(patience: DynamoPatience = WHILE_A_PERSON_WAITS): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: patience.maxAttempts,
    requestHandler: {
      connectionTimeout: patience.connectMilliseconds,
      requestTimeout: patience.requestMilliseconds,
      throwOnRequestTimeout: true,
    },
  });
}
