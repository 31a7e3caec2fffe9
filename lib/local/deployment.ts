import type { JsonObject } from './json';

/** What CloudFormation would make of the synthesized templates, as far as it is imitated: plain values, no intrinsics. */
export interface Deployment {
  /** By ARN, without a version. */
  readonly functions: ReadonlyMap<string, RegionalFunction>;
  readonly distributions: readonly DeployedDistribution[];
  /** By ARN; certificates that templates only name by ARN are not among them. */
  readonly certificates: ReadonlyMap<string, Certificate>;
  readonly records: readonly DnsRecord[];
  readonly httpApis: readonly HttpApi[];
  /** Custom domains of API Gateway that are mapped to no API. */
  readonly unmappedDomains: readonly CustomDomain[];
  readonly tables: readonly Table[];
  readonly customResources: readonly CustomResource[];
  readonly schedules: readonly Schedule[];
}

export interface DeployedFunction {
  readonly arn: string;
  readonly name: string;
  /** Folder with the code, out of the assembly. */
  readonly directory: string;
  /** `file.export`, as Lambda reads it. */
  readonly handler: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
}

/** A function with what only functions outside CloudFront may have. */
export interface RegionalFunction extends DeployedFunction {
  readonly environment: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly architecture: string;
  /** How often Lambda tries an asynchronous invocation again. */
  readonly asynchronousRetries: number;
}

/** An HTTP API of API Gateway with its one stage, which takes each change at once. */
export interface HttpApi {
  readonly id: string;
  readonly accountId: string;
  readonly routes: readonly HttpRoute[];
  /** Whether it also answers under its own name, beside the custom domains. */
  readonly executeApiEndpoint: boolean;
  readonly domains: readonly CustomDomain[];
}

export interface HttpRoute {
  /** `GET /v1/{proxy+}`, `ANY /path` or `$default`. */
  readonly key: string;
  readonly functionArn: string;
  readonly integrationTimeoutSeconds: number;
  /** Missing on public routes. */
  readonly authorizer?: JwtAuthorizer;
}

export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface CustomDomain {
  /** Lower case. */
  readonly name: string;
  readonly certificateArn: string;
  /** What a record of the custom domain leads to. */
  readonly regionalName: string;
}

/** A DynamoDB table, as `CreateTable` takes it. */
export interface Table {
  readonly name: string;
  readonly attributes: readonly JsonObject[];
  readonly key: readonly JsonObject[];
  readonly indexes: readonly DeployedIndex[];
  /** The attribute that says when an item has expired. */
  readonly timeToLive?: string;
}

interface DeployedIndex {
  readonly name: string;
  readonly key: readonly JsonObject[];
  readonly projection: JsonObject;
}

/** A resource that a function makes, as CloudFormation's custom resources. */
export interface CustomResource {
  readonly stack: string;
  readonly accountId: string;
  readonly logicalId: string;
  readonly type: string;
  /** ARN of the function that is asked. */
  readonly serviceToken: string;
  readonly timeoutSeconds: number;
  /** Whether it is left as it is when the template no longer has it. */
  readonly retained: boolean;
  /** As the function gets them: numbers and booleans are texts. */
  readonly properties: JsonObject;
}

/** A rule of EventBridge that invokes functions again and again. */
export interface Schedule {
  readonly ruleArn: string;
  readonly accountId: string;
  readonly functionArn: string;
  readonly everySeconds: number;
}

export interface Certificate {
  readonly arn: string;
  readonly names: readonly string[];
}

export interface DnsRecord {
  /** Lower case, without the dot at the end. */
  readonly name: string;
  readonly type: string;
  /** The alias target, lower case, without the dot at the end. */
  readonly target: string;
  /** The zone that AWS keeps the target in. */
  readonly targetZoneId: string;
}

export interface DeployedDistribution {
  readonly id: string;
  readonly domainName: string;
  readonly enabled: boolean;
  readonly aliases: readonly string[];
  readonly origins: ReadonlyMap<string, Origin>;
  readonly originGroups: ReadonlyMap<string, OriginGroup>;
  /** In CloudFront's order: the first pattern that matches wins. The default behaviour is the last one, `*`. */
  readonly behaviours: readonly Behaviour[];
  /** Seconds by status, where the template says something else than CloudFront's 10. */
  readonly errorCachingSeconds: ReadonlyMap<number, number>;
  readonly viewerCertificate?: { readonly arn: string; readonly minimumProtocol: string };
}

/** Two origins, the second one for when the first fails. */
export interface OriginGroup {
  readonly id: string;
  readonly members: readonly string[];
  /** Statuses of the first member at which the second is asked. */
  readonly failoverStatuses: ReadonlySet<number>;
}

export interface Origin {
  readonly id: string;
  readonly domainName: string;
  /** Before each path; empty for none. */
  readonly path: string;
  readonly protocolPolicy: 'http-only' | 'https-only' | 'match-viewer';
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly connectionAttempts: number;
  readonly connectionTimeoutSeconds: number;
  readonly readTimeoutSeconds: number;
  readonly keepaliveTimeoutSeconds: number;
  readonly sslProtocols: readonly string[];
  readonly customHeaders: readonly { readonly name: string; readonly value: string }[];
}

export interface Behaviour {
  readonly pathPattern: string;
  /** Of an origin, or of an origin group. */
  readonly originId: string;
  readonly viewerProtocolPolicy: 'allow-all' | 'https-only' | 'redirect-to-https';
  readonly allowedMethods: readonly string[];
  readonly cachedMethods: readonly string[];
  readonly cachePolicyId: string;
  readonly originRequestPolicyId?: string;
  /** ARN of the function version at origin-request. */
  readonly originRequestFunction?: string;
}

// rule: lambda.numbered-version
const VERSION_ARN = /^(arn:aws:lambda:us-east-1:\d{12}:function:[\w-]+):\d+$/;

/** The function of a version's ARN. The code of older versions is not available: the newest is used for all. */
export function functionArnOf(versionArn: string): string | undefined {
  return VERSION_ARN.exec(versionArn)?.[1];
}

/** All custom domains of API Gateway, those that lead to no API among them. */
export function customDomainsOf({ httpApis, unmappedDomains }: Deployment): readonly CustomDomain[] {
  return [...httpApis.flatMap(({ domains }) => domains), ...unmappedDomains];
}
