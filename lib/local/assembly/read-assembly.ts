import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../core/problems';
import { isObject, type JsonObject, objectOf, textOf } from '../json';

/** One synthesized stack. */
export interface Stack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** File name of the template within the assembly. */
  readonly file: string;
  readonly template: JsonObject;
  /** On the stack itself, as a deployment sets them; none when left out. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly terminationProtection?: boolean;
}

/** What `cdk synth` wrote. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Folder or file of an asset, by the key under which `cdk deploy` would upload it. */
  readonly assets: ReadonlyMap<string, string>;
}

/** An outcome with all problems at once. */
export type AssemblyResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Problem[] };

/** A stack that names no account is deployed to this one. */
const ANY_ACCOUNT = '111111111111';

/** Artifacts that hold nothing to run. */
const WITHOUT_EFFECT = ['cdk:tree', 'cdk:feature-flag-report', 'cdk:asset-manifest'];

/** Reads a `cdk.out` folder. Problem codes: `local.assembly`, `local.artifact`. */
export function readAssembly(directory: string): AssemblyResult<Assembly> {
  try {
    const artifacts = Object.entries(objectOf(readJson(directory, 'manifest.json')['artifacts']));
    const problems = artifacts.flatMap(([id, artifact]) => unknownArtifact(id, objectOf(artifact)));
    if (problems.length > 0) return { ok: false, problems };
    return { ok: true, value: readArtifacts(directory, artifacts) };
  } catch (error) {
    const cause = textOf(objectOf(error)['message']) ?? 'unknown';
    return {
      ok: false,
      problems: [problem('local.assembly', `Cannot read the synthesized app in ${directory}: ${cause}`)],
    };
  }
}

function readArtifacts(directory: string, artifacts: readonly (readonly [string, unknown])[]): Assembly {
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [id, value] of artifacts) {
    const artifact = objectOf(value);
    if (artifact['type'] === 'aws:cloudformation:stack') stacks.push(readStack(directory, id, artifact));
    if (artifact['type'] === 'cdk:asset-manifest') readAssets(directory, artifact, assets);
  }
  return { stacks: stacks.sort((a, b) => (a.name < b.name ? -1 : 1)), assets };
}

function unknownArtifact(id: string, artifact: JsonObject): Problem[] {
  const type = textOf(artifact['type']) ?? 'none';
  if (type === 'aws:cloudformation:stack' || WITHOUT_EFFECT.includes(type)) return [];
  return [problem('local.artifact', `Cannot run the artifact "${id}": its type is "${type}"; expected a stack`)];
}

function readStack(directory: string, id: string, artifact: JsonObject): Stack {
  const properties = objectOf(artifact['properties']);
  const file = textOf(properties['templateFile']) ?? `${id}.template.json`;
  const [, account = '', region = ''] = /^aws:\/\/([^/]*)\/(.*)$/.exec(textOf(artifact['environment']) ?? '') ?? [];
  return {
    name: textOf(properties['stackName']) ?? id,
    account: /^\d{12}$/.test(account) ? account : ANY_ACCOUNT,
    region,
    file,
    template: readJson(directory, file),
    tags: Object.fromEntries(
      Object.entries(objectOf(properties['tags'])).map(([key, tag]) => [key, textOf(tag) ?? '']),
    ),
    terminationProtection: properties['terminationProtection'] === true,
  };
}

function readAssets(directory: string, artifact: JsonObject, assets: Map<string, string>): void {
  const file = textOf(objectOf(artifact['properties'])['file']) ?? '';
  for (const asset of Object.values(objectOf(readJson(directory, file)['files']))) {
    const path = textOf(objectOf(objectOf(asset)['source'])['path']);
    for (const destination of Object.values(objectOf(objectOf(asset)['destinations']))) {
      const key = textOf(objectOf(destination)['objectKey']);
      if (key !== undefined && path !== undefined) assets.set(key, join(directory, path));
    }
  }
}

function readJson(directory: string, file: string): JsonObject {
  const parsed: unknown = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  if (!isObject(parsed)) throw new Error(`${file} holds no object`);
  return parsed;
}

/** The resources of a template, by logical id. */
export function resourcesOf(stack: Stack): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectOf(stack.template['Resources'])).map(([id, resource]) => [id, objectOf(resource)]);
}

/** The type of a resource; empty where there is none. */
export function typeOf(resource: JsonObject): string {
  return textOf(resource['Type']) ?? '';
}
