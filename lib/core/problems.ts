import { addeProblems } from './problems/adde';
import { apiProblems } from './problems/api';
import { appleProblems } from './problems/apple';
import { awsProblems } from './problems/aws';
import { checkProblems } from './problems/check';
import { cliProblems } from './problems/cli';
import { declarationProblems } from './problems/declaration';
import type { ProblemDefinition } from './problems/definition';
import { deviceProblems } from './problems/device';
import { discoveryProblems } from './problems/discovery';
import { doctorProblems } from './problems/doctor';
import { edgeVersionsProblems } from './problems/edge-versions';
import { infrastructureProblems } from './problems/infrastructure';
import { localProblems } from './problems/local';
import { namesProblems } from './problems/names';
import { networkProblems } from './problems/network';
import { offboardProblems } from './problems/offboard';
import { onboardingProblems } from './problems/onboarding';
import { overrideProblems } from './problems/override';
import { responseProblems } from './problems/response';
import { templateProblems } from './problems/template';
import { tenantsProblems } from './problems/tenants';
import { tokenProblems } from './problems/token';

/**
 * The one registry of codes, by area. `docs/problems.md` is generated from it. A code never changes its meaning.
 * Marked as pure, so that bundles which only name codes leave these texts out.
 */
export const PROBLEMS = /* @__PURE__ */ (() => ({
  ...discoveryProblems,
  ...namesProblems,
  ...deviceProblems,
  ...networkProblems,
  ...responseProblems,
  ...tenantsProblems,
  ...infrastructureProblems,
  ...templateProblems,
  ...cliProblems,
  ...awsProblems,
  ...edgeVersionsProblems,
  ...offboardProblems,
  ...onboardingProblems,
  ...localProblems,
  ...declarationProblems,
  ...overrideProblems,
  ...apiProblems,
  ...addeProblems,
  ...appleProblems,
  ...tokenProblems,
  ...doctorProblems,
  ...checkProblems,
}))();

export type ProblemCode = keyof typeof PROBLEMS;

/** A problem met: its stable code, and a sentence in the form "Cannot <action> <subject>: <actual>; expected <wanted>". */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** The file, and the path within it, for what is written in files. */
  readonly where?: { readonly file: string; readonly path?: string };
}

export function problem(code: ProblemCode, message: string, where?: Problem['where']): Problem {
  return where ? { code, message, where } : { code, message };
}

export function definitionOf(code: ProblemCode): ProblemDefinition {
  return PROBLEMS[code];
}

/** One line for a person: where, what, and the code to look up. */
export function describeProblem({ code, message, where }: Problem): string {
  const place = [where?.file, where?.path].filter((part) => part !== undefined).join(': ');
  return `${place === '' ? '' : `${place}: `}${message} [${code}]`;
}
