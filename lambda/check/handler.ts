import { checksByEnvironment } from '../../lib/adapters/check-ports';
import { createDynamoDb } from '../../lib/adapters/dynamodb-client';
import { createCheckHandler } from './run';

/** The scheduled function that looks at domains and fallbacks from outside, as Lambda calls it. */
export const handler = createCheckHandler({
  ports: checksByEnvironment(createDynamoDb()),
  write: (line) => process.stdout.write(line),
});
