import { relative } from 'node:path';
import type { Practice } from '../local/world/aws/practice';
import { PROSPECT } from '../local/world/prospect';

/** How to take a customer on in the local world. */
export function reportPractice({ awsUrl, dnsFile }: Practice, projectDirectory: string): readonly string[] {
  return [
    '',
    'Take a customer on, from another terminal (docs/onboarding.md):',
    `  export AWS_ENDPOINT_URL=${awsUrl} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    `  npx signpost plan ${PROSPECT}`,
    `The customer's DNS console is the file ${relative(projectDirectory, dnsFile)}.`,
  ];
}
