import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { BACKEND_FUNCTIONS, discoveryDnsOf, discoveryDomainOf } from '../../contract/backend';
import { audienceOf, issuerOf } from '../../contract/identity';
import { BACKEND_ROUTES, type BackendRoute, THROTTLES } from '../../contract/routes';
import type { Config } from '../../core/tenants/fleet';
import { hostDns } from '../dns';
import type { BackendFunctions } from './functions';

/**
 * The logged fields of a request by name. The route replaces the path, which names tenants. Left out, as they hold or may
 * hold personal data: the query, the caller's address and agent, claims and messages of the authorizer.
 */
export const API_ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  failure: '$context.error.responseType',
  integrationStatus: '$context.integrationStatus',
  integrationMilliseconds: '$context.integrationLatency',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
} as const;

interface BackendApiProps {
  readonly config: Config;
  readonly functions: BackendFunctions;
}

/** The HTTP API on the backend's own host: discovery is public, management requires a token. */
export class BackendApi extends Construct {
  readonly api: apigateway.HttpApi;

  constructor(scope: Construct, id: string, { config, functions }: BackendApiProps) {
    super(scope, id);
    this.api = new apigateway.HttpApi(this, 'Api', {
      apiName: `signpost-${config.stage}`,
      description: `Signpost ${config.stage}: discovery and management`,
      // Our own host is the only entry point.
      disableExecuteApiEndpoint: true,
      createDefaultStage: false,
      ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    });
    const routes = this.addRoutes(config, functions);
    const stage = new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: THROTTLES.api.ratePerSecond, burstLimit: THROTTLES.api.burst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(this.addAccessLog(config)),
        format: AccessLogFormat.custom(JSON.stringify(API_ACCESS_LOG_FIELDS)),
      },
    });
    throttleRoutes(stage, routes);
    new apigateway.ApiMapping(this, 'Mapping', { api: this.api, stage, domainName: this.addHost(config) });
  }

  private addRoutes(config: Config, functions: BackendFunctions): apigateway.HttpRoute[] {
    const authorizer = new HttpJwtAuthorizer('Authorizer', issuerOf(config), { jwtAudience: [audienceOf(config)] });
    const integrations = new Map(
      BACKEND_FUNCTIONS.map((name) => [name, new HttpLambdaIntegration(name, functions[name])]),
    );
    return BACKEND_ROUTES.flatMap((route) => {
      const { method, path, authorization } = route;
      const integration = integrations.get(route.function);
      if (!integration) throw new Error(`There is no function ${route.function} for ${routeKey(route)}.`);
      const added = this.api.addRoutes({
        path,
        methods: [apigateway.HttpMethod[method]],
        integration,
        authorizer: authorization === 'jwt' ? authorizer : undefined,
      });
      if (authorization === 'public') acknowledgePublic(added);
      return added;
    });
  }

  private addHost(config: Config): apigateway.DomainName {
    const hostName = discoveryDomainOf(config);
    const dns = discoveryDnsOf(config);
    const { certificate, addAliases } = hostDns(this, hostName, dns);
    const domainName = new apigateway.DomainName(this, 'DomainName', {
      domainName: hostName,
      certificate,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
      ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    });
    const { regionalDomainName, regionalHostedZoneId } = domainName;
    addAliases(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId), ['A', 'AAAA']);
    new CfnOutput(this, 'Url', { description: 'The management API', value: `https://${hostName}/v1` });
    if (dns.kind === 'external') {
      const description = `Record for the DNS of ${hostName}`;
      new CfnOutput(this, 'DnsRecords', { description, value: `${hostName}. CNAME ${regionalDomainName}.` });
    }
    return domainName;
  }

  private addAccessLog({ stage }: Config): logs.LogGroup {
    return new logs.LogGroup(this, 'AccessLog', {
      // The prefix keeps the gateway from adding to the account's resource policies, which have a size limit. [documented]
      logGroupName: `/aws/vendedlogs/signpost/${stage}/api`,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

function routeKey({ method, path }: BackendRoute): string {
  return `${method} ${path}`;
}

/** CDK supports limits of a whole stage only. AWS refuses a stage that names routes before they exist. [observed] */
function throttleRoutes(stage: apigateway.HttpStage, routes: readonly apigateway.HttpRoute[]): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof apigateway.CfnStage)) throw new Error('The stage of the HTTP API has no resource.');
  resource.routeSettings = Object.fromEntries(
    BACKEND_ROUTES.map((route) => {
      const { ratePerSecond, burst } = THROTTLES[route.throttle];
      return [routeKey(route), { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst }];
    }),
  );
  stage.node.addDependency(...routes);
}

function acknowledgePublic(routes: readonly apigateway.HttpRoute[]): void {
  for (const route of routes) {
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Devices ask before a person has signed in; the answer contains nothing confidential.',
    });
  }
}
