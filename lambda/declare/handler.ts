import { randomUUID } from 'node:crypto';
import { putAnswer } from '../../lib/adapters/aws/presigned-url';
import { createDynamoDb } from '../../lib/adapters/dynamodb/client';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import { ENVIRONMENT } from '../../lib/contract/environment';
import { createDeclareHandler } from './answer';

/** The function behind the tenant stacks' custom resource, as Lambda calls it. */
export const handler = createDeclareHandler({
  repository: createTenantRepository(createDynamoDb(), process.env[ENVIRONMENT.table] ?? ''),
  stage: process.env[ENVIRONMENT.stage] ?? '',
  now: Date.now,
  newId: () => randomUUID().slice(0, 8),
  put: putAnswer,
  write: (line) => process.stdout.write(line),
});
