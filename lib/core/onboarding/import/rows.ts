import { type DomainName, parseDomainName } from '../../discovery/domain-name';
import type { Fleet } from '../../tenants/fleet';
import { type CsvRow, parseCsv } from './csv';

/** A domain to look at, and where it stands. */
export interface ImportRow {
  readonly line: number;
  readonly domain: DomainName;
  /** Id of its tenant as the file says or the domain suggests. */
  readonly tenant: string;
  readonly name: string;
}

/** A row that is left out. The reason never repeats what may be somebody's address. */
export interface SkippedRow {
  readonly line: number;
  readonly reason: string;
}

export interface ImportList {
  readonly rows: readonly ImportRow[];
  readonly skipped: readonly SkippedRow[];
}

const HEADINGS = {
  domain: ['domain', 'domains', 'e-mail domain', 'email domain', 'maildomain', 'host', 'hostname', 'fqdn'],
  tenant: ['tenant', 'tenant id', 'id', 'slug'],
  name: ['name', 'customer', 'company', 'organisation', 'organization'],
} as const;

interface Columns {
  readonly domain: number;
  readonly tenant: number;
  readonly name: number;
  readonly headed: boolean;
}

/** The domains of a list; nothing where it has no column of them. */
export function readImportList(text: string, fleet: Fleet): ImportList | undefined {
  const table = parseCsv(text);
  const columns = findColumns(table);
  if (!columns) return undefined;
  const owners = new Map(fleet.tenants.flatMap(({ id, domains }) => domains.map(({ name }) => [name as string, id])));
  const lines = new Map<string, number>();
  const rows: ImportRow[] = [];
  const skipped: SkippedRow[] = [];
  for (const { line, cells } of columns.headed ? table.slice(1) : table) {
    const word = cells[columns.domain] ?? '';
    const domain = readDomain(word);
    const reason =
      'reason' in domain ? domain.reason : whySkip(domain.value, lines.get(domain.value), owners.get(domain.value));
    if ('reason' in domain || reason !== undefined) skipped.push({ line, reason: reason ?? '' });
    else {
      lines.set(domain.value, line);
      const name = cells[columns.name] || domain.value;
      rows.push({
        line,
        domain: domain.value,
        tenant: tenantIdFor(cells[columns.tenant] || domain.value),
        name: name.slice(0, 100),
      });
    }
  }
  return { rows, skipped };
}

function whySkip(domain: string, line: number | undefined, owner: string | undefined): string | undefined {
  if (line !== undefined) return `${domain} stands in line ${line} already`;
  return owner === undefined ? undefined : `${domain} belongs to the tenant ${owner} already`;
}

function findColumns(table: readonly CsvRow[]): Columns | undefined {
  const [first] = table;
  if (!first) return undefined;
  const heading = first.cells.map((cell) => cell.toLowerCase());
  const column = (names: readonly string[]) => heading.findIndex((cell) => names.includes(cell));
  const domain = column(HEADINGS.domain);
  if (domain >= 0) return { domain, tenant: column(HEADINGS.tenant), name: column(HEADINGS.name), headed: true };
  // Without a heading, the column in which domains stand.
  const width = Math.max(...table.map(({ cells }) => cells.length));
  const hits = Array.from(
    { length: width },
    (_, index) => table.filter(({ cells }) => 'value' in readDomain(cells[index] ?? '')).length,
  );
  const best = Math.max(...hits);
  return best === 0 ? undefined : { domain: hits.indexOf(best), tenant: -1, name: -1, headed: false };
}

/** A domain, also as `https://acme.example/…` or `@acme.example`. */
function readDomain(word: string): { readonly value: DomainName } | { readonly reason: string } {
  if (word === '') return { reason: 'no domain in this row' };
  const bare = word
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/^@/, '')
    .replace(/\.$/, '');
  if (bare.includes('@')) return { reason: 'an address of a person, not a domain' };
  const parsed = parseDomainName(bare);
  return parsed.ok ? { value: parsed.value } : { reason: parsed.problem.message };
}

const MAX_ID = 32;

/** An id by the rules of file names: `acme-co-uk` for `acme.co.uk`. */
export function tenantIdFor(word: string): string {
  const slug = word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_ID)
    .replace(/-+$/, '');
  return slug.length < 2 ? `tenant-${slug || 'x'}` : slug;
}
