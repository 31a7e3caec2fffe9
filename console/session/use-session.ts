import { useCallback, useEffect, useMemo, useState } from 'react';
import { currentPath, replacePath } from '../shell/navigation';
import type { Session, SignedIn } from './session';

/** Where signing in stands. */
export type Standing =
  | { readonly kind: 'resuming' }
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn }
  | { readonly kind: 'signed-out'; readonly why?: 'ended' | 'failed' };

export interface SessionState {
  readonly standing: Standing;
  signIn(): void;
  signOut(): void;
  /** The token has run out, or the API does not accept it. */
  end(): void;
}

export function useSession(session: Session): SessionState {
  const [standing, setStanding] = useState<Standing>({ kind: 'resuming' });

  useEffect(() => {
    session.resume().then(
      ({ signedIn, returnTo }) => {
        if (returnTo !== undefined) replacePath(returnTo);
        setStanding(signedIn ? { kind: 'signed-in', signedIn } : { kind: 'signed-out' });
      },
      () => {
        replacePath('/');
        setStanding({ kind: 'signed-out', why: 'failed' });
      },
    );
  }, [session]);

  const end = useCallback(() => {
    void session.forget();
    setStanding({ kind: 'signed-out', why: 'ended' });
  }, [session]);

  const expiresAt = standing.kind === 'signed-in' ? standing.signedIn.expiresAt : undefined;
  useEffect(() => {
    if (expiresAt === undefined) return;
    const timer = setTimeout(end, Math.max(0, expiresAt - Date.now()));
    return () => clearTimeout(timer);
  }, [expiresAt, end]);

  return useMemo(() => {
    const failed = () => setStanding({ kind: 'signed-out', why: 'failed' });
    return {
      standing,
      signIn: () => void session.signIn(currentPath()).catch(failed),
      signOut: () => void session.signOut().catch(end),
      end,
    };
  }, [standing, session, end]);
}
