import { Command, Option } from 'commander';
import { loadFleet } from '../../adapters/project/project-files';
import { buildGuide } from '../../core/onboarding/guide/guide';
import { renderGuideHtml } from '../../core/onboarding/guide/html';
import { renderGuideMarkdown } from '../../core/onboarding/guide/markdown';
import { MDM_PROFILES, type MdmName } from '../../core/onboarding/guide/profiles';
import { findTenant } from '../../core/tenants/find-tenant';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';

interface Options {
  readonly mdm: MdmName;
  readonly format: 'markdown' | 'html';
}

/** `signpost guide`: a page for the users of a tenant. */
export function guideCommand(run: Runner): Command {
  return new Command('guide')
    .summary("print the sign-in guide for a tenant's users")
    .description(
      'Prints a page for the users of a tenant: how to sign in on each device, which OS versions can enroll under the ' +
        "tenant's policy, and what the administrator must have done before.",
    )
    .argument('<tenant>', 'id or domain of the tenant')
    .addOption(new Option('--format <format>', 'what to print').choices(['markdown', 'html']).default('markdown'))
    .addOption(
      new Option('--mdm <name>', 'MDM whose terms the page uses').choices(Object.keys(MDM_PROFILES)).default('ivanti'),
    )
    .action(run(writeGuide));
}

async function writeGuide(
  { projectDirectory }: Context,
  name: string,
  { mdm, format }: Options,
): Promise<Attempt<Output>> {
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const tenant = findTenant(fleet.value, name);
  if (!tenant.ok) return refusal(tenant, 64);
  const guide = buildGuide(tenant.value, MDM_PROFILES[mdm]);
  return done({ lines: [format === 'html' ? renderGuideHtml(guide).trimEnd() : renderGuideMarkdown(guide)] });
}
