import { APPLE_FALLBACK_HOST, APPLE_MDM_HOST } from '../../../lib/core/discovery/device';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import { elsewhere, external, none, passThrough, redirect, refuse, serve } from '../../../lib/core/tenants/authoring';
import { fieldOf, type OutgoingResponse } from '../../../lib/local/http-message';
import { createSimulatedEnvironment, externalDomains } from '../../../lib/local/simulation/environment';
import { buildFleet, plainTenant } from '../../support/fleet';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';
const FLEET = buildFleet({
  clusters: {
    na1: { url: 'https://na1.mdm.example' },
    eu1: { url: 'https://eu1.mdm.example/discover?realm=eu' },
  },
  tenants: {
    acme: plainTenant('acme.example'),
    globex: plainTenant('globex.example', {
      domains: {
        'globex.example': { dns: external({ certificateArn: ARN }), website: passThrough('Origin.globex-web.example') },
        'globex-de.example': {
          dns: elsewhere(),
          discovery: {
            rules: [{ when: { families: ['Mac'] }, answer: refuse('No Macs.') }],
            otherwise: redirect('eu1'),
          },
        },
        'globex-uk.example': {
          dns: external({ certificateArn: ARN }),
          website: none(),
          discovery: { rules: [], otherwise: serve('na1', { path: '/enroll/globex', enrollment: 'byod' }) },
        },
      },
    }),
  },
});

function ask(
  host: string,
  target: string,
  method = 'GET',
  simulation = createSimulatedEnvironment(FLEET),
): OutgoingResponse {
  return simulation.answer(host, {
    host,
    secure: true,
    method,
    target,
    fields: [['Host', 'asked.example']],
    body: new Uint8Array(),
  });
}

const ASKING = '?user-identifier=u@acme.example';
const document = (version: string, baseUrl: string) =>
  JSON.stringify({ Servers: [{ Version: version, BaseURL: baseUrl }] });

describe('a cluster', () => {
  test.each<[string, string, string, string]>([
    [
      'an iPhone',
      'na1.mdm.example',
      `${WELL_KNOWN_PATH}${ASKING}&model-family=iPhone`,
      document('mdm-byod', 'https://na1.mdm.example/enroll/byod'),
    ],
    [
      'a Mac',
      'na1.mdm.example',
      `${WELL_KNOWN_PATH}${ASKING}&model-family=Mac`,
      document('mdm-adde', 'https://na1.mdm.example/enroll/adde'),
    ],
    [
      'a device that names no family',
      'na1.mdm.example',
      `${WELL_KNOWN_PATH}${ASKING}`,
      document('mdm-byod', 'https://na1.mdm.example/enroll/byod'),
    ],
    [
      'at the path of its URL',
      'eu1.mdm.example',
      `/discover${ASKING}&realm=eu`,
      document('mdm-byod', 'https://eu1.mdm.example/enroll/byod'),
    ],
  ])('answers %s with its enrollment URL', (_name, host, target, body) => {
    expect(ask(host, target)).toMatchObject({ status: 200, body });
  });

  test.each<[string, string, string, string, number]>([
    ['without an identifier', 'na1.mdm.example', WELL_KNOWN_PATH, 'GET', 400],
    ['by POST', 'na1.mdm.example', `${WELL_KNOWN_PATH}${ASKING}`, 'POST', 405],
    ['at another path', 'na1.mdm.example', '/', 'GET', 404],
    ['at the well-known path where its URL has another', 'eu1.mdm.example', `${WELL_KNOWN_PATH}${ASKING}`, 'GET', 404],
    ['for enrollment by GET', 'na1.mdm.example', '/enroll/byod', 'GET', 405],
  ])('asked %s says so', (_name, host, target, method, status) => {
    expect(ask(host, target, method).status).toBe(status);
  });

  test.each(['/enroll/byod', '/enroll/adde', '/enroll/globex'])('challenges a device at %s', (path) => {
    const answer = ask('na1.mdm.example', path, 'POST');
    expect([answer.status, fieldOf(answer.fields, 'www-authenticate')]).toEqual([
      401,
      'Bearer method="apple-as-web", url="https://na1.mdm.example/sign-in"',
    ]);
  });
});

describe('a customer', () => {
  test.each(['www.acme.example', 'origin.globex-web.example'])('has a website at %s', (host) => {
    expect(ask(host, '/a?b')).toMatchObject({
      status: 200,
      body: expect.stringContaining('GET https://asked.example/a?b'),
    });
    expect(ask(host, WELL_KNOWN_PATH).status).toBe(404);
  });

  test('answers devices on a customer’s own web server by the policy', () => {
    const phone = ask('globex-de.example', `${WELL_KNOWN_PATH}${ASKING}`);
    const location = 'https://eu1.mdm.example/discover?realm=eu&user-identifier=u@acme.example';
    expect([phone.status, fieldOf(phone.fields, 'location')]).toEqual([302, location]);
    expect(ask('globex-de.example', `${WELL_KNOWN_PATH}${ASKING}&model-family=Mac`).status).toBe(403);
    expect(ask('globex-de.example', '/').status).toBe(200);
  });
});

describe('Apple', () => {
  const asking = `/mdmBaseURL?user-identifier=u@acme.example`;
  const registered = createSimulatedEnvironment(FLEET, (domain) =>
    domain === 'acme.example' ? 'https://adde.example/x' : undefined,
  );

  const byFamily = createSimulatedEnvironment(
    FLEET,
    (_domain, family) => (family === 'iPad' ? 'https://adde.example/ipad' : undefined),
    (domain, family) => domain === 'acme.example' && family === 'Mac',
  );

  test('redirects by family', () => {
    const answer = ask(APPLE_FALLBACK_HOST, `${asking}&model-family=iPad`, 'GET', byFamily);
    expect(fieldOf(answer.fields, 'location')).toBe('https://adde.example/ipad');
  });

  test('enrolls in its own MDM the families that are assigned to it', () => {
    const status = (family: string) =>
      ask(APPLE_MDM_HOST, `${WELL_KNOWN_PATH}${ASKING}&model-family=${family}`, 'GET', byFamily).status;
    expect([status('Mac'), status('iPad')]).toEqual([200, 404]);
  });

  test('redirects to the registered URL without the parameters', () => {
    const answer = ask(APPLE_FALLBACK_HOST, asking, 'GET', registered);
    expect([answer.status, fieldOf(answer.fields, 'location')]).toEqual([302, 'https://adde.example/x']);
  });

  test.each<[string, string, string, ReturnType<typeof createSimulatedEnvironment>]>([
    ['where nothing is registered', APPLE_FALLBACK_HOST, asking, createSimulatedEnvironment(FLEET)],
    ['for another domain', APPLE_FALLBACK_HOST, asking.replace('acme', 'other'), registered],
    ['for no identifier', APPLE_FALLBACK_HOST, '/mdmBaseURL', registered],
    ['at another path', APPLE_FALLBACK_HOST, '/', registered],
    ['for another family', APPLE_FALLBACK_HOST, `${asking}&model-family=Mac`, byFamily],
    ['at its own MDM', APPLE_MDM_HOST, `${WELL_KNOWN_PATH}${ASKING}`, registered],
  ])('answers 404 %s', (_name, host, target, simulation) => {
    expect(ask(host, target, 'GET', simulation).status).toBe(404);
  });
});

test('S3 answers with an error of its own', () => {
  expect(ask('s3.us-east-1.amazonaws.com', WELL_KNOWN_PATH)).toMatchObject({
    status: 404,
    body: expect.stringContaining('NoSuchBucket'),
  });
});

test('the simulated environment has these hosts and no others', () => {
  expect([...createSimulatedEnvironment(FLEET).hosts].sort()).toEqual([
    'axm-adm-enroll.apple.com',
    'axm-servicediscovery.apple.com',
    'eu1.mdm.example',
    'globex-de.example',
    'na1.mdm.example',
    // The customer of the onboarding story.
    'newco.example',
    'origin.globex-web.example',
    's3.us-east-1.amazonaws.com',
    'www.acme.example',
    'www.newco.example',
  ]);
});

test('domains with external DNS are known with their certificates', () => {
  expect(externalDomains(FLEET)).toEqual([
    { name: 'globex-uk.example', certificateArn: ARN },
    { name: 'globex.example', certificateArn: ARN },
  ]);
});
