import { parseTarget } from '../../lib/core/tenants/records';
import { Link } from './navigation';
import { pathTo } from './routes';

interface Props {
  readonly tenant: string;
  /** A domain, or `server:<name>` for a server's fallback. */
  readonly target: string;
}

/** Leads to the page of a domain or a server. */
export function TargetLink({ tenant, target }: Props) {
  const { kind, name } = parseTarget(target);
  if (kind === 'domain') return <Link to={pathTo({ page: 'domain', tenant, domain: name })}>{name}</Link>;
  return <Link to={pathTo({ page: 'server', tenant, server: name })}>{name} (server)</Link>;
}
