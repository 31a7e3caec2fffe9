import { createApiClient } from '../../lib/adapters/api/client';
import { buildConsole } from '../../lib/adapters/bundles/console-bundle';
import { localNetwork } from '../../lib/adapters/http/network';
import { LOCAL_DISCOVERY_DOMAIN } from '../../lib/contract/backend';
import { LOCAL_ISSUER, LOCAL_MACHINE_CLIENT } from '../../lib/contract/identity';
import { elsewhere, owned, redirect, redirectTo, route53 } from '../../lib/core/tenants/authoring';
import type { TenantDeclaration } from '../../lib/core/tenants/declaration';
import type { Cloud } from '../../lib/local/cloud';
import { type Clouds, newFolder, synthesized } from '../local/synthesized';
import { buildFleet, plainTenant } from '../support/fleet';

/** More than a page of the console's list. */
const MANY = Array.from({ length: 26 }, (_, index) => `kiosk-${String(index + 1).padStart(2, '0')}`);

function kiosk(domain: string): TenantDeclaration {
  return plainTenant(domain, { domains: { [domain]: { dns: elsewhere() } } });
}

/** Answered at the backend; Macs get another cluster than the others. */
function staged(name: string, domain: string): TenantDeclaration {
  return plainTenant(domain, {
    name,
    discovery: { rules: [{ when: { families: ['Mac'] }, answer: redirect('eu1') }], otherwise: redirect('na1') },
    domains: {
      [domain]: { dns: route53('Z0123456789ABC'), website: redirectTo(`https://www.${domain}`), decide: 'backend' },
    },
    servers: { main: { token: owned() } },
  });
}

const FLEET = buildFleet({
  clusters: { na1: { url: 'https://na1.mdm.example' }, eu1: { url: 'https://eu1.mdm.example' } },
  tenants: {
    acme: plainTenant('acme.example', { name: 'Acme Corporation' }),
    tyrell: staged('Tyrell', 'tyrell.example'),
    wallace: staged('Wallace', 'wallace.example'),
    ...Object.fromEntries(MANY.map((id) => [id, kiosk(`${id}.example`)])),
  },
});

/** The local cloud with a console, as `npm start` has it. */
export async function startConsoleCloud(clouds: Clouds): Promise<Cloud & { readonly origin: string }> {
  const [assemblyDirectory, directory] = await Promise.all([
    synthesized(FLEET),
    buildConsole(process.cwd(), newFolder('built-console')),
  ]);
  const cloud = await clouds.start({
    assemblyDirectory,
    fleet: FLEET,
    stateDirectory: newFolder('console'),
    consoleDirectory: Promise.resolve(directory),
  });
  return { ...cloud, origin: new URL(cloud.consoleUrl ?? '').origin };
}

/** Another person at the command line overrides the policy of a domain. */
export async function overrideAtCommandLine(cloud: Cloud, tenant: string, domain: string, why: string): Promise<void> {
  const network = localNetwork({ ...cloud, ca: cloud.caPem });
  const call = createApiClient({
    network,
    host: LOCAL_DISCOVERY_DOMAIN,
    issuer: LOCAL_ISSUER,
    client: LOCAL_MACHINE_CLIENT,
  });
  const path = `/v1/tenants/${tenant}/domains/${domain}/discovery`;
  const shown = await call({ method: 'GET', path });
  if (!shown.ok) throw new Error(shown.problem.message);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const body = { policy: { rules: [], otherwise: { kind: 'absent' } }, why, until };
  const put = await call({ method: 'PUT', path: `${path}/override`, body, etag: shown.value.etag });
  if (!put.ok) throw new Error(put.problem.message);
}
