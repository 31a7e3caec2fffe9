import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { LOCAL_DISCOVERY_DOMAIN } from '../../../lib/contract/backend';
import { LOCAL_ISSUER, LOCAL_MACHINE_CLIENT } from '../../../lib/contract/identity';
import { type Cloud, startCloud } from '../../../lib/local/cloud';
import { type Answer, ask } from '../client';
import { newFolder, synthesized } from '../synthesized';
import { signIn } from './sign-in';
import { FLEET, withCloud } from './tyrell';

const stateDirectory = newFolder('state');
let assemblyDirectory: string;
beforeAll(async () => {
  assemblyDirectory = await synthesized(FLEET);
});
const start = () => startCloud({ assemblyDirectory, fleet: FLEET, stateDirectory });

function token(cloud: Cloud, secret: string, form: Record<string, string>): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${LOCAL_MACHINE_CLIENT.id}:${secret}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString();
  return ask(cloud, `${LOCAL_ISSUER}/token`, { method: 'POST', headers }, body);
}

const audience = `https://${LOCAL_DISCOVERY_DOMAIN}/v1`;

describe('the OpenID provider of the local cloud', () => {
  test('signs people in with their groups as a list, and machines without', async () => {
    await withCloud(start(), async (cloud) => {
      const person = await signIn(cloud, 'admin-tyrell', 'openid signpost/read signpost/write signpost/platform');
      const claims = decodeJwt(person['access_token'] ?? '');
      expect(claims).toMatchObject({
        iss: LOCAL_ISSUER,
        aud: audience,
        sub: 'admin-tyrell',
        groups: ['signpost-tenant-tyrell'],
        // A person is made one of the platform team by a group, whatever they ask for.
        scope: 'signpost/read signpost/write',
      });
      expect(decodeProtectedHeader(person['access_token'] ?? '')).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });

      const scope = 'signpost/read signpost/platform';
      const machine = await token(cloud, LOCAL_MACHINE_CLIENT.secret, { scope });
      const machineClaims = decodeJwt(JSON.parse(machine.body).access_token);
      const { id } = LOCAL_MACHINE_CLIENT;
      expect(machineClaims).toMatchObject({ sub: id, client_id: id, aud: audience, scope });
      expect(machineClaims).not.toHaveProperty('groups');
    });
  });

  test('refuses a wrong secret, and unknown people', async () => {
    await withCloud(start(), async (cloud) => {
      expect((await token(cloud, 'wrong', {})).status).toBe(401);
      await expect(signIn(cloud, 'unknown', 'openid')).rejects.toThrow();
    });
  });

  test('keeps its keys for this user alone, so that a session survives a restart', async () => {
    const issued = await withCloud(start(), (cloud) => signIn(cloud, 'platform', 'openid signpost/read'));
    expect(statSync(join(stateDirectory, 'backend', 'openid-keys.json')).mode & 0o777).toBe(0o600);
    await withCloud(start(), async (cloud) => {
      const headers = { authorization: `Bearer ${issued['access_token']}` };
      expect((await ask(cloud, `https://${LOCAL_DISCOVERY_DOMAIN}/v1/tenants`, { headers })).status).toBe(200);
    });
  });
});
