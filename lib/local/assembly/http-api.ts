import { type Problem, problem } from '../../core/problems';
import type { CustomDomain, HttpApi, HttpRoute, JwtAuthorizer } from '../deployment';
import { type JsonObject, listOf, objectOf, textOf } from '../json';

/** A resource of API Gateway without intrinsics. */
export interface HttpApiPart {
  readonly type: string;
  /** What a reference to it gives. */
  readonly ref: string;
  readonly accountId: string;
  readonly properties: JsonObject;
  /** The regional name of a custom domain. */
  readonly regionalName?: string;
  readonly where: { readonly file: string; readonly path: string };
}

/** Puts the parts of HTTP APIs together. Problem code: `local.route`. */
export function joinHttpApis(
  parts: readonly HttpApiPart[],
  problems: Problem[],
): { readonly httpApis: readonly HttpApi[]; readonly unmappedDomains: readonly CustomDomain[] } {
  const ofType = (name: string) => parts.filter(({ type }) => type === `AWS::ApiGatewayV2::${name}`);
  const byRef = (name: string) => new Map(ofType(name).map((part) => [part.ref, part]));
  const integrations = byRef('Integration');
  const authorizers = byRef('Authorizer');
  const domains = byRef('DomainName');
  const belongsTo = (api: HttpApiPart) => (part: HttpApiPart) => part.properties['ApiId'] === api.ref;
  const httpApis = ofType('Api').map((api) => {
    // Without a stage nothing of it can be reached.
    const deployed = ofType('Stage').some(belongsTo(api));
    const routes = ofType('Route').filter(belongsTo(api));
    return {
      id: api.ref,
      accountId: api.accountId,
      executeApiEndpoint: textOf(api.properties['DisableExecuteApiEndpoint']) !== 'true',
      routes: deployed ? routes.flatMap((route) => readRoute(route, integrations, authorizers, problems)) : [],
      domains: ofType('ApiMapping')
        .filter(belongsTo(api))
        .flatMap(({ properties }) => domains.get(textOf(properties['DomainName']) ?? '') ?? [])
        .map(readDomain),
    };
  });
  const mapped = new Set(httpApis.flatMap((api) => api.domains.map(({ name }) => name)));
  const unmappedDomains = [...domains.values()].map(readDomain).filter(({ name }) => !mapped.has(name));
  return { httpApis, unmappedDomains };
}

function readRoute(
  { properties, where }: HttpApiPart,
  integrations: ReadonlyMap<string, HttpApiPart>,
  authorizers: ReadonlyMap<string, HttpApiPart>,
  problems: Problem[],
): HttpRoute[] {
  const key = textOf(properties['RouteKey']) ?? '';
  const integration = integrations.get((textOf(properties['Target']) ?? '').replace(/^integrations\//, ''));
  const authorizer = authorizers.get(textOf(properties['AuthorizerId']) ?? '');
  const protectedRoute = properties['AuthorizationType'] === 'JWT';
  if (!integration || (protectedRoute && !authorizer)) {
    const missing = integration ? 'authorizer' : 'integration';
    const message = `Cannot run the route "${key}": its ${missing} is not in the template; expected one`;
    problems.push(problem('local.route', message, where));
    return [];
  }
  return [
    {
      key,
      functionArn: functionOf(textOf(integration.properties['IntegrationUri']) ?? ''),
      // rule: http-api.integration-timeout
      integrationTimeoutSeconds: Number(integration.properties['TimeoutInMillis'] ?? 30_000) / 1000,
      ...(protectedRoute && authorizer ? { authorizer: readAuthorizer(authorizer.properties) } : {}),
    },
  ];
}

/** An integration names its function by ARN, or by the path at which API Gateway invokes it. */
function functionOf(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function readAuthorizer(properties: JsonObject): JwtAuthorizer {
  const jwt = objectOf(properties['JwtConfiguration']);
  return {
    issuer: textOf(jwt['Issuer']) ?? '',
    audiences: listOf(jwt['Audience']).flatMap((each) => textOf(each) ?? []),
  };
}

function readDomain({ properties, regionalName = '' }: HttpApiPart): CustomDomain {
  const [configuration] = listOf(properties['DomainNameConfigurations']).map(objectOf);
  return {
    name: (textOf(properties['DomainName']) ?? '').toLowerCase(),
    certificateArn: textOf(configuration?.['CertificateArn']) ?? '',
    regionalName,
  };
}
