import { discoveryDomainOf } from '../../contract/backend';
import { audienceOf, issuerOf, LOCAL_CONSOLE_CLIENT, LOCAL_MACHINE_CLIENT } from '../../contract/identity';
import type { Fleet } from '../../core/tenants/fleet';
import { PLATFORM_GROUP, SCOPES, TENANT_GROUP_PREFIX } from '../../core/tenants/principal';

/** A person or program that may sign in at the local provider, without a password. */
interface Person {
  /** Also the subject of their tokens. */
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** The people and clients that the local OpenID provider knows, and the audience of its tokens. */
export interface Identities {
  readonly issuer: string;
  readonly people: readonly Person[];
  /** In the provider's own terms. */
  readonly clients: readonly object[];
  readonly resource: { readonly indicator: string; readonly audience: string; readonly scopes: readonly string[] };
}

/** One person of the platform team, one administrator for each tenant, the command line and the console. */
export function identitiesOf({ config, tenants }: Fleet): Identities {
  const audience = audienceOf(config);
  const personal = [SCOPES.read, SCOPES.write];
  return {
    issuer: issuerOf(config),
    people: [
      { id: 'platform', name: 'Platform team', groups: [PLATFORM_GROUP] },
      ...tenants.map(({ id, name }) => ({
        id: `admin-${id}`,
        name: `Administrator of ${name}`,
        groups: [`${TENANT_GROUP_PREFIX}${id}`],
      })),
    ],
    clients: [
      {
        client_id: LOCAL_MACHINE_CLIENT.id,
        client_secret: LOCAL_MACHINE_CLIENT.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        scopes: Object.values(SCOPES),
      },
      {
        client_id: LOCAL_CONSOLE_CLIENT.id,
        // A program on this machine: loopback addresses with any port, and the console's own place.
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [...LOCAL_CONSOLE_CLIENT.redirectUris, `https://${discoveryDomainOf(config)}/console/`],
        post_logout_redirect_uris: [...LOCAL_CONSOLE_CLIENT.signedOutUris],
        scopes: personal,
      },
    ],
    resource: {
      // A resource is named by a URI; an audience may be any text.
      indicator: URL.canParse(audience) ? audience : 'urn:signpost:api',
      audience,
      scopes: personal,
    },
  };
}
