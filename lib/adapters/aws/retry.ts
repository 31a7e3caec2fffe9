import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { REGION } from '../../contract/names';

/** How often and after which time a call is repeated. */
export type RetryStrategy = NonNullable<STSClientConfig['retryStrategy']>;

/** The SDK waits 0.5, 1, 2, 4, 8 and then 10 seconds on average: more than a minute in all. */
const MAX_ATTEMPTS = 12;
/** An endpoint that cannot be reached stays so; a person waits. */
const MAX_BROKEN_CONNECTIONS = 3;

/** The SDK's adaptive retries, for more than a minute where AWS throttles, for a second where no connection comes about. */
export function adaptiveRetries(): RetryStrategy {
  // The strategy's class is not exported by any client, but every client has one.
  const { retryStrategy } = new STSClient({ region: REGION, retryMode: 'adaptive', maxAttempts: MAX_ATTEMPTS }).config;
  const strategy = async () => {
    const found = await retryStrategy();
    if ('acquireInitialRetryToken' in found) return found;
    throw new Error('the SDK has changed its retries');
  };
  return {
    acquireInitialRetryToken: async (scope) => (await strategy()).acquireInitialRetryToken(scope),
    refreshRetryTokenForRetry: async (token, error) => {
      const broken = error.errorType === 'TRANSIENT' && token.getRetryCount() >= MAX_BROKEN_CONNECTIONS;
      if (broken) throw new Error('no connection comes about');
      return (await strategy()).refreshRetryTokenForRetry(token, error);
    },
    recordSuccess: (token) => void strategy().then((found) => found.recordSuccess(token)),
  };
}
