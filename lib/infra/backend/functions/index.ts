import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BACKEND_FUNCTIONS, type BackendFunction } from '../../../contract/backend';
import { grantSharedTokens } from '../permissions/shared-tokens';
import { api } from './api';
import { buildFunction, type FunctionSettings } from './build-function';
import { check } from './check';
import { declare } from './declare';
import type { FunctionDefinition } from './definition';
import { discovery } from './discovery';
import { reconcileFunction } from './reconcile';
import { addSchedule } from './schedule';

/** What each function is, in a file of its own: settings, schedule, environment, permissions, alarms. */
export const definitions: Readonly<Record<BackendFunction, FunctionDefinition>> = {
  discovery,
  api,
  declare,
  reconcile: reconcileFunction,
  check,
};

/** The functions of the backend by name. */
export type BackendFunctions = Readonly<Record<BackendFunction, lambda.Function>>;

interface BackendFunctionSettings extends FunctionSettings {
  /** ARNs of the secrets that tenants share, which are read and never written. */
  readonly sharedTokens: readonly string[];
}

/** Creates the functions, each with its own role, log group and share of the account's concurrency. */
export function backendFunctions(scope: Construct, settings: BackendFunctionSettings): BackendFunctions {
  const build = (name: BackendFunction) =>
    buildFunction(new Construct(scope, constructId(name)), name, definitions[name], settings);
  const functions = {
    discovery: build('discovery'),
    api: build('api'),
    declare: build('declare'),
    reconcile: build('reconcile'),
    check: build('check'),
  };
  eachFunction(functions, (target, name) => {
    const { schedule } = definitions[name];
    if (schedule) addSchedule(scope, schedule, target);
  });
  const readers = eachFunction(functions, ({ role }, name) =>
    definitions[name].readsSharedTokens && role ? [role] : [],
  );
  grantSharedTokens(scope, settings.sharedTokens, readers.flat());
  return functions;
}

function constructId(name: BackendFunction): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Maps every function of the backend, in a fixed order. */
export function eachFunction<T>(
  functions: BackendFunctions,
  map: (target: lambda.Function, name: BackendFunction) => T,
): T[] {
  return BACKEND_FUNCTIONS.map((name) => map(functions[name], name));
}
