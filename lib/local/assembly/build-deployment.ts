import { backendStackName } from '../../contract/backend';
import { edgeStackName } from '../../contract/names';
import { type Problem, problem } from '../../core/problems';
import type {
  Certificate,
  CustomResource,
  DeployedDistribution,
  Deployment,
  RegionalFunction,
  Schedule,
  Table,
} from '../deployment';
import { objectOf, textOf } from '../json';
import { checkAssembly } from './check-assembly';
import { checkAliases, checkCalledFunctions, checkFunctions } from './check-deployment';
import { readDistribution } from './distribution';
import { type HttpApiPart, joinHttpApis } from './http-api';
import { Unresolvable } from './intrinsics';
import { type Assembly, type AssemblyResult, resourcesOf, type Stack, typeOf } from './read-assembly';
import { ParameterMissing, ReferenceResolver } from './references';
import {
  certificateResource,
  readCustomResource,
  readFunction,
  readRecord,
  readSchedules,
  readTable,
} from './resources';

/** A resource without intrinsics, and the deployment that it is added to. */
interface Making {
  readonly assembly: Assembly;
  readonly resolver: ReferenceResolver;
  readonly stack: Stack;
  readonly id: string;
  readonly where: { readonly file: string; readonly path: string };
  readonly draft: Draft;
}

interface Draft {
  readonly functions: Map<string, RegionalFunction>;
  /** By the function's name. */
  readonly asynchronousRetries: Map<string, number>;
  readonly httpApiParts: HttpApiPart[];
  readonly tables: Table[];
  readonly customResources: CustomResource[];
  readonly schedules: Schedule[];
  readonly certificates: Map<string, Certificate>;
  readonly distributions: DeployedDistribution[];
  readonly records: Deployment['records'][number][];
  readonly problems: Problem[];
}

/**
 * What CloudFormation would make of an assembly. Nothing is made unless everything in it is supported.
 * Problem codes: those of `checkAssembly`, `local.reference`, `local.parameter-missing`, `local.asset`, `local.function`,
 * `local.origin`, `local.alias`, `local.route`.
 */
export function buildDeployment(assembly: Assembly): AssemblyResult<Deployment> {
  const unknown = checkAssembly(assembly);
  if (unknown.length > 0) return { ok: false, problems: unknown };
  const draft = newDraft();
  const resolver = new ReferenceResolver(assembly);
  for (const stack of assembly.stacks) {
    attempt(draft.problems, { file: stack.file, path: 'Parameters' }, () => resolver.readParameters(stack));
    for (const [id, resource] of resourcesOf(stack)) {
      const make = makerOf(typeOf(resource));
      const where = { file: stack.file, path: `Resources.${id}` };
      if (make) attempt(draft.problems, where, () => make({ assembly, resolver, stack, id, where, draft }));
    }
  }
  const deployment = finish(draft);
  draft.problems.push(...checkFunctions(deployment), ...checkCalledFunctions(deployment));
  draft.problems.push(...checkAliases(draft.distributions));
  return draft.problems.length > 0 ? { ok: false, problems: unique(draft.problems) } : { ok: true, value: deployment };
}

function newDraft(): Draft {
  return {
    functions: new Map(),
    asynchronousRetries: new Map(),
    httpApiParts: [],
    tables: [],
    customResources: [],
    schedules: [],
    certificates: new Map(),
    distributions: [],
    records: [],
    problems: [],
  };
}

/** Combines values that are spread over several resources. */
function finish(draft: Draft): Deployment {
  const { certificates, distributions, records, tables, customResources, schedules, asynchronousRetries } = draft;
  const functions = [...draft.functions].map(([arn, made]): [string, RegionalFunction] => [
    arn,
    { ...made, asynchronousRetries: asynchronousRetries.get(made.name) ?? made.asynchronousRetries },
  ]);
  const joined = joinHttpApis(draft.httpApiParts, draft.problems);
  const made = { certificates, distributions, records, tables, customResources, schedules };
  return { functions: new Map(functions), ...made, ...joined };
}

function makerOf(type: string): ((making: Making) => void) | undefined {
  if (type.startsWith('AWS::ApiGatewayV2::')) return makeHttpApiPart;
  return type.startsWith('Custom::') ? makeCustomResource : MAKERS[type];
}

function makeHttpApiPart({ resolver, stack, id, where, draft }: Making): void {
  const type = typeOf(objectOf(objectOf(stack.template['Resources'])[id]));
  draft.httpApiParts.push({
    type,
    ref: resolver.attributeOf(stack, id, 'Ref'),
    accountId: stack.account,
    properties: resolver.resolve(stack, id),
    ...(type === 'AWS::ApiGatewayV2::DomainName'
      ? { regionalName: resolver.attributeOf(stack, id, 'RegionalDomainName') }
      : {}),
    where,
  });
}

function makeCustomResource({ resolver, stack, id, draft }: Making): void {
  const resource = objectOf(objectOf(stack.template['Resources'])[id]);
  const place = {
    stack: stack.name,
    accountId: stack.account,
    logicalId: id,
    type: typeOf(resource),
    retained: resource['DeletionPolicy'] === 'Retain',
  };
  draft.customResources.push(readCustomResource(resolver.resolve(stack, id), place));
}

const SCHEDULE_PROBLEM =
  'Cannot imitate this rule: its schedule is not a rate; expected a rate such as "rate(5 minutes)"';

/** Types whose values have an effect; resources of other types are neither created nor resolved. */
const MAKERS: Readonly<Record<string, (making: Making) => void>> = {
  'AWS::Lambda::Function': ({ assembly, resolver, stack, id, where, draft }) => {
    const made = readFunction(resolver.resolve(stack, id), resolver.attributeOf(stack, id, 'Arn'), assembly.assets);
    if (made) draft.functions.set(made.arn, made);
    else draft.problems.push(problem('local.asset', 'Cannot find the code of the function among the assets', where));
  },
  'AWS::Lambda::EventInvokeConfig': ({ resolver, stack, id, draft }) => {
    const { FunctionName: name, MaximumRetryAttempts: retries } = resolver.resolve(stack, id);
    if (retries !== undefined) draft.asynchronousRetries.set(textOf(name) ?? '', Number(retries));
  },
  'AWS::DynamoDB::GlobalTable': ({ resolver, stack, id, draft }) => {
    draft.tables.push(readTable(resolver.resolve(stack, id), resolver.attributeOf(stack, id, 'Ref')));
  },
  'AWS::Events::Rule': ({ resolver, stack, id, where, draft }) => {
    const place = { ruleArn: resolver.attributeOf(stack, id, 'Arn'), accountId: stack.account };
    const schedules = readSchedules(resolver.resolve(stack, id), place);
    if (schedules) draft.schedules.push(...schedules);
    else draft.problems.push(problem('local.value', SCHEDULE_PROBLEM, where));
  },
  'AWS::SSM::Parameter': ({ resolver, stack, id }) => {
    resolver.resolve(stack, id);
  },
  'AWS::CertificateManager::Certificate': ({ resolver, stack, id, draft }) => {
    const arn = resolver.attributeOf(stack, id, 'Ref');
    draft.certificates.set(arn, certificateResource(resolver.resolve(stack, id), arn));
  },
  'AWS::CloudFront::Distribution': ({ resolver, stack, id, where, draft }) => {
    const domainName = resolver.attributeOf(stack, id, 'DomainName');
    const names = { id: resolver.attributeOf(stack, id, 'Id'), domainName };
    const { problems } = draft;
    draft.distributions.push(readDistribution(resolver.resolve(stack, id), { ...names, where, problems }));
  },
  'AWS::Route53::RecordSet': ({ resolver, stack, id, draft }) => {
    draft.records.push(readRecord(resolver.resolve(stack, id)));
  },
};

function attempt(problems: Problem[], where: { file: string; path: string }, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (error instanceof ParameterMissing) problems.push(missingParameter(error.parameter, where.file));
    else if (error instanceof Unresolvable) {
      problems.push(problem('local.reference', `Cannot resolve this part of the template: ${error.message}`, where));
    } else throw error;
  }
}

/** Without a path: many resources may need the same parameter, which is reported once. */
function missingParameter(parameter: string, file: string): Problem {
  const [, stage, area] = /^\/signpost\/([^/]+)\/([^/]+)/.exec(parameter) ?? [];
  const writer =
    stage === undefined
      ? 'a stack that is deployed before'
      : `"${area === 'backend' ? backendStackName(stage) : edgeStackName(stage)}", deployed first,`;
  return problem(
    'local.parameter-missing',
    `Cannot deploy this stack: no synthesized stack writes the SSM parameter "${parameter}" that it reads; expected ${writer} to write it`,
    { file },
  );
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()];
}
