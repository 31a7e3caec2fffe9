import { decodeFrontSettings } from '../../../lib/contract/front-settings';
import { none, passThrough, route53 } from '../../../lib/core/tenants/authoring';
import type { DomainDeclaration } from '../../../lib/core/tenants/declaration';
import { buildFleet, deployedConfig, plainTenant } from '../../support/fleet';
import { synthesize } from '../../support/synthesis';
import { masked } from '../masked';

const WELL_KNOWN = '/.well-known/com.apple.remotemanagement';
const dns = route53('Z0123456789ABC');

const domains: Record<string, DomainDeclaration> = {
  'live.example': { dns, website: none(), decide: 'backend' },
  'live-shop.example': { dns, website: passThrough('origin.shop.example'), decide: 'backend' },
  'edge.example': { dns, website: none() },
};
const NAME = 'Signpost-prod-Tenant-live';
const fleet = buildFleet({ config: deployedConfig, tenants: { live: plainTenant('live.example', { domains }) } });
const { template, json } = synthesize(fleet);
const stack = template(NAME);

/** The settings of the distribution that serves a domain. */
function distribution(domain: string) {
  const found = Object.values(stack.findResources('AWS::CloudFront::Distribution')).find((each) =>
    each['Properties'].DistributionConfig.Aliases.includes(domain),
  );
  return found?.['Properties'].DistributionConfig;
}

function originOf(domain: string, id: string) {
  return distribution(domain).Origins.find((origin: { Id: string }) => origin.Id === id);
}

const decidedByBackend = ['live.example', 'live-shop.example'];

describe('a front that the backend decides', () => {
  test.each(decidedByBackend)('%s asks the backend first, and the edge where that fails', (domain) => {
    const { OriginGroups, CacheBehaviors } = distribution(domain);
    expect(OriginGroups).toEqual({
      Quantity: 1,
      Items: [
        {
          Id: expect.any(String),
          FailoverCriteria: { StatusCodes: { Quantity: 5, Items: [400, 500, 502, 503, 504] } },
          Members: { Quantity: 2, Items: [{ OriginId: 'backend' }, { OriginId: 'edge' }] },
        },
      ],
    });
    expect(CacheBehaviors).toHaveLength(1);
    expect(CacheBehaviors[0]).toMatchObject({ PathPattern: WELL_KNOWN, TargetOriginId: OriginGroups.Items[0].Id });
  });

  test.each(decidedByBackend)('%s waits for the backend no longer than a device would', (domain) => {
    expect(originOf(domain, 'backend')).toMatchObject({
      DomainName: 'discovery.signpost.example',
      ConnectionAttempts: 1,
      ConnectionTimeout: 2,
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], OriginReadTimeout: 5 },
    });
  });

  test.each(decidedByBackend)('%s sends the backend its domain and no policy', (domain) => {
    expect(originOf(domain, 'backend').OriginCustomHeaders).toEqual([
      { HeaderName: 'x-signpost-domain', HeaderValue: domain },
    ]);
  });

  test.each(decidedByBackend)('%s has the declared policy at hand', (domain) => {
    const { DomainName, OriginCustomHeaders } = originOf(domain, 'edge');
    expect(DomainName).toBe('s3.us-east-1.amazonaws.com');
    const text = OriginCustomHeaders.map(({ HeaderValue }: { HeaderValue: string }) => HeaderValue).join('');
    expect(decodeFrontSettings(text)).toMatchObject({
      tenant: 'live',
      policy: { otherwise: { kind: 'redirect', url: `https://na1.mdm.example${WELL_KNOWN}` } },
    });
  });

  test.each(decidedByBackend)('%s allows what an origin group fails over for, and caches nothing', (domain) => {
    const [live] = distribution(domain).CacheBehaviors;
    const [edge] = distribution('edge.example').CacheBehaviors;
    expect(live.AllowedMethods).toEqual(['GET', 'HEAD']);
    expect({ ...live, TargetOriginId: 'edge' }).toEqual(edge);
  });

  test.each([
    { domain: 'live.example', target: 'edge' },
    { domain: 'live-shop.example', target: 'website' },
  ])("$domain keeps the backend out of its website's way", ({ domain, target }) => {
    expect(distribution(domain).DefaultCacheBehavior.TargetOriginId).toBe(target);
  });

  test('as a whole', () => {
    expect(masked(distribution('live.example'))).toMatchSnapshot();
  });
});

describe('a front that the edge decides', () => {
  test('does not know the backend, not even by name', () => {
    expect(distribution('edge.example').OriginGroups).toBeUndefined();
    expect(JSON.stringify(distribution('edge.example'))).not.toMatch(/discovery\.signpost\.example|x-signpost-domain/);
  });
});

test('on this machine the backend has the host of the local cloud', () => {
  const local = synthesize(buildFleet({ tenants: { live: plainTenant('live.example', { domains }) } }));
  expect(JSON.stringify(local.json('Signpost-local-Tenant-live'))).toContain(
    '"DomainName":"discovery.signpost.example"',
  );
  expect(JSON.stringify(json(NAME))).not.toContain('Signpost-local');
});
