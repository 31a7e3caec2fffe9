import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { Empty } from '../parts/empty';
import { remedyOf } from '../parts/remedies';
import { TimeText } from '../parts/time';
import { Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { TargetLink } from '../shell/target-link';

type Attention = OverviewView['attention'];
type Needed = Attention['items'][number];

const KINDS: Readonly<Record<Needed['kind'], { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  'terms-unsigned': { type: 'error', text: 'Apple’s terms are not signed' },
  contested: { type: 'error', text: 'ADDE URL contested: overwritten repeatedly' },
  overwritten: { type: 'warning', text: 'ADDE URL overwritten by another server' },
  released: { type: 'warning', text: 'Taken out of service before its ADDE URL was removed' },
  failed: { type: 'error', text: 'ADDE URL failed' },
  'status-stuck': { type: 'error', text: 'Stuck: not set up correctly' },
  stuck: { type: 'warning', text: 'Stuck for more than a day' },
  'token-expiring': { type: 'warning', text: 'Server token expires' },
};

const REMEDIES: Partial<Record<Needed['kind'], string>> = {
  contested: remedyOf('adde.contested'),
  overwritten: remedyOf('adde.overwritten'),
  'token-expiring': remedyOf('token.expires-soon'),
};

/** Problems that a person must solve, the most urgent first. */
export function AttentionTable({ attention: { total, items } }: { readonly attention: Attention }) {
  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${total})`}
          description={items.length < total ? `The ${items.length} most urgent of them.` : undefined}
        >
          Needs attention
        </Header>
      }
      ariaLabels={{ tableLabel: 'Needs attention' }}
      items={items}
      trackBy={(each) => `${each.kind} ${each.tenant} ${nameOf(each)}`}
      wrapLines
      empty={<Empty title="Nothing needs attention">Problems that a person must solve are listed here.</Empty>}
      columnDefinitions={[
        { id: 'what', header: 'What', minWidth: 260, cell: (each) => <What needed={each} /> },
        {
          id: 'where',
          header: 'Domain or server',
          isRowHeader: true,
          cell: (each) => <Where needed={each} />,
        },
        { id: 'remedy', header: 'What to do', minWidth: 200, cell: (each) => remedyFor(each) },
        { id: 'since', header: 'Started', cell: ({ since }) => since !== undefined && <TimeText at={since} /> },
      ]}
    />
  );
}

function nameOf(needed: Needed): string {
  return needed.kind === 'status-stuck' ? needed.target : needed.server;
}

function Where({ needed }: { readonly needed: Needed }) {
  if (needed.kind === 'status-stuck') return <TargetLink {...needed} />;
  const { tenant, server } = needed;
  return (
    <Link to={pathTo({ page: 'server', tenant, server })}>
      {tenant}/{server}
    </Link>
  );
}

function What({ needed }: { readonly needed: Needed }) {
  const { kind, code } = needed;
  const { type, text } = KINDS[kind];
  return (
    <>
      <StatusIndicator type={type}>
        {text}
        {'expires' in needed && needed.expires !== undefined && (
          <>
            {' '}
            <TimeText at={needed.expires} />
          </>
        )}
      </StatusIndicator>
      {'title' in needed && <div>{needed.title}</div>}
      {code !== undefined && <div>{code}</div>}
    </>
  );
}

function remedyFor({ kind, code }: Needed): string {
  return REMEDIES[kind] ?? remedyOf(code ?? '') ?? '';
}
