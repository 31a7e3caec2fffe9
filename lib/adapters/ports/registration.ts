import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { RegistrationPorts } from '../../backend/registration/ports';
import { ENVIRONMENT } from '../../contract/environment';
import { LOCAL_STAGE } from '../../contract/names';
import { REGISTRATION_ENVIRONMENT } from '../../contract/registration';
import type { AppleWrites } from '../../core/registration/controls';
import { URL_CHECK_MS } from '../../core/registration/due';
import { createAppleClient } from '../apple/client';
import { createSessionCache } from '../apple/sessions';
import { createAppleTransport } from '../apple/transport';
import { createAlarmNotifier } from '../aws/alarm-notifier';
import { createTokenVault } from '../aws/token-vault';
import { createLeases } from '../dynamodb/leases';
import { createRegistrationStore, tableIdentity } from '../dynamodb/registrations';
import { internet } from '../http/network';
import { createUrlCheck } from '../http/url-check';

/** The settings, from its environment, of a function that deals with registrations. */
interface RegistrationSettings {
  readonly table: string;
  readonly stage: string;
  readonly alarmTopic: string;
  readonly discoveryDomain: string;
  readonly initialWrites: AppleWrites;
}

/**
 * After so long without a run, the data may be of a backup: nothing is written until the platform team allows it. The
 * schedule runs every few minutes.
 */
const LONGEST_SILENCE_MS = 12 * 60 * 60_000;

/** What registrations need, as it is on AWS. Sessions live as long as the process. */
async function createRegistrationPorts(
  client: DynamoDBClient,
  { table, stage, alarmTopic, discoveryDomain, initialWrites }: RegistrationSettings,
): Promise<RegistrationPorts> {
  const leases = createLeases(client, table);
  const regional = new Map<string | undefined, SecretsManagerClient>();
  const secretsOf = (region: string | undefined) => {
    const known = regional.get(region) ?? new SecretsManagerClient(region === undefined ? {} : { region });
    regional.set(region, known);
    return known;
  };
  return {
    store: createRegistrationStore(client, table),
    leases,
    newHolder: randomUUID,
    vault: createTokenVault(secretsOf, stage),
    apple: createAppleClient({
      send: createAppleTransport(internet),
      leases,
      sessions: createSessionCache(),
      newHolder: randomUUID,
      clock: Date.now,
      random: Math.random,
      nonce: () => randomBytes(16).toString('hex'),
      wait: async (milliseconds) => wait(milliseconds),
    }),
    checkUrl: createUrlCheck({ timeoutSeconds: URL_CHECK_MS / 1000, allowInternal: stage === LOCAL_STAGE }),
    notify: createAlarmNotifier(new SNSClient({}), alarmTopic, stage),
    clock: Date.now,
    random: Math.random,
    stage: {
      storeId: await tableIdentity(client, table),
      initialWrites,
      discoveryDomain,
      // A laptop may sleep for days, and its table is never restored.
      ...(stage === LOCAL_STAGE ? {} : { longestSilence: LONGEST_SILENCE_MS }),
    },
  };
}

/** The ports as the environment of a function says, opened with the first use; a failure is tried again with the next. */
export function registrationsByEnvironment(client: DynamoDBClient): () => Promise<RegistrationPorts> {
  const variable = (name: string) => process.env[name] ?? '';
  let opened: Promise<RegistrationPorts> | undefined;
  return () => {
    opened ??= createRegistrationPorts(client, {
      table: variable(ENVIRONMENT.table),
      stage: variable(ENVIRONMENT.stage),
      alarmTopic: variable(ENVIRONMENT.alarmTopic),
      discoveryDomain: variable(ENVIRONMENT.discoveryDomain),
      // Any other value does not allow writes to Apple.
      initialWrites: variable(REGISTRATION_ENVIRONMENT.initialWrites) === 'on' ? 'on' : 'observeOnly',
    }).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
