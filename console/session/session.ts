import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { type ConsoleConfiguration, SIGNED_IN_PATH, SIGNED_OUT_PATH } from '../../lib/contract/console';
import type { Principal } from '../../lib/core/tenants/principal';
import { principalOfToken } from './access-token';

/** Who is signed in, in this tab. */
export interface SignedIn {
  readonly name: string;
  readonly accessToken: string;
  readonly principal: Principal;
  /** Milliseconds since the epoch; unknown where the provider does not say. */
  readonly expiresAt?: number;
}

interface Resumed {
  readonly signedIn?: SignedIn;
  readonly returnTo?: string;
}

/** Signing in and out at the OpenID provider. */
export interface ConsoleSession {
  /** Who is signed in already, or comes back from the provider right now; then `returnTo` is where they wanted to go. */
  resume(): Promise<Resumed>;
  signIn(returnTo: string): Promise<void>;
  signOut(): Promise<void>;
  /** Forgets a token that is of no use any more. */
  forget(): Promise<void>;
}

/** Authorization code with PKCE; all that is kept is in this tab, and goes with it. */
export function createSession({
  clientId,
  issuer,
  metadataUrl,
  scope,
  resource,
}: ConsoleConfiguration): ConsoleSession {
  const { origin } = window.location;
  const store = new WebStorageStateStore({ store: window.sessionStorage });
  const manager = new UserManager({
    authority: issuer,
    metadataUrl,
    client_id: clientId,
    redirect_uri: `${origin}${SIGNED_IN_PATH}`,
    post_logout_redirect_uri: `${origin}${SIGNED_OUT_PATH}`,
    response_type: 'code',
    scope,
    resource,
    userStore: store,
    stateStore: store,
    automaticSilentRenew: false,
  });
  const resume = async (): Promise<Resumed> => {
    const signedIn = describe(await manager.getUser());
    if (window.location.pathname !== SIGNED_IN_PATH) return { signedIn };
    // The person went back to the address to which the provider redirected.
    if (signedIn) return { signedIn, returnTo: '/' };
    const user = await manager.signinRedirectCallback();
    return { signedIn: describe(user), returnTo: typeof user.state === 'string' ? user.state : '/' };
  };
  // A code is good for one exchange.
  let resuming: Promise<Resumed> | undefined;
  return {
    resume: () => {
      resuming ??= resume();
      return resuming;
    },
    signIn: (returnTo) => manager.signinRedirect({ state: returnTo }),
    signOut: () => manager.signoutRedirect(),
    forget: () => manager.removeUser(),
  };
}

function describe(user: User | null): SignedIn | undefined {
  if (!user || user.expired) return undefined;
  const { profile, access_token: accessToken, expires_at: expires } = user;
  return {
    name: profile.name ?? profile.preferred_username ?? 'Signed in',
    accessToken,
    principal: principalOfToken(accessToken),
    ...(expires === undefined ? {} : { expiresAt: expires * 1000 }),
  };
}
