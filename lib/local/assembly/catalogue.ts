import { cachePolicies, originRequestPolicies } from '../cloudfront/managed-policies';
import { BACKEND_CATALOGUE } from './catalogue-backend';
import { asList, asObject, type Coverage, ignored, imitated, map, oneOf } from './coverage';
import { ACCESS, ALARMS, LOGS, REMARK, TAGS } from './reasons';

const behaviour: Readonly<Record<string, Coverage>> = {
  AllowedMethods: imitated,
  CachedMethods: imitated,
  CachePolicyId: oneOf(...Object.keys(cachePolicies)),
  Compress: ignored('the same body is sent uncompressed'),
  LambdaFunctionAssociations: asList(
    asObject({ EventType: oneOf('origin-request'), LambdaFunctionARN: imitated, IncludeBody: oneOf(false) }),
  ),
  OriginRequestPolicyId: oneOf(...Object.keys(originRequestPolicies)),
  TargetOriginId: imitated,
  ViewerProtocolPolicy: oneOf('allow-all', 'https-only', 'redirect-to-https'),
};

const origin: Readonly<Record<string, Coverage>> = {
  ConnectionAttempts: imitated,
  ConnectionTimeout: imitated,
  CustomOriginConfig: asObject({
    HTTPPort: imitated,
    HTTPSPort: imitated,
    OriginKeepaliveTimeout: imitated,
    OriginProtocolPolicy: oneOf('http-only', 'https-only', 'match-viewer'),
    OriginReadTimeout: imitated,
    OriginSSLProtocols: imitated,
    IpAddressType: ignored('the local cloud has one loopback address'),
  }),
  DomainName: imitated,
  Id: imitated,
  OriginCustomHeaders: asList(asObject({ HeaderName: imitated, HeaderValue: imitated })),
  OriginPath: imitated,
};

const QUANTITY = ignored('the list itself says how many');

const originGroup = asObject({
  FailoverCriteria: asObject({ StatusCodes: asObject({ Items: imitated, Quantity: QUANTITY }) }),
  Id: imitated,
  Members: asObject({ Items: asList(asObject({ OriginId: imitated })), Quantity: QUANTITY }),
  SelectionCriteria: oneOf('default'),
});

const distribution: Readonly<Record<string, Coverage>> = {
  Aliases: imitated,
  CacheBehaviors: asList(asObject({ ...behaviour, PathPattern: imitated })),
  Comment: REMARK,
  CustomErrorResponses: asList(asObject({ ErrorCode: imitated, ErrorCachingMinTTL: imitated })),
  DefaultCacheBehavior: asObject(behaviour),
  Enabled: imitated,
  HttpVersion: ignored('HTTP/1.1 is answered; no answer depends on the version'),
  IPV6Enabled: ignored('the listener is on the IPv4 loopback address'),
  OriginGroups: asObject({ Items: asList(originGroup), Quantity: QUANTITY }),
  Origins: asList(asObject(origin)),
  PriceClass: ignored('there is one edge location'),
  ViewerCertificate: asObject({
    AcmCertificateArn: imitated,
    MinimumProtocolVersion: oneOf('TLSv1.2_2018', 'TLSv1.2_2019', 'TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'),
    SslSupportMethod: oneOf('sni-only'),
  }),
};

const lambdaFunction: Readonly<Record<string, Coverage>> = {
  Architectures: asList(oneOf('x86_64', 'arm64')),
  Code: asObject({ S3Bucket: ignored('the asset is read from the assembly, by its key'), S3Key: imitated }),
  Description: REMARK,
  Environment: asObject({ Variables: map(imitated) }),
  FunctionName: imitated,
  Handler: imitated,
  LoggingConfig: LOGS,
  MemorySize: imitated,
  ReservedConcurrentExecutions: ignored('on one machine invocations wait instead of being throttled'),
  Role: ACCESS,
  Runtime: oneOf('nodejs20.x', 'nodejs22.x', 'nodejs24.x'),
  Tags: TAGS,
  Timeout: imitated,
  TracingConfig: LOGS,
};

/** Every resource type that a template may contain, and each of its properties. */
export const RESOURCE_CATALOGUE: Readonly<Record<string, Coverage>> = {
  'AWS::CloudFront::Distribution': asObject({ DistributionConfig: asObject(distribution), Tags: TAGS }),
  'AWS::Lambda::Function': asObject(lambdaFunction),
  'AWS::Lambda::Version': asObject({ FunctionName: imitated, Description: REMARK }),
  'AWS::SSM::Parameter': asObject({
    Description: REMARK,
    Name: imitated,
    Tags: TAGS,
    Tier: ignored('a tier bounds the size of values, which are ARNs here'),
    Type: oneOf('String'),
    Value: imitated,
  }),
  'AWS::CertificateManager::Certificate': asObject({
    CertificateTransparencyLoggingPreference: ignored('the local authority keeps no public log'),
    DomainName: imitated,
    DomainValidationOptions: ignored(
      'certificates are issued at once: the validation records are the same stack’s work',
    ),
    SubjectAlternativeNames: imitated,
    Tags: TAGS,
    ValidationMethod: oneOf('DNS'),
    KeyAlgorithm: ignored('the local authority issues EC certificates'),
  }),
  'AWS::Route53::RecordSet': asObject({
    AliasTarget: asObject({
      DNSName: imitated,
      EvaluateTargetHealth: ignored('CloudFront has no health to evaluate'),
      HostedZoneId: imitated,
    }),
    Comment: REMARK,
    HostedZoneId: imitated,
    Name: imitated,
    Type: oneOf('A', 'AAAA', 'HTTPS'),
  }),
  'AWS::IAM::Role': ACCESS,
  'AWS::IAM::Policy': ACCESS,
  'AWS::IAM::ManagedPolicy': ACCESS,
  'AWS::SNS::Topic': ALARMS,
  'AWS::SNS::TopicPolicy': ACCESS,
  'AWS::SNS::Subscription': ALARMS,
  'AWS::KMS::Key': ignored('nothing is stored that this key would encrypt'),
  'AWS::KMS::Alias': ignored('nothing is stored that this key would encrypt'),
  'AWS::Logs::LogGroup': LOGS,
  'AWS::Logs::ResourcePolicy': ACCESS,
  'AWS::Logs::DeliverySource': LOGS,
  'AWS::Logs::DeliveryDestination': LOGS,
  'AWS::Logs::Delivery': LOGS,
  'AWS::CloudWatch::Alarm': ALARMS,
  ...BACKEND_CATALOGUE,
};

/** Sections of a template besides resources. */
export const SECTIONS: Readonly<Record<string, Coverage>> = {
  AWSTemplateFormatVersion: ignored('there is one version'),
  Description: REMARK,
  Mappings: imitated,
  Metadata: ignored('only tools read it'),
  Outputs: ignored('for people to copy; no stack imports another'),
  Parameters: imitated,
  Resources: imitated,
  Rules: ignored('the rule asks for a bootstrapped account, which is not needed here'),
};

/** Attributes of a resource besides its properties. */
export const RESOURCE_ATTRIBUTES: Readonly<Record<string, Coverage>> = {
  Type: imitated,
  Properties: imitated,
  DeletionPolicy: imitated,
  DependsOn: ignored('everything is made before the first request'),
  Metadata: ignored('only tools read it'),
  UpdateReplacePolicy: ignored('nothing is replaced here'),
};
