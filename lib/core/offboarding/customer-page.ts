import { WELL_KNOWN_PATH } from '../discovery/well-known';
import { fence } from '../onboarding/customer-page';
import type { OffboardPlan } from './plan';
import type { OffboardStep } from './step';

/** The block to send to the customer, in Markdown: what they remove, in DNS, on their server and in Apple's portal. */
export function renderRemovals({ tenant, steps }: OffboardPlan, name: string): string {
  const mine = steps.filter(
    ({ mover, part, state }) => mover === 'customer' && part === 'dns' && (state === 'to-do' || state === 'unknown'),
  );
  return [
    `# ${name} (${tenant}): what to remove`,
    `We stop answering Apple devices of yours at \`${WELL_KNOWN_PATH}\`. What we made goes by itself; what follows is yours.`,
    '## In DNS and on your web server',
    ...(mine.length === 0 ? ['Nothing any more.'] : mine.map(renderRemoval)),
    '## In Apple Business or School Manager',
    PORTAL.map((line) => `- ${line}`).join('\n'),
    '## What stays',
    'Mail (MX, SPF, DKIM), every other record, and devices that are enrolled: they belong to your MDM as before.',
  ].join('\n\n');
}

function renderRemoval({ subject, found, expected, paste, notes }: OffboardStep): string {
  return [
    `### ${subject}`,
    `Found: ${found}. Wanted: ${expected}.`,
    ...notes,
    ...(paste.length > 0 ? [fence(paste.join('\n'))] : []),
  ].join('\n\n');
}

/** Apple shows it to administrators only, so no check of ours can find out whether it is done. */
const PORTAL = [
  'Give the devices and default assignments of our server to the one that is to have them from now on.',
  'Then delete the entry of our server, if no MDM uses it any more; its token ends with it.',
  'Verified domains and Managed Apple Accounts are yours and stay.',
];
