import { type DomainName, parseDomainName } from '../../discovery/domain-name';
import { shortHash } from '../../discovery/share';
import type { Fleet } from '../../tenants/fleet';
import { type CsvRow, parseCsv } from './csv';

/** A domain to check, and its line in the list. */
export interface ImportRow {
  readonly line: number;
  readonly domain: DomainName;
  /** The id of its tenant, as given in the list or derived from the domain. */
  readonly tenant: string;
  readonly name: string;
}

/** A row that is left out. The reason never repeats what may be a person's address. */
export interface SkippedRow {
  readonly line: number;
  readonly reason: string;
}

export interface ImportList {
  readonly rows: readonly ImportRow[];
  /** Domains that their tenant has already: an earlier import wrote them. */
  readonly present: readonly DomainName[];
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
  const takers = new Map<string, { readonly word: string; readonly line: number }>();
  const rows: ImportRow[] = [];
  const skipped: SkippedRow[] = [];
  const present: DomainName[] = [];
  for (const { line, cells } of columns.headed ? table.slice(1) : table) {
    const domain = readDomain(cells[columns.domain] ?? '');
    if ('reason' in domain) {
      skipped.push({ line, reason: domain.reason });
      continue;
    }
    const { value } = domain;
    const earlier = lines.get(value);
    const owner = owners.get(value);
    const word = cells[columns.tenant] || value;
    const tenant = tenantIdFor(word);
    const taker = takers.get(tenant) ?? { word: plainWord(word), line };
    lines.set(value, earlier ?? line);
    takers.set(tenant, taker);
    if (earlier !== undefined) skipped.push({ line, reason: `${value} is in line ${earlier} already` });
    else if (owner === tenant) present.push(value);
    else if (owner !== undefined) skipped.push({ line, reason: `${value} belongs to the tenant ${owner} already` });
    // Customers with different words never share a file: the administrators of one would manage the other.
    else if (taker.word !== plainWord(word)) skipped.push({ line, reason: describeClash(tenant, taker.line) });
    else rows.push({ line, domain: value, tenant, name: (cells[columns.name] || value).slice(0, 100) });
  }
  return { rows, present, skipped };
}

function describeClash(tenant: string, line: number): string {
  return `would get the tenant id ${tenant}, which line ${line} has by another word; expected a separate id in the column tenant`;
}

function findColumns(table: readonly CsvRow[]): Columns | undefined {
  const [first] = table;
  if (!first) return undefined;
  const heading = first.cells.map((cell) => cell.toLowerCase());
  const column = (names: readonly string[]) => heading.findIndex((cell) => names.includes(cell));
  const domain = column(HEADINGS.domain);
  if (domain >= 0) return { domain, tenant: column(HEADINGS.tenant), name: column(HEADINGS.name), headed: true };
  // Without a heading, the column that has the most domains.
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

/**
 * An id by the rules of file names: `acme-co-uk` for `acme.co.uk`. If the id cannot hold every letter and digit of the
 * word, it includes a hash of the word.
 */
export function tenantIdFor(word: string): string {
  const plain = plainWord(word);
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const id = /^[a-z]./.test(slug) ? slug : `tenant-${slug}`;
  const isLossy = slug === '' || id.length > MAX_ID || /[\p{L}\p{N}]/u.test(plain.replace(/[a-z0-9]+/g, ''));
  if (!isLossy) return id;
  const hash = shortHash(plain);
  return `${id.slice(0, MAX_ID - hash.length - 1).replace(/-$/, '')}-${hash}`;
}

/** A word in one spelling, so that spellings compare as equal. */
function plainWord(word: string): string {
  return word.normalize('NFKD').toLowerCase();
}
