import { BACKEND_ROUTES, THROTTLES } from '../../../lib/contract/routes';
import { API_ACCESS_LOG_FIELDS } from '../../../lib/infra/backend/http-api';
import { backend, idOf, properties } from './template';

describe('the HTTP API', () => {
  const stage = properties('AWS::ApiGatewayV2::Stage');

  test('is there under the host of the backend alone, with TLS 1.2 and IPv6', () => {
    expect(properties('AWS::ApiGatewayV2::Api')).toMatchObject({
      ProtocolType: 'HTTP',
      DisableExecuteApiEndpoint: true,
      IpAddressType: 'dualstack',
    });
    expect(properties('AWS::ApiGatewayV2::DomainName')).toMatchObject({
      DomainName: 'discovery.signpost.example',
      DomainNameConfigurations: [
        {
          CertificateArn: { Ref: idOf('AWS::CertificateManager::Certificate') },
          EndpointType: 'REGIONAL',
          IpAddressType: 'dualstack',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
    });
    expect(properties('AWS::ApiGatewayV2::ApiMapping')).toMatchObject({ Stage: '$default' });
    expect(properties('AWS::ApiGatewayV2::ApiMapping').ApiMappingKey).toBeUndefined();
  });

  test.each(['A', 'AAAA'])('has an %s record in its zone', (Type) => {
    const { AliasTarget, ...record } = properties('AWS::Route53::RecordSet', { Type });
    expect(record).toEqual({ Type, Name: 'discovery.signpost.example.', HostedZoneId: 'Z0DISCOVERY' });
    expect(AliasTarget.DNSName).toEqual({ 'Fn::GetAtt': [expect.any(String), 'RegionalDomainName'] });
  });

  test('has the routes of the contract, and no default route', () => {
    const keys = Object.values(backend.findResources('AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties.RouteKey,
    );
    expect(keys.sort()).toEqual(BACKEND_ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test.each(BACKEND_ROUTES)('$method $path: $authorization', ({ method, path, authorization, ...route }) => {
    const { Target, ...own } = properties('AWS::ApiGatewayV2::Route', { RouteKey: `${method} ${path}` });
    const [, integrationId] = Target['Fn::Join'][1];
    const integration = backend.toJSON()['Resources'][integrationId.Ref].Properties;
    const FunctionName = `signpost-prod-${route.function}`;
    expect(integration).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', { FunctionName }), 'Arn'] },
    });
    if (authorization === 'public') expect(own.AuthorizationType).toBe('NONE');
    else {
      const AuthorizerId = { Ref: idOf('AWS::ApiGatewayV2::Authorizer') };
      expect(own).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId });
    }
  });

  test('takes tokens of the issuer for this API', () => {
    expect(properties('AWS::ApiGatewayV2::Authorizer')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: 'https://id.signpost.example',
        Audience: ['https://discovery.signpost.example/v1'],
      },
    });
  });

  test.each(BACKEND_ROUTES)('limits $method $path', ({ method, path, throttle }) => {
    const { ratePerSecond, burst } = THROTTLES[throttle];
    expect(stage.RouteSettings[`${method} ${path}`]).toEqual({
      ThrottlingRateLimit: ratePerSecond,
      ThrottlingBurstLimit: burst,
    });
  });

  test('lets the function refuse a flood of discoveries before the gateway does, as fronts fail over on 5xx alone', () => {
    const { ReservedConcurrentExecutions } = properties('AWS::Lambda::Function', {
      FunctionName: 'signpost-prod-discovery',
    });
    expect(ReservedConcurrentExecutions * 10).toBeLessThan(THROTTLES.discovery.ratePerSecond);
  });

  test('limits routes that come later as it limits people', () => {
    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
  });
});

describe('the access log', () => {
  const format = JSON.parse(properties('AWS::ApiGatewayV2::Stage').AccessLogSettings.Format);

  test('holds the fields of the list', () => {
    expect(format).toEqual(API_ACCESS_LOG_FIELDS);
    expect(format).toHaveProperty('requestId', '$context.requestId');
  });

  test.each([
    ['the path', /context\.(path|customDomain)/],
    ['the caller', /identity\.(sourceIp|userAgent)/],
    ['claims or messages of the authorizer', /authorizer/],
    ['error messages, which may quote the request', /[eE]rror(Message|\.message)/],
    ['the host asked for', /domainName/],
  ])('holds no field of %s', (_name, field) => {
    expect(Object.values(format).join(' ')).not.toMatch(field);
  });

  test('is kept for a month', () => {
    expect(properties('AWS::Logs::LogGroup', { LogGroupName: '/aws/vendedlogs/signpost/prod/api' })).toMatchObject({
      RetentionInDays: 30,
    });
  });
});
