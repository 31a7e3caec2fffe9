import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { CheckPorts } from '../../backend/checks/ports';
import { ENVIRONMENT } from '../../contract/environment';
import { LOCAL_STAGE } from '../../contract/names';
import { createTopicMessenger } from '../aws/alarm-notifier';
import { createCheckStore } from '../dynamodb/checks';
import { createTenantRepository } from '../dynamodb/tenants';
import { internet } from '../http/network';
import { createObserver } from '../observe/domain-check';
import type { NetworkAccess } from '../observe/network-access';
import { networkAccessOf } from '../observe/open-network-access';

/** As long as `signpost doctor` waits for one answer, so that both come to the same. */
const ANSWER_TIMEOUT_MS = 10_000;

/** The internet as functions see it. The local stage has none: its hosts have addresses that are not public. */
export function functionNetworkAccess(): NetworkAccess {
  const allowInternal = process.env[ENVIRONMENT.stage] === LOCAL_STAGE;
  return networkAccessOf({ network: internet, allowInternal, timeoutMs: ANSWER_TIMEOUT_MS });
}

/** What checks need, as the environment of a function says; opened with the first use. */
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
  const access = functionNetworkAccess();
  return {
    store: createCheckStore(client, table),
    tenants: createTenantRepository(client, table),
    observe: createObserver({ access, discoveryDomain: variable('discoveryDomain'), clock: Date.now }),
    notify: createTopicMessenger(new SNSClient({}), variable('alarmTopic')),
    clock: Date.now,
  };
}
