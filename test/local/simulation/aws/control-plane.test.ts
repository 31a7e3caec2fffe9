import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import {
  countCertificates,
  deleteCertificate,
  describeCertificate,
  findCertificates,
  readCertificateTags,
  requestCertificate,
} from '../../../../lib/adapters/aws/acm';
import { createAws } from '../../../../lib/adapters/aws/clients';
import { listDistributions } from '../../../../lib/adapters/aws/cloudfront';
import type { RetryStrategy } from '../../../../lib/adapters/aws/retry';
import { findZones } from '../../../../lib/adapters/aws/route53';
import { QUOTAS, readQuota } from '../../../../lib/adapters/aws/service-quotas';
import { identifyCaller } from '../../../../lib/adapters/aws/sts';
import type { Result } from '../../../../lib/core/result';
import { type PublicRecord, publicDnsOf } from '../../../../lib/local/name-server';
import { type AwsAccount, emptyAccount, type HostedZone } from '../../../../lib/local/simulation/aws/account';
import { validationRecord } from '../../../../lib/local/simulation/aws/acm';
import { withAws } from '../../../support/aws';

function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function zone(id: string, name: string, changes: Partial<HostedZone> = {}): HostedZone {
  return {
    id,
    name: `${name}.`,
    private: false,
    nameServers: [`ns-1.${id.toLowerCase()}.example.`],
    records: [],
    ...changes,
  };
}

const a = (name: string, value: string) => ({ name: `${name}.`, type: 'A', values: [value] });

describe('the real Route 53 client', () => {
  const zones = [
    zone('Z1', 'acme.example', {
      records: [
        a('acme.example', '192.0.2.1'),
        { name: 'acme.example.', type: 'AAAA', aliasTarget: 'd1.cloudfront.net.' },
        { name: 'acme.example.', type: 'MX', values: ['10 mail.acme.example.'] },
        a('mail.acme.example', '192.0.2.2'),
        a('www.acme.example', '192.0.2.3'),
      ],
    }),
    zone('Z2', 'acme.example', { private: true, nameServers: [] }),
    zone('Z3', 'acme.example'),
    zone('Z4', 'mail.acme.example'),
    zone('Z5', 'acne.example'),
    zone('Z6', 'xacme.example'),
  ];

  test.each([undefined, 1])('finds every zone of the domain and its parents, with pages of %s', (pageSize) =>
    withAws({ account: { ...emptyAccount(), zones }, ...(pageSize ? { pageSize } : {}) }, async () => {
      const found = valueIn(await findZones(createAws().route53, 'mail.acme.example'));
      expect(found.map(({ id, private: isPrivate }) => [id, isPrivate])).toEqual([
        ['Z4', false],
        ['Z1', false],
        ['Z2', true],
        ['Z3', false],
      ]);
      expect(found[1]?.nameServers).toEqual(['ns-1.z1.example']);
      expect(found[1]?.records).toMatchObject([{ type: 'A', values: ['192.0.2.2'] }]);
    }));

  test.each([undefined, 1])('reads the records of the domain alone, with pages of %s', (pageSize) =>
    withAws({ account: { ...emptyAccount(), zones }, ...(pageSize ? { pageSize } : {}) }, async () => {
      const found = valueIn(await findZones(createAws().route53, 'acme.example'));
      expect(found[0]?.records).toEqual([
        {
          type: 'A',
          values: ['192.0.2.1'],
          recordSet: { Name: 'acme.example.', Type: 'A', TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] },
        },
        {
          type: 'AAAA',
          alias: 'd1.cloudfront.net',
          values: [],
          recordSet: {
            Name: 'acme.example.',
            Type: 'AAAA',
            AliasTarget: {
              HostedZoneId: 'Z2FDTNDATAQYW2',
              DNSName: 'd1.cloudfront.net.',
              EvaluateTargetHealth: false,
            },
          },
        },
        expect.objectContaining({ type: 'MX', values: ['10 mail.acme.example.'] }),
      ]);
    }));

  test('finds nothing where nothing is', () =>
    withAws({ account: { ...emptyAccount(), zones } }, async () => {
      expect(valueIn(await findZones(createAws().route53, 'globex.example'))).toEqual([]);
    }));
});

describe('the real ACM client', () => {
  const environment = (records: readonly PublicRecord[], clock = () => Date.parse('2026-01-01T00:00:00Z')) => ({
    account: emptyAccount(),
    dns: publicDnsOf(() => records),
    clock,
  });
  const { name, value } = validationRecord('111111111111', 'acme.example');
  const record: PublicRecord = { name: name.slice(0, -1), type: 'CNAME', value: value.slice(0, -1) };

  test('requests once within an hour, with tags, and again afterwards', () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    return withAws(
      environment([], () => now),
      async ({ account }) => {
        const { acm } = createAws();
        const first = valueIn(await requestCertificate(acm, 'acme.example', { tenant: 'acme' }));
        expect(valueIn(await requestCertificate(acm, 'acme.example', {}))).toBe(first);
        expect(valueIn(await requestCertificate(acm, 'acme.test', {}))).not.toBe(first);
        now += 3_600_000;
        expect(valueIn(await requestCertificate(acm, 'acme.example', {}))).not.toBe(first);
        expect(account.certificates[0]?.tags).toEqual([{ Key: 'tenant', Value: 'acme' }]);
      },
    );
  });

  test('shows the record a little later, and the certificate issued once the record exists', () => {
    const records: PublicRecord[] = [];
    return withAws(environment(records), async () => {
      const { acm } = createAws();
      const arn = valueIn(await requestCertificate(acm, 'acme.example', {}));
      expect(valueIn(await describeCertificate(acm, arn))).toMatchObject({ state: 'pending', records: [] });
      expect(valueIn(await describeCertificate(acm, arn)).records).toEqual([
        { name: record.name, value: record.value },
      ]);
      records.push(record);
      expect(valueIn(await describeCertificate(acm, arn))).toMatchObject({
        state: 'issued',
        issuedAt: '2026-01-01T00:00:00.000Z',
      });
    });
  });

  test('shows a request whose record was missing for 72 hours', () => {
    let now = 0;
    return withAws(
      environment([], () => now),
      async () => {
        const { acm } = createAws();
        const arn = valueIn(await requestCertificate(acm, 'acme.example', {}));
        now = 72 * 3_600_000;
        expect(valueIn(await describeCertificate(acm, arn))).toMatchObject({ state: 'timed-out' });
      },
    );
  });

  test('sees that CAA records forbid it', () =>
    withAws(environment([record, { name: 'example', type: 'CAA', value: 'issue letsencrypt.org' }]), async () => {
      const { acm } = createAws();
      const arn = valueIn(await requestCertificate(acm, 'acme.example', {}));
      expect(valueIn(await describeCertificate(acm, arn))).toMatchObject({ state: 'failed', failure: 'CAA_ERROR' });
    }));

  test('reads tags, and deletes a certificate that nothing uses, once or twice', () =>
    withAws(environment([]), async ({ account }) => {
      const { acm } = createAws();
      const arn = valueIn(await requestCertificate(acm, 'acme.example', { stage: 'prod', tenant: 'acme' }));
      expect(valueIn(await readCertificateTags(acm, arn))).toEqual({ stage: 'prod', tenant: 'acme' });
      expect(await deleteCertificate(acm, arn)).toMatchObject({ ok: true });
      expect(await deleteCertificate(acm, arn)).toMatchObject({ ok: true });
      expect(account.certificates).toEqual([]);
    }));

  test('keeps a certificate that is in use, and says so', () =>
    withAws(environment([]), async ({ account }) => {
      const { acm } = createAws();
      const arn = valueIn(await requestCertificate(acm, 'acme.example', {}));
      account.certificates[0] = { ...account.certificates[0], inUseBy: ['E1'] } as (typeof account.certificates)[0];
      expect(await deleteCertificate(acm, arn)).toMatchObject({ problem: { code: 'offboard.certificate-in-use' } });
      expect(account.certificates).toHaveLength(1);
    }));

  test('finds certificates of every key type, over pages', () => {
    const certificate = (id: number, domainName: string, keyAlgorithm: string) => ({
      arn: `arn:aws:acm:us-east-1:111111111111:certificate/${id}`,
      domainName,
      keyAlgorithm,
      tags: [],
      record: { name, value },
      createdAt: 0,
      inUseBy: [],
      status: 'ISSUED' as const,
      described: 9,
    });
    const account: AwsAccount = {
      ...emptyAccount(),
      certificates: [
        certificate(1, 'other.example', 'RSA_2048'),
        certificate(2, 'acme.example', 'EC_prime256v1'),
        certificate(3, '*.example', 'RSA_4096'),
        certificate(4, '*.acme.example', 'RSA_2048'),
      ],
    };
    return withAws({ account, pageSize: 1 }, async () => {
      const { acm } = createAws();
      const found = valueIn(await findCertificates(acm, 'acme.example'));
      expect(found.map(({ arn }) => arn.at(-1))).toEqual(['2', '3']);
      expect(valueIn(await countCertificates(acm))).toBe(4);
    });
  });
});

describe('the other real clients', () => {
  test('know the caller, the distributions and the quotas', () => {
    const account: AwsAccount = {
      ...emptyAccount('222222222222'),
      distributions: [1, 2, 3].map((id) => ({
        id: `E${id}`,
        domainName: `d${id}.cloudfront.net`,
        aliases: [`ALIAS${id}.example`],
        enabled: true,
        functionVersions: [],
      })),
      quotas: [{ serviceCode: 'cloudfront', quotaCode: QUOTAS.distributions.code, quotaName: 'd', value: 1000 }],
    };
    return withAws({ account, pageSize: 2 }, async () => {
      const { sts, cloudFront, quotas } = createAws();
      expect(valueIn(await identifyCaller(sts)).account).toBe('222222222222');
      expect(valueIn(await listDistributions(cloudFront)).map(({ aliases }) => aliases[0])).toEqual([
        'alias1.example',
        'alias2.example',
        'alias3.example',
      ]);
      expect(valueIn(await readQuota(quotas, QUOTAS.distributions))).toBe(1000);
      expect(valueIn(await readQuota(quotas, QUOTAS.certificates))).toBe(2500);
    });
  });

  test('get through a minute of throttling by the pauses that the SDK makes', async () => {
    let pausedMs = 0;
    const throttles = () => pausedMs < 60_000;
    const strategy = fastForward((ms) => {
      pausedMs += ms;
    });
    await withAws({ disturbances: { throttles } }, async ({ calls }) => {
      expect(valueIn(await identifyCaller(createAws(strategy).sts)).account).toBe('111111111111');
      expect(calls.length).toBeGreaterThan(5);
    });
  });

  test('give up in the end, and say so', () =>
    withAws({ disturbances: { throttles: () => true } }, async ({ calls }) => {
      const result = await identifyCaller(createAws(fastForward(() => {})).sts);
      expect(result).toMatchObject({ ok: false, problem: { code: 'aws.throttled' } });
      expect(calls).toHaveLength(12);
    }));
});

/** The SDK's own average pauses, recorded instead of waited for. */
function fastForward(notify: (milliseconds: number) => void): RetryStrategy {
  let base = 0;
  const backoff = {
    setDelayBase: (milliseconds: number) => {
      base = milliseconds;
    },
    computeNextBackoffDelay: (attempt: number) => {
      notify(Math.min(base * 2 ** attempt, 20_000) / 2);
      return 0;
    },
  };
  const rateLimiter = { getSendToken: async () => {}, updateClientSendingRate: () => {} };
  return new AdaptiveRetryStrategy(12, { maxAttempts: 12, backoff, rateLimiter });
}
