import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import { type FormEvent, useState } from 'react';
import type { ProblemView, TenantView } from '../../lib/contract/api/schemas';
import { usePages } from '../api/use-pages';
import { Empty } from '../parts/empty';
import { PagedTable } from '../parts/paged-table';
import { ProblemAlert } from '../parts/problem-alert';
import { RefreshButton } from '../parts/refresh-button';
import { TenantState } from '../parts/tenant-state';
import { Link, navigate } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useServices } from '../shell/services';

const COLUMNS: readonly TableProps.ColumnDefinition<TenantView>[] = [
  {
    id: 'name',
    header: 'Tenant',
    isRowHeader: true,
    cell: ({ id, name }) => <Link to={pathTo({ page: 'tenant', tenant: id })}>{name}</Link>,
  },
  { id: 'id', header: 'Id', cell: ({ id }) => id },
  { id: 'domains', header: 'Domains', cell: ({ domains }) => domains.map(({ name }) => name).join(', ') || 'none' },
  { id: 'servers', header: 'Servers', cell: ({ servers }) => servers.join(', ') || 'none' },
  { id: 'state', header: 'State', cell: (tenant) => <TenantState tenant={tenant} /> },
];

/** Every tenant that the signed-in person may see. */
export function TenantsPage() {
  const { api } = useServices();
  const pages = usePages('tenants', (cursor) => api.tenants(cursor));
  const { refreshing } = pages.page;
  return (
    <ContentLayout
      header={
        <Header variant="h1" actions={<RefreshButton what="tenants" refreshing={refreshing} />}>
          Tenants
        </Header>
      }
    >
      <PagedTable
        pages={pages}
        label="Tenants"
        header={<Header variant="h2">By id</Header>}
        filter={<OpenById />}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        empty={
          <Empty title="No tenants">
            A tenant appears here once its stack is deployed: add a file to tenants/ and deploy it.
          </Empty>
        }
      />
    </ContentLayout>
  );
}

/** Goes straight to a tenant, however many pages there are. */
function OpenById() {
  const { api } = useServices();
  const [id, setId] = useState('');
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const open = async (event: FormEvent) => {
    event.preventDefault();
    const tenant = id.trim();
    if (tenant === '') return;
    setAsking(true);
    const outcome = await api.tenant(tenant);
    setAsking(false);
    setProblem(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) navigate(pathTo({ page: 'tenant', tenant: outcome.value.id }));
  };
  return (
    <form onSubmit={open}>
      <SpaceBetween size="s">
        <SpaceBetween size="xs" direction="horizontal">
          <Input
            type="search"
            value={id}
            onChange={({ detail }) => setId(detail.value)}
            placeholder="Exact id"
            ariaLabel="Open a tenant by its exact id"
          />
          <Button formAction="submit" loading={asking}>
            Open the tenant
          </Button>
        </SpaceBetween>
        {problem && <ProblemAlert problem={problem} type="warning" />}
      </SpaceBetween>
    </form>
  );
}
