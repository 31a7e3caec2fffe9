import { readFileSync } from 'node:fs';
import { replaceFile } from '../../adapters/files/replace-file';
import { isObject, objectOf } from '../json';

/** What Secrets Manager answers in its JSON protocol. */
interface SecretsReply {
  readonly status: number;
  readonly body: string;
}

/** Secrets Manager on this machine, as far as server tokens need it: values by name, kept in one file. */
export interface SecretsManager {
  /** `target` is the header `X-Amz-Target`. */
  answer(target: string, body: string): SecretsReply;
  /** A secret of another party, such as an MDM's own token; by ARN or name. */
  put(id: string, value: string): void;
  value(id: string): string | undefined;
}

const ACCOUNT_ARN = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:';
const SUFFIX = '-local0';

interface Secret {
  readonly value: string;
  readonly version: number;
  /** Marked for deletion; it can be restored. */
  readonly deleted?: true;
}

type Secrets = Readonly<Record<string, Secret>>;

/** Opens the secrets kept in `file`, which only its owner can read. */
export function openSecretsManager(file: string): SecretsManager {
  let secrets = readSecrets(file);
  const store = (name: string, secret: Secret) => {
    secrets = { ...secrets, [name]: secret };
    replaceFile(file, JSON.stringify(secrets), { mode: 0o600 });
  };
  return {
    put: (id, value) => store(nameOf(id), nextVersion(secrets[nameOf(id)], value)),
    value: (id) => (secrets[nameOf(id)]?.deleted ? undefined : secrets[nameOf(id)]?.value),
    answer: (target, body) => answer(target, parseBody(body), secrets, store),
  };
}

function answer(
  target: string,
  request: Readonly<Record<string, unknown>>,
  secrets: Secrets,
  store: (name: string, secret: Secret) => void,
): SecretsReply {
  const id = String(request['SecretId'] ?? request['Name'] ?? '');
  const name = nameOf(id);
  const text = request['SecretString'];
  const known = secrets[name];
  // rule: secretsmanager.deleted
  if (known?.deleted && !WITH_DELETED.includes(target)) {
    return refused('InvalidRequestException', "You can't perform this operation: the secret is marked for deletion.");
  }
  switch (target) {
    case 'secretsmanager.DeleteSecret':
    case 'secretsmanager.RestoreSecret': {
      if (!known) return notFound();
      const { deleted: _, ...restored } = known;
      store(name, target === 'secretsmanager.DeleteSecret' ? { ...restored, deleted: true } : restored);
      return reply(200, described(name, known.version));
    }
    case 'secretsmanager.GetSecretValue':
      return known ? reply(200, { ...described(name, known.version), SecretString: known.value }) : notFound();
    case 'secretsmanager.DescribeSecret':
      return known ? reply(200, described(name, known.version)) : notFound();
    case 'secretsmanager.PutSecretValue':
      if (!known) return notFound();
      break;
    case 'secretsmanager.CreateSecret':
      if (known) return refused('ResourceExistsException', 'The secret exists already.');
      break;
    default:
      return refused('UnknownOperationException', `${target} is not imitated.`);
  }
  if (typeof text !== 'string') return refused('InvalidParameterException', 'SecretString is missing.');
  const next = nextVersion(known, text);
  store(name, next);
  return reply(200, described(name, next.version));
}

/** What can be asked about a secret that is marked for deletion. */
const WITH_DELETED = ['DescribeSecret', 'DeleteSecret', 'RestoreSecret'].map((name) => `secretsmanager.${name}`);

function nextVersion(before: Secret | undefined, value: string): Secret {
  return { value, version: (before?.version ?? 0) + 1 };
}

function described(name: string, version: number) {
  return { ARN: `${ACCOUNT_ARN}${name}${SUFFIX}`, Name: name, VersionId: `version-${version}` };
}

/** The name within an ARN, without the six characters that AWS adds to our own. */
function nameOf(id: string): string {
  const name = /^arn:aws:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(id)?.[1] ?? id;
  return name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
}

function reply(status: number, document: unknown): SecretsReply {
  return { status, body: JSON.stringify(document) };
}

function notFound(): SecretsReply {
  return refused('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

function refused(type: string, message: string): SecretsReply {
  return reply(400, { __type: type, Message: message });
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return {};
  }
}

function readSecrets(file: string): Secrets {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isSecrets(value) ? value : {};
  } catch {
    return {};
  }
}

/** We wrote it ourselves, so its outline is enough. */
function isSecrets(value: unknown): value is Secrets {
  return isObject(value) && Object.values(value).every((each) => isObject(each) && typeof each['value'] === 'string');
}
