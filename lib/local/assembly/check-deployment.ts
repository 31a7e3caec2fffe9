import { type Problem, problem } from '../../core/problems';
import { type DeployedDistribution, type Deployment, functionArnOf, type RegionalFunction } from '../deployment';

/** Behaviours whose function is not among the stacks. Problem code: `local.function`. */
export function checkFunctions({
  distributions,
  functions,
}: Pick<Deployment, 'distributions' | 'functions'>): Problem[] {
  return distributions.flatMap((distribution) =>
    distribution.behaviours.flatMap(({ originRequestFunction: arn, pathPattern }) => {
      const edgeFunction = functions.get(functionArnOf(arn ?? '') ?? '');
      if (arn === undefined || (edgeFunction && isFitForEdge(edgeFunction))) return [];
      const name = distribution.aliases[0] ?? distribution.id;
      const message = `Cannot run the edge function of ${name} for "${pathPattern}": "${arn}"; expected a numbered version of a function in us-east-1 that is among the stacks, for x86_64 and without environment variables`;
      return [problem('local.function', message)];
    }),
  );
}

// rule: lambda.no-environment
function isFitForEdge({ architecture, environment }: RegionalFunction): boolean {
  return architecture === 'x86_64' && Object.keys(environment).length === 0;
}

/** Functions that routes, custom resources and schedules name and that are not among the stacks. Problem code: `local.function`. */
export function checkCalledFunctions({
  functions,
  httpApis,
  customResources,
  schedules,
}: Pick<Deployment, 'functions' | 'httpApis' | 'customResources' | 'schedules'>): Problem[] {
  const callers = [
    ...httpApis.flatMap(({ routes }) => routes.map(({ key, functionArn }) => [`route "${key}"`, functionArn] as const)),
    ...customResources.map(({ stack, serviceToken }) => [`custom resource of ${stack}`, serviceToken] as const),
    ...schedules.map(({ ruleArn, functionArn }) => [`schedule ${ruleArn}`, functionArn] as const),
  ];
  return callers
    .filter(([, arn]) => !functions.has(arn))
    .map(([caller, arn]) =>
      problem('local.function', `Cannot run the ${caller}: "${arn}"; expected a function that is among the stacks`),
    );
}

/** Aliases that more than one distribution claims. Problem code: `local.alias`. */
// rule: cloudfront.alias-once
export function checkAliases(distributions: readonly DeployedDistribution[]): Problem[] {
  const aliases = distributions.flatMap((distribution) => distribution.aliases);
  const repeated = new Set(aliases.filter((alias, index) => aliases.indexOf(alias) !== index));
  return [...repeated].map((alias) =>
    problem('local.alias', `Cannot serve "${alias}": several distributions claim it; expected one with this alias`),
  );
}
