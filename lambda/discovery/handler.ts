import { createDynamoDb, WHILE_A_DEVICE_WAITS } from '../../lib/adapters/dynamodb/client';
import { createDiscoveryReader } from '../../lib/adapters/dynamodb/discovery';
import { ENVIRONMENT } from '../../lib/contract/environment';
import { createDiscovery } from './discovery';

/** Public discovery, as Lambda calls it. */
export const handler = createDiscovery({
  reader: createDiscoveryReader(createDynamoDb(WHILE_A_DEVICE_WAITS), process.env[ENVIRONMENT.table] ?? ''),
  now: Date.now,
  // The stream itself: Lambda's console puts a prefix before what must be pure JSON.
  write: (line) => process.stdout.write(line),
});
