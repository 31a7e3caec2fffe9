import { localNetwork } from '../../../lib/adapters/http/network';
import { networkAccessOf } from '../../../lib/adapters/observe/open-network-access';
import { SharedProbeCache } from '../../../lib/adapters/observe/shared-probe-cache';
import { examineDomain } from '../../../lib/adapters/onboarding/examine';
import { observeOnboarding } from '../../../lib/adapters/onboarding/onboarding-input';
import { parseDomainName } from '../../../lib/core/discovery/domain-name';
import { NOT_ASKED } from '../../../lib/core/onboarding/facts';
import { splitTarget } from '../../../lib/local/http-message';
import { clusterHost } from '../../../lib/local/simulation/cluster';
import { type Host, plain } from '../../../lib/local/simulation/host';
import { type Sites, startSites } from '../../support/sites';

const MDM = 'na1.mdm.example';
const CLUSTERS = [{ name: 'na1', url: `https://${MDM}/discovery` }];

const redirectWith =
  (change: (query: string) => string): Host =>
  ({ target }) =>
    plain(302, '', [['Location', `https://${MDM}/discovery?${change(splitTarget(target).query)}`]]);

/** An MDM finds people by their exact address. */
const findsPeople = clusterHost({ host: MDM, discovery: new Set(['/discovery']), enrollment: new Set() });
const mdm: Host = (request) => (request.target.includes('%20') ? plain(404, 'No such user.') : findsPeople(request));

let sites: Sites;
beforeAll(async () => {
  sites = await startSites({
    [MDM]: mdm,
    // A form decoder reads the plus sign as a space.
    'spaced.example': redirectWith((query) => query.replaceAll('+', '%20')),
    'copied.example': redirectWith((query) => `${query}&user=${query.split('=')[1]?.split('&')[0]}`),
  });
});
afterAll(() => sites.close());

function parts(name: string) {
  const domain = parseDomainName(name);
  if (!domain.ok) throw new Error(domain.problem.message);
  const network = localNetwork({ ...sites, httpsPort: sites.port, httpPort: sites.port });
  return { domain: domain.value, access: networkAccessOf({ network, allowInternal: true, timeoutMs: 10_000 }) };
}

async function examine(name: string) {
  const { access, domain } = parts(name);
  const probeCache = new SharedProbeCache();
  return examineDomain(access, domain, CLUSTERS, probeCache).finally(() => probeCache.end());
}

describe('a web server that turns the plus sign into a space', () => {
  test('is found by an import', async () => {
    expect(await examine('spaced.example')).toMatchObject({ kind: 'broken', code: 'query.plus-to-space' });
  });

  test('is found by a plan', async () => {
    const { access, domain } = parts('spaced.example');
    const { diagnosis } = await observeOnboarding(access, async () => NOT_ASKED, {
      domain,
      names: { edgeFunction: 'edge' },
    });
    expect(diagnosis.findings.map(({ code }) => code)).toContain('query.plus-to-space');
  });
});

test('a copy of the identifier is not taken for a parameter of the cluster', async () => {
  expect(await examine('copied.example')).toEqual({
    kind: 'works',
    policy: { rules: [], otherwise: { kind: 'redirect', cluster: 'na1' } },
  });
});
