import { createDynamoDb } from '../../lib/adapters/dynamodb/client';
import { registrationsByEnvironment } from '../../lib/adapters/ports/registration';
import { ENVIRONMENT } from '../../lib/contract/environment';
import { createReconcileHandler } from './run';

/** The scheduled function that brings Apple's ADDE URLs to their desired state, as Lambda calls it. */
export const handler = createReconcileHandler({
  ports: registrationsByEnvironment(createDynamoDb()),
  stage: process.env[ENVIRONMENT.stage] ?? '',
  now: Date.now,
  write: (line) => process.stdout.write(line),
});
