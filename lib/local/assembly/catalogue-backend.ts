import { DECLARE_RESOURCE_TYPE } from '../../contract/declare';
import { asList, asObject, type Coverage, ignored, imitated, oneOf } from './coverage';
import { ACCESS, ALARMS, LOGS, REMARK, TAGS } from './reasons';

const THROTTLING = ignored('requests from one machine are never throttled here');

const keySchema = asList(asObject({ AttributeName: imitated, KeyType: oneOf('HASH', 'RANGE') }));

const index = asObject({
  IndexName: imitated,
  KeySchema: keySchema,
  Projection: asObject({ NonKeyAttributes: imitated, ProjectionType: oneOf('ALL', 'KEYS_ONLY', 'INCLUDE') }),
});

const table = asObject({
  AttributeDefinitions: asList(asObject({ AttributeName: imitated, AttributeType: oneOf('S', 'N', 'B') })),
  BillingMode: oneOf('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: asList(index),
  KeySchema: keySchema,
  Replicas: asList(
    asObject({
      ContributorInsightsSpecification: LOGS,
      DeletionProtectionEnabled: ignored('no table is deleted here'),
      GlobalSecondaryIndexes: ignored('the indexes of the one replica are those of the table'),
      PointInTimeRecoverySpecification: ignored('the file on disk is the only copy'),
      Region: oneOf('us-east-1'),
      ResourcePolicy: ACCESS,
      SSESpecification: ignored('the file is encrypted where the disk is'),
      TableClass: ignored('a class is about the bill'),
      Tags: TAGS,
    }),
  ),
  SSESpecification: ignored('the file is encrypted where the disk is'),
  TableName: imitated,
  TimeToLiveSpecification: asObject({ AttributeName: imitated, Enabled: oneOf(true) }),
});

const httpApi = asObject({
  Description: REMARK,
  DisableExecuteApiEndpoint: imitated,
  IpAddressType: ignored('the local cloud has one loopback address'),
  Name: imitated,
  ProtocolType: oneOf('HTTP'),
  Tags: TAGS,
});

const domainName = asObject({
  DomainName: imitated,
  DomainNameConfigurations: asList(
    asObject({
      CertificateArn: imitated,
      EndpointType: oneOf('REGIONAL'),
      IpAddressType: ignored('the local cloud has one loopback address'),
      // The local listener takes nothing older for any host.
      SecurityPolicy: oneOf('TLS_1_2'),
    }),
  ),
  RoutingMode: oneOf('API_MAPPING_ONLY'),
  Tags: TAGS,
});

/** Types of the backend's stack and of the tenants' custom resource, and each of their properties. */
export const BACKEND_CATALOGUE: Readonly<Record<string, Coverage>> = {
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::ApiMapping': asObject({ ApiId: imitated, DomainName: imitated, Stage: oneOf('$default') }),
  'AWS::ApiGatewayV2::Authorizer': asObject({
    ApiId: imitated,
    AuthorizerType: oneOf('JWT'),
    IdentitySource: asList(oneOf('$request.header.Authorization')),
    JwtConfiguration: asObject({ Audience: imitated, Issuer: imitated }),
    Name: imitated,
  }),
  'AWS::ApiGatewayV2::DomainName': domainName,
  'AWS::ApiGatewayV2::Integration': asObject({
    ApiId: imitated,
    Description: REMARK,
    IntegrationMethod: oneOf('POST'),
    IntegrationType: oneOf('AWS_PROXY'),
    IntegrationUri: imitated,
    PayloadFormatVersion: oneOf('2.0'),
    TimeoutInMillis: imitated,
  }),
  'AWS::ApiGatewayV2::Route': asObject({
    ApiId: imitated,
    AuthorizationType: oneOf('JWT', 'NONE'),
    AuthorizerId: imitated,
    OperationName: REMARK,
    RouteKey: imitated,
    Target: imitated,
  }),
  'AWS::ApiGatewayV2::Stage': asObject({
    AccessLogSettings: LOGS,
    ApiId: imitated,
    AutoDeploy: oneOf(true),
    DefaultRouteSettings: ignored('requests are never throttled here, and details of metrics are not kept'),
    Description: REMARK,
    RouteSettings: THROTTLING,
    StageName: oneOf('$default'),
    Tags: TAGS,
  }),
  'AWS::CloudWatch::Dashboard': LOGS,
  'AWS::CloudWatch::CompositeAlarm': ALARMS,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Events::Rule': asObject({
    Description: REMARK,
    Name: imitated,
    ScheduleExpression: imitated,
    State: oneOf('ENABLED'),
    Tags: TAGS,
    Targets: asList(
      asObject({
        Arn: imitated,
        Id: REMARK,
        RetryPolicy: ignored('a function is always reached here, and what fails then is retried by Lambda'),
      }),
    ),
  }),
  'AWS::Lambda::EventInvokeConfig': asObject({
    FunctionName: imitated,
    MaximumEventAgeInSeconds: ignored('a function is invoked at once, or never'),
    MaximumRetryAttempts: imitated,
    Qualifier: oneOf('$LATEST'),
  }),
  'AWS::Lambda::Permission': ACCESS,
  'AWS::Logs::MetricFilter': LOGS,
  [DECLARE_RESOURCE_TYPE]: asObject({
    ServiceTimeout: imitated,
    ServiceToken: imitated,
    declaration: imitated,
    stage: imitated,
    tenantId: imitated,
  }),
};
