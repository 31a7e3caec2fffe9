import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { type ConsoleConfiguration, SIGNED_IN_PATH, SIGNED_OUT_PATH } from '../../lib/contract/console';
import type { Principal } from '../../lib/core/tenants/principal';
import { principalOfToken } from './access-token';

/** The person who is signed in, in this tab. */
export interface SignedIn {
  readonly name: string;
  readonly accessToken: string;
  readonly principal: Principal;
  /** Milliseconds since the epoch; unknown if the provider does not report it. */
  readonly expiresAt?: number;
}

interface Resumed {
  readonly signedIn?: SignedIn;
  readonly returnTo?: string;
}

/** Signing in and out at the OpenID provider. */
export interface ConsoleSession {
  /** The signed-in person, also just after the provider's redirect; then `returnTo` is the address before signing in. */
  resume(): Promise<Resumed>;
  signIn(returnTo: string): Promise<void>;
  signOut(): Promise<void>;
  /** Deletes a token that is no longer valid. */
  forget(): Promise<void>;
}

/** Authorization code with PKCE; everything is kept in this tab, until it is closed. */
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
  // A code can be exchanged once.
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
