import { createDynamoDb } from '../../lib/adapters/dynamodb/client';
import { checksByEnvironment } from '../../lib/adapters/ports/checks';
import { ENVIRONMENT } from '../../lib/contract/environment';
import { createCheckHandler } from './run';

/** The scheduled function that checks domains and fallbacks from the internet, as Lambda calls it. */
export const handler = createCheckHandler({
  ports: checksByEnvironment(createDynamoDb()),
  stage: process.env[ENVIRONMENT.stage] ?? '',
  write: (line) => process.stdout.write(line),
});
