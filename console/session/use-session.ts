import { useCallback, useEffect, useMemo, useState } from 'react';
import { currentPath, replacePath } from '../shell/navigation';
import type { ConsoleSession, SignedIn } from './session';

/** The state of signing in. */
type SignInState =
  | { readonly kind: 'resuming' }
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn }
  | { readonly kind: 'signed-out'; readonly why?: 'ended' | 'failed' };

export interface SessionState {
  readonly signInState: SignInState;
  signIn(): void;
  signOut(): void;
  /** The token has run out, or the API does not accept it. */
  end(): void;
}

export function useSession(session: ConsoleSession): SessionState {
  const [signInState, setSignInState] = useState<SignInState>({ kind: 'resuming' });

  useEffect(() => {
    session.resume().then(
      ({ signedIn, returnTo }) => {
        if (returnTo !== undefined) replacePath(returnTo);
        setSignInState(signedIn ? { kind: 'signed-in', signedIn } : { kind: 'signed-out' });
      },
      () => {
        replacePath('/');
        setSignInState({ kind: 'signed-out', why: 'failed' });
      },
    );
  }, [session]);

  const end = useCallback(() => {
    void session.forget();
    setSignInState({ kind: 'signed-out', why: 'ended' });
  }, [session]);

  const expiresAt = signInState.kind === 'signed-in' ? signInState.signedIn.expiresAt : undefined;
  useEffect(() => {
    if (expiresAt === undefined) return;
    const timer = setTimeout(end, Math.max(0, expiresAt - Date.now()));
    return () => clearTimeout(timer);
  }, [expiresAt, end]);

  return useMemo(() => {
    const failed = () => setSignInState({ kind: 'signed-out', why: 'failed' });
    return {
      signInState,
      signIn: () => void session.signIn(currentPath()).catch(failed),
      signOut: () => void session.signOut().catch(end),
      end,
    };
  }, [signInState, session, end]);
}
