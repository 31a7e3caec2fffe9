import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { DiscoveryPlace, DiscoveryTargetView, ServerPath } from '../api/client';
import { useResource } from '../api/use-resource';
import { ANSWERED_AT } from '../discovery/answered-at';
import { OverrideDialog, RemoveOverrideDialog } from '../discovery/override-dialog';
import { OverrideUnavailable } from '../discovery/override-unavailable';
import { PolicyTable } from '../discovery/policy-table';
import { type Candidate, PreviewPanel } from '../discovery/preview-panel';
import { DEVICES_AT_DOMAIN, DEVICES_AT_FALLBACK, sampleIdentifier } from '../discovery/preview-request';
import { PlanSection } from '../onboarding/plan-section';
import { RefreshButton } from '../parts/refresh-button';
import { TimeText } from '../parts/time';
import { WhenLoaded } from '../parts/when-loaded';
import { AddeUrlPanel } from '../registration/adde-url-panel';
import { TokenPanel } from '../registration/token-panel';
import { useMay, useServices } from '../shell/services';
import { StatusPanel } from '../status/status-panel';

/** The answer for devices at a domain, or by Apple's fallback for a server: in force, declared, override, preview. */
export function DiscoveryPage({ place }: { readonly place: DiscoveryPlace }) {
  const { api } = useServices();
  const { kind, tenant, name } = place;
  const discoveryTarget = useResource(`${kind} ${tenant} ${name}`, () => api.discoveryTarget(place));
  const { resource, refreshing, replace } = discoveryTarget;
  const isMissing = resource.state === 'failed' && resource.problem.status === 404;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            kind === 'domain'
              ? 'The answer for devices of this domain.'
              : 'The answer for devices that Apple sends here.'
          }
          actions={<RefreshButton what={name} refreshing={refreshing} />}
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {kind === 'server' && !isMissing && <Registration key={`${tenant} ${name}`} place={{ tenant, server: name }} />}
        <WhenLoaded from={discoveryTarget}>
          {(view, etag) => (
            <DiscoveryTarget key={`${tenant} ${name}`} place={place} view={view} etag={etag} onSeen={replace} />
          )}
        </WhenLoaded>
      </SpaceBetween>
    </ContentLayout>
  );
}

/** The ADDE URL of a server, and the token that authorizes its changes. */
function Registration({ place }: { readonly place: ServerPath }) {
  return (
    <SpaceBetween size="l">
      <AddeUrlPanel place={place} />
      <TokenPanel place={place} />
    </SpaceBetween>
  );
}

interface Props {
  readonly place: DiscoveryPlace;
  readonly view: DiscoveryTargetView;
  readonly etag: string;
  readonly onSeen: (view: DiscoveryTargetView, etag: string) => void;
}

function DiscoveryTarget({ place, view, etag, onSeen }: Props) {
  const [dialog, setDialog] = useState<'override' | 'remove'>();
  const close = () => setDialog(undefined);
  const candidates = candidatesOf(view);
  const [inForce] = candidates;
  return (
    <SpaceBetween size="l">
      <InForce view={view} onOverride={() => setDialog('override')} onRemove={() => setDialog('remove')} />
      {view.state === 'active' && <StatusPanel place={place} />}
      {view.state === 'active' && place.kind === 'domain' && (
        <PlanSection tenant={place.tenant} domain={place.name} variant="container" />
      )}
      {candidates.map(({ name, policy }) => (
        <PolicyTable key={name} label={name} policy={policy} header={<Header variant="h2">{name}</Header>} />
      ))}
      {inForce && place.kind === 'domain' && (
        <PreviewPanel candidates={candidates} devices={DEVICES_AT_DOMAIN} identifier={sampleIdentifier(place.name)} />
      )}
      {inForce && place.kind === 'server' && <FallbackPreview tenant={place.tenant} candidates={candidates} />}
      {dialog === 'override' && (
        <OverrideDialog place={place} view={view} etag={etag} onSeen={onSeen} onClose={close} />
      )}
      {dialog === 'remove' && (
        <RemoveOverrideDialog place={place} view={view} etag={etag} onSeen={onSeen} onClose={close} />
      )}
    </SpaceBetween>
  );
}

/** Apple's fallback sends devices of any domain of the tenant. */
function FallbackPreview({
  tenant,
  candidates,
}: {
  readonly tenant: string;
  readonly candidates: readonly Candidate[];
}) {
  const { api } = useServices();
  const loaded = useResource(`tenant ${tenant}`, () => api.tenant(tenant));
  return (
    <WhenLoaded from={loaded}>
      {({ domains: [first] }) => (
        <PreviewPanel
          candidates={candidates}
          devices={DEVICES_AT_FALLBACK}
          identifier={sampleIdentifier(first?.name ?? 'acme.example')}
        />
      )}
    </WhenLoaded>
  );
}

/** The policies of the page; the first, if there is one, is in force. */
function candidatesOf({ inForce, declared, override }: DiscoveryTargetView): readonly Candidate[] {
  switch (inForce) {
    case 'declared':
      return [{ name: 'In force: as declared', policy: declared }];
    case 'override':
      return [
        ...(override ? [{ name: 'In force: override', policy: override.resolved }] : []),
        { name: 'Declared', policy: declared },
      ];
    case 'nothing':
      return [];
  }
}

const IN_FORCE: Readonly<Record<DiscoveryTargetView['inForce'], string>> = {
  declared: 'as declared',
  override: 'override',
  nothing: 'none',
};

interface InForceProps {
  readonly view: DiscoveryTargetView;
  readonly onOverride: () => void;
  readonly onRemove: () => void;
}

function InForce({ view, onOverride, onRemove }: InForceProps) {
  const { override, inForce } = view;
  return (
    <Container
      header={
        <Header variant="h2" actions={<Actions view={view} onOverride={onOverride} onRemove={onRemove} />}>
          State
        </Header>
      }
    >
      <SpaceBetween size="m">
        {inForce === 'nothing' && (
          <Alert type="warning" header="Taken out of service">
            Devices get a 404 and go on to Apple. Deploy the tenant again to bring it back.
          </Alert>
        )}
        <KeyValuePairs
          columns={3}
          items={[
            ...('decidedBy' in view ? [{ label: 'Answered at', value: ANSWERED_AT[view.decidedBy] }] : []),
            { label: 'Policy in force', value: IN_FORCE[inForce] },
            ...(override
              ? [
                  { label: 'Ends', value: <TimeText at={override.until} /> },
                  { label: 'Set', value: <TimeText at={override.since} /> },
                  { label: 'By', value: override.by },
                  { label: 'Reason', value: override.why },
                ]
              : []),
          ]}
        />
        <OverrideUnavailable view={view} />
      </SpaceBetween>
    </Container>
  );
}

function Actions({ view, onOverride, onRemove }: InForceProps) {
  const mayOverride = useMay({ role: 'platform', scope: 'write' });
  if (!mayOverride || ('decidedBy' in view && view.decidedBy !== 'backend')) return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {view.override && <Button onClick={onRemove}>Remove the override</Button>}
      <Button onClick={onOverride}>{view.override ? 'Change the override' : 'Override'}</Button>
    </SpaceBetween>
  );
}
