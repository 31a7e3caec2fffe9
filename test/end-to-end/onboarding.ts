import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withAwsAt } from '../support/aws';
import type { Recording } from '../support/recording';
import type { StartedCloud } from './started-cloud';

const DOMAIN = 'newco.example';

interface PlanDocument {
  readonly plans: readonly {
    readonly rollUp: string;
    readonly steps: readonly { readonly id: string; readonly state: string }[];
  }[];
}

/** The commands of docs/onboarding.md, which ask the AWS that the start names. */
function commandsOf(cloud: StartedCloud) {
  const { checkout } = cloud;

  /** What the start says to export. */
  async function awsUrl(): Promise<string> {
    await cloud.running.until("The customer's DNS console is the file");
    const [, url] = /AWS_ENDPOINT_URL=(\S+)/.exec(cloud.running.output()) ?? [];
    if (url === undefined) throw new Error('The local cloud does not say where its AWS is.');
    return url;
  }

  const signpost = async (...args: string[]): Promise<Recording> =>
    withAwsAt(await awsUrl(), () => cloud.signpost(...args));

  async function states(): Promise<Readonly<Record<string, string>>> {
    const { stdout } = await signpost('plan', DOMAIN, '--json');
    const { plans }: PlanDocument = JSON.parse(stdout);
    return Object.fromEntries((plans[0]?.steps ?? []).map(({ id, state }) => [id, state]));
  }

  return { checkout, signpost, states };
}

/** The chapter docs/onboarding.md, as a person goes through it, with nothing but the command line. */
export function describeOnboarding(cloud: StartedCloud): void {
  const { checkout, signpost, states } = commandsOf(cloud);

  describe('a new customer, from the first plan to the declaration', () => {
    test('plan: a live website, foreign DNS, a certificate to request', async () => {
      expect(await states()).toMatchObject({
        zone: 'done',
        website: 'to-do',
        certificate: 'to-do',
        declaration: 'to-do',
      });
      const { stdout } = await signpost('plan', DOMAIN);
      expect(stdout).toContain('DNS elsewhere (name servers ns1.dns-host.example)');
      expect(stdout).toContain("website: redirectTo('https://www.newco.example')");
    });

    test('certificate request: the record to add', async () => {
      const { code, stdout } = await signpost('certificate', 'request', DOMAIN);
      expect([code, stdout]).toEqual([
        1,
        expect.stringMatching(/^_[0-9a-f]{32}\.newco\.example\. {2}CNAME {2}\S+\.$/m),
      ]);
    });

    test('the customer adds the record, wrong at first', async () => {
      const page = (await signpost('plan', DOMAIN, '--customer')).stdout;
      const [, name = '', value = ''] = /^(_\S+)\. {2}CNAME {2}(\S+)\.$/m.exec(page) ?? [];
      const dns = join(checkout, '.signpost', 'dns.txt');
      appendFileSync(dns, `${name}.${DOMAIN} CNAME ${value}\n`);
      const wrong = await signpost('certificate', 'status', DOMAIN);
      expect(wrong.stdout).toContain('its name contains the zone twice');
      appendFileSync(dns, `${name} CNAME ${value}x\n`);
      expect((await signpost('certificate', 'status', DOMAIN)).stdout).toContain(`a CNAME to ${value}x`);
      appendFileSync(dns, `- ${name}\n${name} CNAME ${value}\n`);
      const issued = await signpost('certificate', 'status', DOMAIN, '--watch', '--every', '0.1');
      expect([issued.code, issued.stdout]).toEqual([0, expect.stringContaining('Issued ')]);
    });

    test('new: a file from what was found', async () => {
      const { code } = await signpost('new', 'newco', '--domain', DOMAIN, '--name', 'NewCo', '--cluster', 'na1');
      expect(code).toBe(0);
      const source = readFileSync(join(checkout, 'tenants', 'newco.ts'), 'utf8');
      expect(source).toContain("certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/");
      expect(source).toContain("website: redirectTo('https://www.newco.example')");
      expect(await states()).toMatchObject({
        certificate: 'done',
        declaration: 'done',
        deployment: 'to-do',
        serving: 'waiting',
      });
    });
  });
}

export function describeOnboardingAfterRestart(cloud: StartedCloud): void {
  const { signpost, states } = commandsOf(cloud);

  test('a new customer who was declared is serving after the next start', async () => {
    expect(await states()).toMatchObject({ deployment: 'done', 'new-record': 'done', serving: 'done' });
    const { code, stdout } = await signpost('device', `user@${DOMAIN}`);
    expect([code, stdout]).toEqual([0, expect.stringContaining('na1.mdm.example')]);
  });
}
