import { relative } from 'node:path';
import type { Practice } from '../local/simulation/aws/practice';
import { CUSTOMER } from '../local/simulation/customer';

/** How to onboard a customer in the simulated environment. */
export function reportPractice({ awsUrl, dnsFile }: Practice, projectDirectory: string): readonly string[] {
  return [
    '',
    'Onboard a customer, from another terminal (docs/onboarding.md):',
    `  export AWS_ENDPOINT_URL=${awsUrl} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    `  npx signpost plan ${CUSTOMER}`,
    `The customer's DNS console is the file ${relative(projectDirectory, dnsFile)}.`,
  ];
}
