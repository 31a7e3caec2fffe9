import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { ENVIRONMENT } from '../contract/environment';
import { createTopicMessenger } from './alarm-notifier';
import { createLooker } from './checks/look';
import type { CheckPorts } from './checks/ports';
import { createCheckStore } from './dynamodb-checks';
import { createTenantRepository } from './dynamodb-tenants';
import { internet } from './network';
import type { Outside } from './observe/outside';
import { outsideOf } from './observe/world';

/** As long as `signpost doctor` waits for one answer, so that both come to the same. */
const ANSWER_TIMEOUT_MS = 10_000;

/** The world as functions see it. */
export function outsideOfFunctions(): Outside {
  return outsideOf({ network: internet, allowInternal: false, timeoutMs: ANSWER_TIMEOUT_MS });
}

/** Everything outside that checks need, as the environment of a function says; opened with the first use. */
export function checksByEnvironment(client: DynamoDBClient): () => CheckPorts {
  let opened: CheckPorts | undefined;
  return () => {
    opened ??= openPorts(client);
    return opened;
  };
}

function openPorts(client: DynamoDBClient): CheckPorts {
  const variable = (name: keyof typeof ENVIRONMENT) => process.env[ENVIRONMENT[name]] ?? '';
  const table = variable('table');
  const outside = outsideOfFunctions();
  return {
    store: createCheckStore(client, table),
    tenants: createTenantRepository(client, table),
    look: createLooker({ outside, discoveryDomain: variable('discoveryDomain'), clock: Date.now }),
    tell: createTopicMessenger(new SNSClient({}), variable('alarmTopic')),
    clock: Date.now,
  };
}
