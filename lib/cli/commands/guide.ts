import { Command, Option } from 'commander';
import { loadFleet } from '../../adapters/project/project-files';
import { buildGuide } from '../../core/onboarding/guide/guide';
import { renderGuideHtml } from '../../core/onboarding/guide/html';
import { renderGuideMarkdown } from '../../core/onboarding/guide/markdown';
import { MDM_PROFILES, type MdmName } from '../../core/onboarding/guide/profiles';
import { describeProblem, type Problem } from '../../core/problems';
import { findTenant } from '../../core/tenants/find-tenant';
import type { Context } from '../context';

interface Options {
  readonly mdm: MdmName;
  readonly format: 'markdown' | 'html';
}

/** `signpost guide`: a page for the people of a tenant. */
export function guideCommand(context: Context): Command {
  return new Command('guide')
    .summary("write the page for a tenant's people")
    .description(
      'Prints how the people of a tenant sign in on each device, which versions can do it under their policy, and what\n' +
        'their administrator must have done before.',
    )
    .argument('<tenant>', 'id or domain of the tenant')
    .addOption(new Option('--format <format>', 'what to print').choices(['markdown', 'html']).default('markdown'))
    .addOption(new Option('--mdm <name>', 'whose words to use').choices(Object.keys(MDM_PROFILES)).default('ivanti'))
    .action((tenant: string, options: Options) => run(context, tenant, options));
}

async function run({ terminal, projectDirectory, exit }: Context, name: string, options: Options): Promise<void> {
  const refuse = (problems: readonly Problem[], code: 1 | 64) => {
    for (const each of problems) terminal.note(describeProblem(each));
    exit(code);
  };
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refuse(fleet.problems, 1);
  const tenant = findTenant(fleet.value, name);
  if (!tenant.ok) return refuse([tenant.problem], 64);
  const guide = buildGuide(tenant.value, MDM_PROFILES[options.mdm]);
  terminal.print(options.format === 'html' ? renderGuideHtml(guide).trimEnd() : renderGuideMarkdown(guide));
}
