import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { OwnedSecret, StagedKey, TokenVault } from '../../backend/registration/ports';
import { ownedSecretName } from '../../contract/registration';
import { type Problem, problem } from '../../core/problems';
import type { ServerKey } from '../../core/registration/registration';
import { formatServerToken, parseServerToken } from '../../core/registration/server-token';
import { failed, ok, type Result } from '../../core/result';

/** A client for the region of a secret, which may be another account's. */
export type SecretsOf = (region: string | undefined) => SecretsManagerClient;

/**
 * Server tokens in Secrets Manager: shared ones are read from the secret of their MDM, owned ones are kept in a secret per
 * server. Nothing is kept in memory, so that a token renewed a moment ago is used at once.
 */
export function createTokenVault(secretsOf: SecretsOf, stage: string): TokenVault {
  const readOwned = async (key: ServerKey): Promise<Result<OwnedSecret>> => {
    const text = await readSecret(secretsOf(undefined), ownedSecretName(stage, key));
    if (!text.ok) return text;
    return text.value === undefined ? ok({}) : parseOwned(text.value);
  };
  return {
    readOwned,
    read: async (key, source) => {
      if (source.kind === 'owned') {
        const secret = await readOwned(key);
        if (!secret.ok) return secret;
        return secret.value.token ? ok(secret.value.token) : failed(missing());
      }
      const text = await readSecret(secretsOf(source.secretArn.split(':')[3]), source.secretArn);
      if (!text.ok) return text;
      return text.value === undefined ? failed(missing()) : parseServerToken(text.value);
    },
    writeOwned: (key, secret) => writeSecret(secretsOf(undefined), ownedSecretName(stage, key), formatOwned(secret)),
    deleteOwned: (key) => deleteSecret(secretsOf(undefined), ownedSecretName(stage, key)),
  };
}

const GONE = ['ResourceNotFoundException'];
/** The secret is in a state that forbids it: marked for deletion. [documented] */
const MARKED = 'InvalidRequestException';
const FORBIDDEN = [
  'AccessDeniedException',
  'DecryptionFailure',
  'InvalidParameterException',
  'KMSAccessDeniedException',
];

/** The value of a secret; none where there is no such secret. Other faults pass by themselves. */
async function readSecret(client: SecretsManagerClient, id: string): Promise<Result<string | undefined>> {
  try {
    const { SecretString, SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return ok(SecretString ?? (SecretBinary && Buffer.from(SecretBinary).toString('utf8')));
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    if (GONE.includes(name)) return ok(undefined);
    if (name === MARKED) {
      const message = 'Cannot read the secret of the server token: it is marked for deletion; expected its value';
      return failed(problem('token.deleted', message));
    }
    const code = FORBIDDEN.includes(name) ? 'token.unreadable' : 'token.store-unavailable';
    return failed(problem(code, `Cannot read the secret of the server token: ${name}; expected its value`));
  }
}

async function writeSecret(client: SecretsManagerClient, name: string, value: string): Promise<void> {
  try {
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  } catch (error) {
    if (!(error instanceof Error) || !GONE.includes(error.name)) throw error;
    await client.send(new CreateSecretCommand({ Name: name, SecretString: value }));
  }
}

/** Without `ForceDeleteWithoutRecovery`, which our role may not ask for. */
async function deleteSecret(client: SecretsManagerClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteSecretCommand({ SecretId: name }));
  } catch (error) {
    if (!(error instanceof Error) || ![...GONE, MARKED].includes(error.name)) throw error;
  }
}

function missing(): Problem {
  return problem('token.missing', 'Cannot find the server token: the secret holds none; expected a token');
}

/** What was written by `formatOwned`; a person may have put the bare token there instead. */
function parseOwned(text: string): Result<OwnedSecret> {
  const bare = parseServerToken(text);
  if (bare.ok) return ok({ token: bare.value });
  const fields = parseFields(text);
  if (!fields) return bare;
  const token = typeof fields['token'] === 'string' ? parseServerToken(fields['token']) : undefined;
  if (token && !token.ok) return token;
  const staged = parseStaged(fields['staged']);
  return ok({ ...(token ? { token: token.value } : {}), ...(staged ? { staged } : {}) });
}

function parseFields(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isOurs = typeof value === 'object' && value !== null && ('token' in value || 'staged' in value);
    return isOurs ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function parseStaged(value: unknown): StagedKey | undefined {
  if (typeof value !== 'object' || value === null || !('certificate' in value) || !('privateKey' in value))
    return undefined;
  return { certificate: String(value.certificate), privateKey: String(value.privateKey) };
}

function formatOwned({ token, staged }: OwnedSecret): string {
  return JSON.stringify({ token: token && formatServerToken(token), staged });
}
