import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../measure/process';
import { timesTheFloor } from '../report/figure';
import { appLaunch, projectOf } from '../subjects/projects';
import type { Row } from './row';

const STACK = 'Signpost-local-Tenant-t0001';

/** The least resources of a front. */
const LEAST: Readonly<Record<string, number>> = {
  'AWS::CertificateManager::Certificate': 1,
  'AWS::CloudFront::Distribution': 1,
  'AWS::Route53::RecordSet': 3,
};

/** The reason for each further type; every one must be here. */
const REASONS: Readonly<Record<string, string>> = {
  'Custom::SignpostTenant': 'the declaration to the backend, which lets one tenant alone have a domain',
  'AWS::Logs::DeliverySource': 'the access log, with fields that hold no personal data',
  'AWS::Logs::Delivery': 'sends that log to the destination of all fronts',
  'AWS::CloudWatch::Alarm': 'an edge function that throws, or whose answer CloudFront refuses, is seen',
};

/** Why each output is there; one per front. */
const OUTPUTS: Readonly<Record<string, string>> = {
  DistributionDomain: 'where records outside Route 53 must point',
  DiscoveryUrl: 'what a device asks, to try it by hand',
  CheckCommand: 'the command that proves the deployment',
};

/** The resources and outputs of a plain tenant's stack. */
export const resources: Row = {
  name: 'resources',
  measure: async () => {
    const { Resources, Outputs } = await synthesizeTenant();
    const types = Object.values(Resources).map(({ Type }) => Type);
    const least = Object.values(LEAST).reduce((sum, count) => sum + count, 0);
    const extra = countBy(types)
      .map(([type, count]) => [type, count - (LEAST[type] ?? 0)] as const)
      .filter(([, count]) => count > 0);
    const outputs = Object.keys(Outputs).map(outputName);
    return {
      figures: [
        timesTheFloor(
          { what: 'resources of a tenant with one front', values: [types.length] },
          { what: 'certificate, distribution, three records', values: [least] },
          '',
          { note: extra.map(([type, count]) => `${count} × ${type}: ${reasonFor(type, REASONS)}`).join('; ') },
        ),
        timesTheFloor(
          { what: 'outputs of a tenant with one front', values: [outputs.length] },
          { what: 'one per front', values: [1] },
          '',
          { note: outputs.map((name) => `${name}: ${reasonFor(name, OUTPUTS)}`).join('; ') },
        ),
      ],
    };
  },
};

/** As the construct is called: before it the domain's letters and digits, after it CDK's hash. */
function outputName(logicalId: string): string {
  return logicalId.replace(/^t0001example/, '').replace(/[0-9A-F]{8}$/, '');
}

function reasonFor(name: string, reasons: Readonly<Record<string, string>>): string {
  const reason = reasons[name];
  if (reason === undefined) throw new Error(`${name} is in the stack of a tenant without a reason`);
  return reason;
}

function countBy(names: readonly string[]): readonly (readonly [string, number])[] {
  return [...new Set(names)].map((name) => [name, names.filter((each) => each === name).length]);
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

async function synthesizeTenant(): Promise<Template> {
  const project = projectOf(1);
  const output = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  try {
    await runNode(appLaunch(project, output));
    return parseTemplate(readFileSync(join(output, `${STACK}.template.json`), 'utf8'));
  } finally {
    for (const directory of [project, output]) rmSync(directory, { recursive: true });
  }
}

function parseTemplate(text: string): Template {
  return JSON.parse(text) as Template;
}
