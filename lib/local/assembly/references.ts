import { createHash } from 'node:crypto';
import { type JsonObject, objectOf, textOf } from '../json';
import { NO_VALUE, type References, resolveIntrinsics, Unresolvable } from './intrinsics';
import { type Assembly, resourcesOf, type Stack, typeOf } from './read-assembly';

/** Parameters that `cdk bootstrap` writes into every account. */
const BOOTSTRAP = /^\/cdk-bootstrap\//;

/** A template parameter names an SSM parameter that no stack of the assembly writes. */
export class ParameterMissing extends Error {
  constructor(readonly parameter: string) {
    super(`no stack writes the SSM parameter "${parameter}"`);
  }
}

/** All stacks with their references: within a template, and across SSM parameters. */
export class ReferenceResolver {
  private readonly properties = new Map<string, JsonObject>();
  private readonly resolving = new Set<string>();
  /** Which resource writes an SSM parameter, by the parameter's name. */
  private readonly writers = new Map<string, { readonly stack: Stack; readonly id: string }>();
  private readonly types = new Map<string, string>();

  constructor(assembly: Assembly) {
    for (const stack of assembly.stacks) {
      for (const [id, resource] of resourcesOf(stack)) this.types.set(`${stack.name}/${id}`, typeOf(resource));
    }
    for (const stack of assembly.stacks) {
      for (const [id, resource] of resourcesOf(stack)) {
        if (typeOf(resource) !== 'AWS::SSM::Parameter') continue;
        const name = this.nameOf(stack, resource);
        if (name !== undefined) this.writers.set(name, { stack, id });
      }
    }
  }

  /** The name of an SSM parameter; nothing where it cannot be resolved, which is reported with its properties. */
  private nameOf(stack: Stack, resource: JsonObject): string | undefined {
    try {
      return textOf(resolveIntrinsics(objectOf(resource['Properties'])['Name'], this.referencesOf(stack)));
    } catch (error) {
      if (error instanceof Unresolvable || error instanceof ParameterMissing) return undefined;
      throw error;
    }
  }

  /** The properties of a resource without intrinsics. Throws `Unresolvable` and `ParameterMissing`. */
  resolve(stack: Stack, id: string): JsonObject {
    const key = `${stack.name}/${id}`;
    const known = this.properties.get(key);
    if (known) return known;
    if (this.resolving.has(key)) throw new Unresolvable(`"${id}" refers to itself`);
    this.resolving.add(key);
    try {
      const raw = objectOf(objectOf(objectOf(stack.template['Resources'])[id])['Properties']);
      const resolved = objectOf(resolveIntrinsics(raw, this.referencesOf(stack)));
      this.properties.set(key, resolved);
      return resolved;
    } finally {
      this.resolving.delete(key);
    }
  }

  /** An attribute of a resource; `Ref` for what a reference to it gives. */
  attributeOf(stack: Stack, id: string, name: string): string {
    const value = this.attributesOf(stack, id)[name];
    if (value === undefined) throw new Unresolvable(`"${id}" has no attribute "${name}" here`);
    return value;
  }

  /** What intrinsics of a stack refer to. */
  referencesOf(stack: Stack): References {
    return {
      ref: (id) => this.ref(stack, id),
      attribute: (id, name) => this.attributeOf(stack, id, name),
      mapping: (map, first, second) => {
        const value = objectOf(objectOf(objectOf(stack.template['Mappings'])[map])[first])[second];
        if (value === undefined) throw new Unresolvable(`the mapping "${map}" has no "${first}", "${second}"`);
        return value;
      },
    };
  }

  private ref(stack: Stack, id: string): unknown {
    const pseudo = pseudoParameters(stack);
    if (Object.hasOwn(pseudo, id)) return pseudo[id];
    const parameter = objectOf(stack.template['Parameters'])[id];
    if (parameter !== undefined) return this.parameter(objectOf(parameter), id);
    if (!this.types.has(`${stack.name}/${id}`)) throw new Unresolvable(`the template has no "${id}"`);
    return this.attributeOf(stack, id, 'Ref');
  }

  /** Reads every SSM parameter that a template names, used or not, as a deployment does. */
  readParameters(stack: Stack): void {
    for (const [id, parameter] of Object.entries(objectOf(stack.template['Parameters']))) {
      this.parameter(objectOf(parameter), id);
    }
  }

  // rule: ssm.template-parameters
  private parameter(parameter: JsonObject, id: string): unknown {
    const given = textOf(parameter['Default']);
    if (given === undefined) throw new Unresolvable(`the parameter "${id}" has no default`);
    if (parameter['Type'] === 'String') return given;
    if (parameter['Type'] !== 'AWS::SSM::Parameter::Value<String>') {
      throw new Unresolvable(`the parameter "${id}" is of a type that is not known here`);
    }
    if (BOOTSTRAP.test(given)) return '30';
    const writer = this.writers.get(given);
    if (!writer) throw new ParameterMissing(given);
    return textOf(this.resolve(writer.stack, writer.id)['Value']) ?? '';
  }

  private attributesOf(stack: Stack, id: string): Readonly<Record<string, string>> {
    const type = this.types.get(`${stack.name}/${id}`);
    if (type === undefined) throw new Unresolvable(`the template has no resource "${id}"`);
    return attributes(type, { stack, id, properties: () => this.resolve(stack, id) });
  }
}

/** The zone of API Gateway's regional names in us-east-1, the same in every account. [documented] */
export const API_GATEWAY_ZONE = 'Z1UJRXOUMOOFQ8';

interface Subject {
  readonly stack: Stack;
  readonly id: string;
  readonly properties: () => JsonObject;
}

/** `Ref` and the attributes of a resource: names as written, ids made of stack and logical id, so that they stay. */
function attributes(type: string, { stack, id, properties }: Subject): Readonly<Record<string, string>> {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${stack.region}:${stack.account}:${rest}`;
  const named = (property: string) => textOf(properties()[property]) ?? `${stack.name}-${id}`;
  switch (type) {
    case 'AWS::Lambda::Function': {
      const name = named('FunctionName');
      return { Ref: name, Arn: arn('lambda', `function:${name}`) };
    }
    case 'AWS::Lambda::Version': {
      const name = (textOf(properties()['FunctionName']) ?? id).split(':function:').at(-1) ?? id;
      const versionArn = `${arn('lambda', `function:${name}`)}:1`;
      return { Ref: versionArn, Version: '1', FunctionArn: versionArn };
    }
    case 'AWS::SSM::Parameter':
      return { Ref: named('Name'), Value: textOf(properties()['Value']) ?? '' };
    case 'AWS::SNS::Topic': {
      const topic = arn('sns', named('TopicName'));
      return { Ref: topic, TopicArn: topic, TopicName: named('TopicName') };
    }
    case 'AWS::CloudFront::Distribution': {
      const distribution = fingerprint(stack, id).toUpperCase().slice(0, 13);
      return {
        Ref: `E${distribution}`,
        Id: `E${distribution}`,
        DomainName: `d${distribution.toLowerCase()}.cloudfront.net`,
      };
    }
    case 'AWS::CertificateManager::Certificate':
      return { Ref: arn('acm', `certificate/${fingerprint(stack, id)}`) };
    case 'AWS::IAM::Role':
      return { Ref: named('RoleName'), Arn: `arn:aws:iam::${stack.account}:role/${named('RoleName')}` };
    case 'AWS::Logs::LogGroup':
      return { Ref: named('LogGroupName'), Arn: `${arn('logs', `log-group:${named('LogGroupName')}`)}:*` };
    case 'AWS::Logs::DeliveryDestination':
      return { Ref: named('Name'), Arn: arn('logs', `delivery-destination:${named('Name')}`) };
    case 'AWS::Logs::DeliverySource':
      return { Ref: named('Name'), Arn: arn('logs', `delivery-source:${named('Name')}`) };
    case 'AWS::KMS::Key':
      return { Ref: fingerprint(stack, id), Arn: arn('kms', `key/${fingerprint(stack, id)}`) };
    case 'AWS::Events::Rule': {
      const rule = named('Name');
      return { Ref: rule, Arn: arn('events', `rule/${rule}`) };
    }
    case 'AWS::ApiGatewayV2::Api': {
      const api = fingerprint(stack, id).slice(0, 10);
      return { Ref: api, ApiId: api, ApiEndpoint: `https://${api}.execute-api.${stack.region}.amazonaws.com` };
    }
    case 'AWS::ApiGatewayV2::DomainName': {
      const RegionalDomainName = `d-${fingerprint(stack, id).slice(0, 10)}.execute-api.${stack.region}.amazonaws.com`;
      return { Ref: named('DomainName'), RegionalDomainName, RegionalHostedZoneId: API_GATEWAY_ZONE };
    }
    case 'AWS::ApiGatewayV2::Stage':
      return { Ref: named('StageName') };
    case 'AWS::DynamoDB::GlobalTable':
      return { Ref: named('TableName'), Arn: arn('dynamodb', `table/${named('TableName')}`) };
    case 'AWS::CloudWatch::Alarm':
      return { Ref: named('AlarmName'), Arn: arn('cloudwatch', `alarm:${named('AlarmName')}`) };
    case 'AWS::Route53::RecordSet':
      return { Ref: named('Name') };
    default:
      return { Ref: `${stack.name}-${id}` };
  }
}

function fingerprint(stack: Stack, id: string): string {
  return createHash('sha256').update(`${stack.name}/${id}`).digest('hex').slice(0, 32);
}

function pseudoParameters(stack: Stack): Readonly<Record<string, unknown>> {
  return {
    'AWS::AccountId': stack.account,
    'AWS::Region': stack.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/local`,
    'AWS::NoValue': NO_VALUE,
  };
}
