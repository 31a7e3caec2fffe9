import type { Assembly, Stack } from '../../lib/local/assembly/read-assembly';
import type { JsonObject } from '../../lib/local/json';

/** A handwritten stack, as small as a test wants it. */
export function stack(name: string, template: JsonObject, region = 'us-east-1'): Stack {
  return { name, account: '111111111111', region, file: `${name}.template.json`, template };
}

/** An assembly of handwritten stacks, with the code of the edge function as its one asset. */
export function assembly(...stacks: readonly Stack[]): Assembly {
  return { stacks, assets: new Map([['code.zip', '/nowhere/asset.code']]) };
}

/** The Edge stack: a function, its version and the parameter that names it. */
export function edgeStack(resources: JsonObject = {}, value: unknown = { Ref: 'Version' }): Stack {
  return stack('Signpost-local-Edge', {
    Resources: {
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
          FunctionName: 'signpost-local-edge',
          Handler: 'index.handler',
          MemorySize: 128,
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Runtime: 'nodejs24.x',
          Timeout: 5,
        },
      },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Stable: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/signpost/local/edge/stable', Type: 'String', Value: value },
      },
      ...resources,
    },
  });
}

/** A tenant's stack with one distribution for `acme.example`, changed as a test wants it. */
export function tenantStack(changes: JsonObject = {}, behaviour: JsonObject = {}, resources: JsonObject = {}): Stack {
  return stack('Signpost-local-Tenant-acme', {
    Parameters: { Edge: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/signpost/local/edge/stable' } },
    Resources: {
      Distribution: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: {
          DistributionConfig: {
            Aliases: ['acme.example'],
            DefaultCacheBehavior: {
              CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
              LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: { Ref: 'Edge' } }],
              TargetOriginId: 'edge',
              ViewerProtocolPolicy: 'https-only',
              ...behaviour,
            },
            Enabled: true,
            Origins: [
              {
                Id: 'edge',
                DomainName: 's3.us-east-1.amazonaws.com',
                CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
                OriginCustomHeaders: [{ HeaderName: 'x-signpost-policy-0', HeaderValue: 'e30' }],
              },
            ],
            ...changes,
          },
        },
      },
      ...resources,
    },
  });
}
