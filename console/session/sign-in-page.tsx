import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

interface Props {
  readonly why?: 'ended' | 'failed';
  readonly onSignIn: () => void;
}

/** The page before signing in; the address stays, and is shown after signing in. */
export function SignInPage({ why, onSignIn }: Props) {
  return (
    <Box padding={{ vertical: 'xxxl', horizontal: 'l' }}>
      <Grid gridDefinition={[{ colspan: { default: 12, s: 6 }, offset: { s: 3 } }]}>
        <SpaceBetween size="l">
          {why === 'ended' && <Alert type="info">Your sign-in has ended. Sign in again to continue.</Alert>}
          {why === 'failed' && (
            <Alert type="error" header="Sign-in failed">
              The OpenID provider did not sign you in. Try again. If it fails again, contact the platform team.
            </Alert>
          )}
          <Container header={<Header variant="h1">Signpost</Header>}>
            <SpaceBetween size="m">
              <Box variant="p">Where the devices of each domain enroll, and which ADDE URLs Apple holds.</Box>
              <Button variant="primary" onClick={onSignIn}>
                Sign in
              </Button>
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </Grid>
    </Box>
  );
}
