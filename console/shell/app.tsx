import Box from '@cloudscape-design/components/box';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import Spinner from '@cloudscape-design/components/spinner';
import { useMemo } from 'react';
import { createConsoleApi } from '../api/client';
import type { ConsoleSession, SignedIn } from '../session/session';
import { SignInPage } from '../session/sign-in-page';
import { type SessionState, useSession } from '../session/use-session';
import { Frame } from './frame';
import { ServicesProvider } from './services';
import { TopBar } from './top-bar';

interface Props {
  readonly session: ConsoleSession;
  readonly stage: string;
}

/** The console: the sign-in page, or the pages for the signed-in person. */
export function App({ session, stage }: Props) {
  const state = useSession(session);
  const { signInState } = state;
  const name = signInState.kind === 'signed-in' ? signInState.signedIn.name : undefined;
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <TopBar stage={stage} name={name} onSignOut={state.signOut} />
      <Content state={state} />
    </I18nProvider>
  );
}

function Content({ state }: { readonly state: SessionState }) {
  const { signInState } = state;
  switch (signInState.kind) {
    case 'resuming':
      return (
        <Box textAlign="center" padding="xxxl">
          <Spinner size="large" />
        </Box>
      );
    case 'signed-out':
      return (
        <main>
          <SignInPage why={signInState.why} onSignIn={state.signIn} />
        </main>
      );
    case 'signed-in':
      return <Pages signedIn={signInState.signedIn} onRefused={state.end} />;
  }
}

function Pages({ signedIn, onRefused }: { readonly signedIn: SignedIn; readonly onRefused: () => void }) {
  const { accessToken, principal } = signedIn;
  const services = useMemo(
    () => ({ api: createConsoleApi({ accessToken, onRefused }), principal }),
    [accessToken, principal, onRefused],
  );
  return (
    <ServicesProvider value={services}>
      <Frame />
    </ServicesProvider>
  );
}
