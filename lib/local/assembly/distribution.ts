import { type Problem, problem } from '../../core/problems';
import type { Behaviour, DeployedDistribution, Origin, OriginGroup } from '../deployment';
import { type JsonObject, listOf, objectOf, textOf } from '../json';

interface Context {
  readonly id: string;
  readonly domainName: string;
  readonly where: { readonly file: string; readonly path: string };
  /** Filled with what is wrong. */
  readonly problems: Problem[];
}

/** Reads a distribution that the coverage has let pass and that holds no intrinsics. */
export function readDistribution(
  properties: JsonObject,
  { id, domainName, where, problems }: Context,
): DeployedDistribution {
  const config = objectOf(properties['DistributionConfig']);
  const origins = new Map(
    listOf(config['Origins'])
      .map((raw) => readOrigin(objectOf(raw)))
      .map((each) => [each.id, each]),
  );
  const behaviours = [
    ...listOf(config['CacheBehaviors']).map((raw) => readBehaviour(objectOf(raw))),
    { ...readBehaviour(objectOf(config['DefaultCacheBehavior'])), pathPattern: '*' },
  ];
  const originGroups = readOriginGroups(objectOf(config['OriginGroups']));
  for (const { originId, pathPattern } of behaviours) {
    const members = originGroups.get(originId)?.members ?? [originId];
    for (const missing of members.filter((member) => !origins.has(member))) {
      const message = `Cannot route "${pathPattern}": its origin is "${missing}"; expected one of the distribution's origins`;
      problems.push(problem('local.origin', message, where));
    }
  }
  return {
    id,
    domainName,
    enabled: flag(config['Enabled']),
    aliases: texts(config['Aliases']).map((alias) => alias.toLowerCase()),
    origins,
    originGroups,
    behaviours,
    errorCachingSeconds: readErrorCaching(config),
    viewerCertificate: readViewerCertificate(objectOf(config['ViewerCertificate'])),
  };
}

function readOriginGroups(raw: JsonObject): ReadonlyMap<string, OriginGroup> {
  const groups = listOf(raw['Items']).map(objectOf).map(readOriginGroup);
  return new Map(groups.map((each) => [each.id, each]));
}

function readOriginGroup(raw: JsonObject): OriginGroup {
  const members = listOf(objectOf(raw['Members'])['Items']).map(objectOf);
  const statuses = objectOf(objectOf(raw['FailoverCriteria'])['StatusCodes'])['Items'];
  return {
    id: textOf(raw['Id']) ?? '',
    members: members.map((member) => textOf(member['OriginId']) ?? ''),
    failoverStatuses: new Set(listOf(statuses).map(Number)),
  };
}

function readErrorCaching(config: JsonObject): ReadonlyMap<number, number> {
  const entries = listOf(config['CustomErrorResponses']).map(objectOf);
  return new Map(
    entries
      .filter((entry) => entry['ErrorCachingMinTTL'] !== undefined)
      .map((entry) => [Number(entry['ErrorCode']), Number(entry['ErrorCachingMinTTL'])]),
  );
}

function readViewerCertificate(raw: JsonObject): DeployedDistribution['viewerCertificate'] {
  const arn = textOf(raw['AcmCertificateArn']);
  if (arn === undefined) return undefined;
  return { arn, minimumProtocol: textOf(raw['MinimumProtocolVersion']) ?? 'TLSv1' };
}

function readOrigin(raw: JsonObject): Origin {
  const custom = objectOf(raw['CustomOriginConfig']);
  // rule: cloudfront.origin-defaults
  return {
    id: textOf(raw['Id']) ?? '',
    domainName: (textOf(raw['DomainName']) ?? '').toLowerCase(),
    path: textOf(raw['OriginPath']) ?? '',
    protocolPolicy: pick(custom['OriginProtocolPolicy'], ['http-only', 'https-only', 'match-viewer']),
    httpPort: Number(custom['HTTPPort'] ?? 80),
    httpsPort: Number(custom['HTTPSPort'] ?? 443),
    connectionAttempts: Number(raw['ConnectionAttempts'] ?? 3),
    connectionTimeoutSeconds: Number(raw['ConnectionTimeout'] ?? 10),
    readTimeoutSeconds: Number(custom['OriginReadTimeout'] ?? 30),
    keepaliveTimeoutSeconds: Number(custom['OriginKeepaliveTimeout'] ?? 5),
    sslProtocols: texts(custom['OriginSSLProtocols']),
    customHeaders: listOf(raw['OriginCustomHeaders'])
      .map(objectOf)
      .map((header) => ({ name: textOf(header['HeaderName']) ?? '', value: textOf(header['HeaderValue']) ?? '' })),
  };
}

function readBehaviour(raw: JsonObject): Behaviour {
  const [association] = listOf(raw['LambdaFunctionAssociations']).map(objectOf);
  const methods = texts(raw['AllowedMethods']);
  const cached = texts(raw['CachedMethods']);
  return {
    pathPattern: textOf(raw['PathPattern']) ?? '*',
    originId: textOf(raw['TargetOriginId']) ?? '',
    viewerProtocolPolicy: pick(raw['ViewerProtocolPolicy'], ['allow-all', 'https-only', 'redirect-to-https']),
    // rule: cloudfront.methods
    allowedMethods: methods.length > 0 ? methods : ['GET', 'HEAD'],
    cachedMethods: cached.length > 0 ? cached : ['GET', 'HEAD'],
    cachePolicyId: textOf(raw['CachePolicyId']) ?? '',
    originRequestPolicyId: textOf(raw['OriginRequestPolicyId']),
    originRequestFunction: association ? (textOf(association['LambdaFunctionARN']) ?? '') : undefined,
  };
}

/** One of the values that the coverage allows; the first when left out. */
function pick<T extends string>(value: unknown, values: readonly [T, ...T[]]): T {
  return values.find((each) => each === value) ?? values[0];
}

function texts(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? []);
}

function flag(value: unknown): boolean {
  return textOf(value) === 'true';
}
