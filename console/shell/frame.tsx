import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useEffect, useRef, useState } from 'react';
import { ControlsPage } from '../pages/controls-page';
import { DeviceEnrollmentPage } from '../pages/device-enrollment-page';
import { DiscoveryPage } from '../pages/discovery-page';
import { NotFoundPage } from '../pages/not-found-page';
import { OverviewPage } from '../pages/overview-page';
import { TenantPage } from '../pages/tenant-page';
import { TenantsPage } from '../pages/tenants-page';
import { follow, usePath } from './navigation';
import { type ConsoleRoute, parseRoute, pathTo } from './routes';
import { useMay } from './services';
import { TOP_BAR_ID } from './top-bar';

const OVERVIEW = { text: 'Overview', href: pathTo({ page: 'overview' }) };
const DEVICE_ENROLLMENT = { text: 'Device Enrollment', href: pathTo({ page: 'device-enrollment' }) };
const CONTROLS = { text: 'Controls', href: pathTo({ page: 'controls' }) };
const TENANTS = { text: 'Tenants', href: pathTo({ page: 'tenants' }) };

/** Navigation, breadcrumbs and the page that the address names. */
export function Frame() {
  const path = usePath();
  const route = parseRoute(path);
  const maySeeControls = useMay({ role: 'platform', scope: 'read' });
  const places = [OVERVIEW, DEVICE_ENROLLMENT, TENANTS, ...(maySeeControls ? [CONTROLS] : [])];
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > 1000);
  const crumbs = crumbsTo(route);
  const title = crumbs.at(-1)?.text ?? 'Signpost';
  useEffect(() => {
    document.title = `${title} · Signpost`;
  }, [title]);
  useHeadingInFocus(path.split('?')[0]);
  return (
    <AppLayout
      headerSelector={`#${TOP_BAR_ID}`}
      toolsHide
      navigationOpen={navigationOpen}
      onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
      navigation={
        <SideNavigation
          header={{ text: 'Signpost', href: '/' }}
          activeHref={activeHref(route)}
          items={places.map((item) => ({ type: 'link', ...item }))}
          onFollow={follow}
        />
      }
      breadcrumbs={crumbs.length > 1 && <BreadcrumbGroup items={[...crumbs]} onFollow={follow} />}
      content={<Page route={route} />}
    />
  );
}

/** After a link the focus moves to the heading of the new page, which screen readers then read. */
function useHeadingInFocus(page: string | undefined): void {
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    const heading = document.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    // The address bar's own way of scrolling stays.
    heading?.focus({ preventScroll: true });
  }, [page]);
}

function Page({ route }: { readonly route: ConsoleRoute }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'device-enrollment':
      return <DeviceEnrollmentPage state={route.state} domain={route.domain} />;
    case 'controls':
      return <ControlsPage />;
    case 'tenants':
      return <TenantsPage />;
    case 'tenant':
      return <TenantPage key={route.tenant} tenant={route.tenant} />;
    case 'domain':
      return <DiscoveryPage place={{ kind: 'domain', tenant: route.tenant, name: route.domain }} />;
    case 'server':
      return <DiscoveryPage place={{ kind: 'server', tenant: route.tenant, name: route.server }} />;
    case 'not-found':
      return <NotFoundPage />;
  }
}

function activeHref(route: ConsoleRoute): string {
  switch (route.page) {
    case 'overview':
      return OVERVIEW.href;
    case 'device-enrollment':
      return DEVICE_ENROLLMENT.href;
    case 'controls':
      return CONTROLS.href;
    default:
      return TENANTS.href;
  }
}

interface Crumb {
  readonly text: string;
  readonly href: string;
}

function crumbsTo(route: ConsoleRoute): readonly Crumb[] {
  switch (route.page) {
    case 'overview':
      return [OVERVIEW];
    case 'device-enrollment':
      return [DEVICE_ENROLLMENT];
    case 'controls':
      return [CONTROLS];
    case 'tenants':
      return [TENANTS];
    case 'tenant':
      return [TENANTS, { text: route.tenant, href: pathTo(route) }];
    case 'domain':
      return [...crumbsTo({ page: 'tenant', tenant: route.tenant }), { text: route.domain, href: pathTo(route) }];
    case 'server':
      return [...crumbsTo({ page: 'tenant', tenant: route.tenant }), { text: route.server, href: pathTo(route) }];
    case 'not-found':
      return [];
  }
}
