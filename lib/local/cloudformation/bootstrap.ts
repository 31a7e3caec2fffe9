import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { unzipSync } from 'fflate';
import { objectOf, textOf } from '../json';
import { type ApiAnswer, type AwsOperation, apiError, byTarget, type Service } from '../simulation/aws/api';
import { element } from '../simulation/aws/xml';

/** What `cdk bootstrap` makes of an account, as far as `cdk deploy` asks for it: a bucket of assets, a version, roles. */
export interface Bootstrap {
  readonly services: Readonly<Record<'s3' | 'ssm' | 'sts', Service>>;
  /** Folder or file of every asset, by its key: those that are known from the start and those uploaded. */
  readonly assets: () => ReadonlyMap<string, string>;
  /** A template in the bucket, by its URL. */
  readonly fetchTemplate: (url: string) => string | undefined;
}

interface BootstrapOptions {
  readonly accountId: string;
  /** Where uploads are kept. */
  readonly directory: string;
  readonly known: ReadonlyMap<string, string>;
  /** The value of an SSM parameter that a stack has written. */
  readonly readParameter: (name: string) => string | undefined;
  readonly callerArn: string;
}

// rule: bootstrap.version
const BOOTSTRAP_VERSION = '30';

/** Opens the bootstrap resources. `cdk bootstrap` itself is not imitated: they are there from the start. */
export function createBootstrap(options: BootstrapOptions): Bootstrap {
  const assets = new Map(options.known);
  const templates = new Map<string, string>();
  const bucket = `cdk-hnb659fds-assets-${options.accountId}-us-east-1`;
  const put = (key: string, bytes: Uint8Array) => {
    if (key.endsWith('.json')) templates.set(key, new TextDecoder().decode(bytes));
    const place = join(options.directory, key.replace(/[^\w.-]/g, '_'));
    assets.set(key, key.endsWith('.zip') ? unpack(bytes, place.replace(/\.zip$/, '')) : write(bytes, place));
  };
  return {
    services: {
      s3: assetBucket(bucket, { has: (key) => assets.has(key) || templates.has(key), put }),
      ssm: parameterStore(options.readParameter),
      sts: securityTokens(options),
    },
    assets: () => assets,
    fetchTemplate: (url) => templates.get(url.split('/').at(-1) ?? ''),
  };
}

function write(bytes: Uint8Array, file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** Unpacks an archive into a folder; a name that leads out of it is refused. */
function unpack(bytes: Uint8Array, folder: string): string {
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    const file = normalize(join(folder, name));
    if (!file.startsWith(`${normalize(folder)}/`))
      throw new Error(`The archive holds "${name}", outside of its folder`);
    if (!name.endsWith('/')) write(content, file);
  }
  return folder;
}

interface Objects {
  readonly has: (key: string) => boolean;
  readonly put: (key: string, bytes: Uint8Array) => void;
}

/** The bucket of assets, by path-style addresses. */
function assetBucket(bucket: string, objects: Objects): Service {
  const inBucket =
    (method: string, query?: string): AwsOperation['matches'] =>
    (request) => {
      const [, name, key = ''] = /^\/([^/]+)(?:\/(.*))?$/.exec(request.path) ?? [];
      const isRight = request.method === method && name === bucket;
      return isRight && (query === undefined || request.query.has(query)) ? [decodeURIComponent(key)] : undefined;
    };
  const xml = (name: string, ...content: Parameters<typeof element>[1][]): ApiAnswer => ({
    kind: 'xml',
    document: element(name, ...content),
  });
  return {
    format: 'xml',
    operations: [
      {
        permission: 's3:GetBucketLocation',
        matches: inBucket('GET', 'location'),
        run: () => xml('LocationConstraint'),
      },
      {
        permission: 's3:GetEncryptionConfiguration',
        matches: inBucket('GET', 'encryption'),
        run: () => {
          const algorithm = element('SSEAlgorithm', 'AES256');
          return xml(
            'ServerSideEncryptionConfiguration',
            element('Rule', element('ApplyServerSideEncryptionByDefault', algorithm)),
          );
        },
      },
      {
        permission: 's3:ListBucket',
        matches: inBucket('GET', 'list-type'),
        run: ({ query }) => {
          const prefix = query.get('prefix') ?? '';
          const isThere = objects.has(prefix);
          const found = isThere ? [element('Contents', element('Key', prefix), element('Size', 1))] : [];
          return xml('ListBucketResult', element('KeyCount', found.length), ...found);
        },
      },
      {
        permission: 's3:PutObject',
        matches: inBucket('PUT'),
        run: ({ query, bytes }, _simulation, [key = '']) => {
          if (query.has('partNumber')) return apiError(501, 'NotImplemented', 'Parts of an object are not imitated.');
          objects.put(key, bytes);
          return { kind: 'empty', fields: [['ETag', '"local"']] };
        },
      },
    ],
  };
}

function parameterStore(read: (name: string) => string | undefined): Service {
  const getParameter: AwsOperation = {
    permission: 'ssm:GetParameter',
    matches: byTarget('AmazonSSM.GetParameter'),
    run: ({ body }) => {
      const name = textOf(objectOf(JSON.parse(body))['Name']) ?? '';
      const value = /^\/cdk-bootstrap\/[^/]+\/version$/.test(name) ? BOOTSTRAP_VERSION : read(name);
      if (value === undefined) return apiError(400, 'ParameterNotFound', `Parameter ${name} not found.`);
      const parameter = { Name: name, Type: 'String', Value: value, Version: 1 };
      return { kind: 'json', document: { Parameter: parameter } };
    },
  };
  return { format: 'json', operations: [getParameter] };
}

/** Who calls, and the roles of the bootstrap: every caller gets them, as permissions are not imitated. */
function securityTokens({ accountId, callerArn }: BootstrapOptions): Service {
  const byAction =
    (action: string): AwsOperation['matches'] =>
    ({ body }) =>
      new URLSearchParams(body).get('Action') === action ? [] : undefined;
  return {
    format: 'xml',
    operations: [
      {
        permission: 'sts:GetCallerIdentity',
        matches: byAction('GetCallerIdentity'),
        run: () => ({
          kind: 'xml',
          document: element(
            'GetCallerIdentityResponse',
            element(
              'GetCallerIdentityResult',
              element('Arn', callerArn),
              element('UserId', 'AROAEXAMPLE:platform'),
              element('Account', accountId),
            ),
          ),
        }),
      },
      {
        permission: 'sts:AssumeRole',
        matches: byAction('AssumeRole'),
        run: ({ body }) => {
          const role = new URLSearchParams(body).get('RoleArn') ?? '';
          const user = element('AssumedRoleUser', element('Arn', role), element('AssumedRoleId', 'AROAEXAMPLE:cdk'));
          return {
            kind: 'xml',
            document: element('AssumeRoleResponse', element('AssumeRoleResult', temporaryCredentials(), user)),
          };
        },
      },
    ],
  };
}

function temporaryCredentials() {
  return element(
    'Credentials',
    element('AccessKeyId', 'local'),
    element('SecretAccessKey', 'local'),
    element('SessionToken', 'local'),
    element('Expiration', '2100-01-01T00:00:00Z'),
  );
}
