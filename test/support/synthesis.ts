import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Problem } from '../../lib/core/problems';
import type { Fleet } from '../../lib/core/tenants/fleet';
import { type BuildOptions, buildApp } from '../../lib/infra/app';
import type { BackendAssets, FunctionAsset } from '../../lib/infra/asset';

/** The feature flags that the project deploys with. */
function flags(): Record<string, unknown> {
  return JSON.parse(readFileSync('cdk.json', 'utf8')).context;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'signpost-'));

/** A folder that stands for the built edge function. */
export function edgeAsset(code = 'export const handler = async () => ({});'): FunctionAsset {
  const directory = join(newFolder(), 'edge');
  mkdirSync(directory);
  writeFileSync(join(directory, 'index.mjs'), code);
  return { directory, handler: 'index.handler' };
}

/** Folders that stand for the built functions of the backend. */
function backendAssets(): BackendAssets {
  return { discovery: edgeAsset(), api: edgeAsset(), declare: edgeAsset(), reconcile: edgeAsset(), check: edgeAsset() };
}

/** An app with the project's flags, written to a folder of its own where none is given. */
export function newApp(context: Record<string, unknown> = {}, outdir = newFolder()): App {
  return new App({
    analyticsReporting: false,
    treeMetadata: false,
    outdir,
    context: { ...flags(), ...context },
  });
}

/** A synthesized fleet: the templates by stack name, or the problems. Without validation, which has its own tests. */
export interface Synthesis {
  readonly app: App;
  readonly problems: readonly Problem[];
  readonly stackNames: readonly string[];
  template(stackName: string): Template;
  /** The template as it is written. */
  json(stackName: string): Record<string, unknown>;
}

export function synthesize(fleet: Fleet, options: Partial<BuildOptions> = {}): Synthesis {
  process.env['CDK_VALIDATION'] = 'false';
  const app = newApp();
  const problems = buildApp(app, fleet, { edge: edgeAsset(), backend: backendAssets(), ...options });
  const assembly = app.synth();
  const json = (stackName: string) => assembly.getStackByName(stackName).template;
  return {
    app,
    problems,
    stackNames: assembly.stacks.map(({ stackName }) => stackName),
    json,
    template: (stackName) => Template.fromJSON(json(stackName)),
  };
}
