import { type AwsAccount, emptyAccount } from '../../lib/local/simulation/aws/account';
import { withAws, withoutCredentials } from '../support/aws';
import { writeProject } from '../support/project';
import { record } from '../support/recording';

const ACCOUNT = '111111111111';
const FUNCTION = 'signpost-prod-edge';

function config(fields = ''): string {
  return writeProject({
    'signpost.config.ts': `import { config, route53 } from 'signpost';
export default config({
  stage: 'prod',
  account: '${ACCOUNT}',
  discoveryDomain: 'discovery.example',
  discoveryDns: route53('Z0DISCOVERY'),
  openIdIssuer: 'https://id.example'${fields}
});
`,
  });
}

const arn = (version: number) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${FUNCTION}:${version}`;

/** Seven versions: 2 at a default behaviour, 3 at a further one of a disabled distribution, 4 still replicated. */
function account(): AwsAccount {
  const plain = { domainName: 'd1.cloudfront.net', enabled: true, aliases: [] };
  return {
    ...emptyAccount(ACCOUNT),
    functions: new Map([[FUNCTION, { versions: [1, 2, 3, 4, 5, 6, 7], replicated: new Set([4]) }]]),
    distributions: [
      { ...plain, id: 'E1', functionVersions: [arn(2)], aliases: ['acme.example'] },
      { ...plain, id: 'E2', functionVersions: [arn(7), arn(3)], enabled: false },
      { ...plain, id: 'E3', functionVersions: [arn(7)], aliases: ['globex.example'] },
      { ...plain, id: 'E4', functionVersions: [`${arn(5)}1`] },
    ],
  };
}

const versionsOf = (from: AwsAccount) => from.functions.get(FUNCTION)?.versions;

describe('signpost edge clean-up', () => {
  test('lists the unused versions and deletes nothing', () =>
    withAws({ account: account(), pageSize: 2 }, async (aws) => {
      const { code, stdout } = await record(config(), 'edge', 'clean-up');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^2 +acme\.example +kept: in use$/m);
      expect(stdout).toMatch(/^3 +E2 +kept: in use$/m);
      expect(stdout).toMatch(/^5 +– +can be deleted$/m);
      expect(stdout).toMatch(/^7 +E2 and 1 more +kept: newest, in use$/m);
      expect(stdout).toContain('4 of 7 can be deleted. Nothing was deleted: run it again with --delete.');
      expect(versionsOf(aws.account)).toHaveLength(7);
      expect(aws.calls).not.toContain('lambda:DeleteFunction');
    }));

  test('deletes with --delete, keeps the stable one, and says which still have replicas', () =>
    withAws({ account: account() }, async (aws) => {
      const { code, stdout } = await record(config(', edge: { stable: 6 }'), 'edge', 'clean-up', '--delete');
      expect(versionsOf(aws.account)).toEqual([2, 3, 4, 6, 7]);
      expect(stdout).toMatch(/^6 +– +kept: stable$/m);
      expect(stdout).toContain('Cannot delete version 4');
      expect(stdout).toContain('[edge.replicas-remain]');
      expect(stdout).toContain('2 of 3 deleted.');
      expect(code).toBe(1);
    }));

  test('prints JSON', () =>
    withAws({ account: account() }, async () => {
      const { stdout } = await record(config(), 'edge', 'clean-up', '--json');
      const document = JSON.parse(stdout);
      expect(document).toMatchObject({ version: 1, function: FUNCTION });
      expect(document.versions[1]).toEqual({ number: 2, usedBy: ['acme.example'], kind: 'keep', because: ['in use'] });
    }));

  test('has nothing to delete the second time', () =>
    withAws({ account: account() }, async (aws) => {
      aws.account.functions.set(FUNCTION, { versions: [2, 3, 7], replicated: new Set() });
      const { code, stdout } = await record(config(), 'edge', 'clean-up', '--delete');
      expect([code, stdout]).toEqual([0, expect.stringContaining('There is nothing to delete.')]);
    }));

  test('waits when AWS throttles', () => {
    let left = 2;
    const throttles = () => left-- > 0;
    return withAws({ account: account(), disturbances: { throttles } }, async () => {
      expect((await record(config(), 'edge', 'clean-up')).code).toBe(0);
    });
  });

  test.each([
    ['expired credentials', { credentials: 'expired' }, 'aws.credentials-expired', 'sts:GetCallerIdentity'],
    ['unknown credentials', { credentials: 'unknown' }, 'aws.credentials-invalid', 'sts:GetCallerIdentity'],
    [
      'a denied list of versions',
      { denied: new Set(['lambda:ListVersionsByFunction']) },
      'aws.denied',
      'expected the permission lambda:ListVersionsByFunction',
    ],
    [
      'a denied list of distributions',
      { denied: new Set(['cloudfront:ListDistributions']) },
      'aws.denied',
      'expected the permission cloudfront:ListDistributions',
    ],
  ] as const)('says what to do about %s, and could not check', (_name, disturbances, problemCode, words) =>
    withAws({ account: account(), disturbances }, async () => {
      const { code, stdout, stderr } = await record(config(), 'edge', 'clean-up', '--delete');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`[${problemCode}]`);
      expect(stderr).toContain(words);
      expect(stderr).not.toContain('    at ');
    }));

  test('says that there are no credentials', () =>
    withoutCredentials(async () => {
      const { code, stderr } = await record(config(), 'edge', 'clean-up');
      expect([code, stderr]).toEqual([2, expect.stringContaining('[aws.credentials-missing]')]);
    }));

  test('says that the endpoint of the environment is no URL', () =>
    withAws({}, async () => {
      process.env['AWS_ENDPOINT_URL'] = 'nonsense';
      const { code, stderr } = await record(config(), 'edge', 'clean-up');
      expect([code, stderr]).toEqual([2, expect.stringContaining('ERR_INVALID_URL; expected an endpoint')]);
    }));

  test('says that the endpoint does not answer', () =>
    withAws({}, async (aws) => {
      await aws.close();
      const { code, stderr } = await record(config(), 'edge', 'clean-up');
      expect([code, stderr]).toEqual([2, expect.stringContaining('ECONNREFUSED; expected an endpoint that answers')]);
    }));

  test.each([
    ['another account', { ...account(), id: '222222222222' }, '', 'aws.wrong-account', 2],
    ['no function', emptyAccount(ACCOUNT), '', 'edge.function-missing', 2],
    ['a stable version that is gone', account(), ', edge: { stable: 99 }', 'edge.stable-missing', 1],
  ])('refuses %s and deletes nothing', (_name, with_, fields, problemCode, exitCode) =>
    withAws({ account: with_ }, async (aws) => {
      const { code, stderr } = await record(config(fields), 'edge', 'clean-up', '--delete');
      expect([code, stderr]).toEqual([exitCode, expect.stringContaining(`[${problemCode}]`)]);
      expect(aws.calls).not.toContain('lambda:DeleteFunction');
    }));
});
