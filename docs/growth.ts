import { MAX_FRONTS } from '../lib/core/tenants/check-fleet';

/** How sure a number is: AWS documents it, or it was read elsewhere and is to be confirmed before it is promised. */
type Certainty = 'documented' | 'unconfirmed';

/** A quota, how much of it one tenant with one front takes, and what the stage itself takes. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly perTenant: number;
  readonly shared: number;
  /** Missing where the quota is one that we stay out of. */
  readonly adjustable?: boolean;
  readonly note?: string;
}

/** Defaults of a new account, dedicated mode: a distribution per front. [documented] */
const DEDICATED_QUOTAS: readonly Quota[] = [
  {
    name: 'distributions that share a custom policy, web ACL or access control',
    limit: 100,
    perTenant: 1,
    shared: 0,
    note: 'does not apply: a front has managed policies and none of the others',
  },
  { name: 'distributions on one edge function', limit: 500, perTenant: 1, shared: 0, adjustable: false },
  { name: 'distributions with any edge function', limit: 500, perTenant: 1, shared: 0, adjustable: true },
  // The console's.
  { name: 'distributions', limit: 500, perTenant: 1, shared: 1, adjustable: true },
  {
    name: 'hosted zones',
    limit: 500,
    perTenant: 1,
    shared: 1,
    adjustable: true,
    note: 'only where each customer has a zone in the account',
  },
  // Edge, Backend, Console, and the bootstrap's CDKToolkit.
  { name: 'stacks', limit: 2000, perTenant: 1, shared: 4, adjustable: true },
  // The backend's and the console's.
  { name: 'certificates', limit: 2500, perTenant: 1, shared: 2, adjustable: true },
  { name: 'certificates requested in a year', limit: 5000, perTenant: 1, shared: 2, adjustable: true },
];

/** The same in pooled mode: a distribution tenant per domain on a few multi-tenant distributions. [documented] */
const POOLED_QUOTAS: readonly Quota[] = [
  { name: 'certificates', limit: 2500, perTenant: 1, shared: 2, adjustable: true },
  { name: 'certificates requested in a year', limit: 5000, perTenant: 1, shared: 2, adjustable: true },
  { name: 'distribution tenants', limit: 10_000, perTenant: 1, shared: 0, adjustable: true },
];

/** Prices in dollars, us-east-1, without taxes, free tiers and discounts. */
const PRICES = {
  alarm: price(0.1, 'metric of an alarm and month', 'unconfirmed'),
  httpsRequest: price(1 / 1e6, 'CloudFront request, North America', 'unconfirmed'),
  edgeRequest: price(0.63 / 1e6, 'Lambda@Edge request of 5 ms at 128 MB', 'unconfirmed'),
  logGigabyte: price(0.5, 'GB of logs taken in', 'unconfirmed'),
  metricSeries: price(0.3, 'metric series and month', 'unconfirmed'),
  dashboard: price(3, 'dashboard and month', 'unconfirmed'),
  key: price(1, 'KMS key and month', 'unconfirmed'),
  secret: price(0.4, 'secret and month', 'documented'),
  httpApiRequest: price(1 / 1e6, 'HTTP API request', 'documented'),
  pooledFirst: price(20, 'month for 11 to 200 distribution tenants', 'unconfirmed'),
  pooledMore: price(0.1, 'further distribution tenant and month', 'unconfirmed'),
} as const;

/** What one tenant does in a month. */
const DISCOVERIES = 10_000;
const ALARMS_PER_FRONT = 2;
const LOG_LINES_PER_DISCOVERY = 2;
const LOG_LINE_KILOBYTES = 0.5;
/** Metrics that the backend's alarms compare. */
export const BACKEND_ALARM_METRICS = 30;
/** Answer and family that occur, in each region that ran the function: twenty. One of the reconciler, three of the check. */
const METRIC_SERIES = 20 + 4;
const SIZES = [10, MAX_FRONTS, 10_000];

function price(dollars: number, per: string, certainty: Certainty) {
  return { dollars, per, certainty };
}

/** How many tenants of one front each fit. */
export function tenantsWithin({ limit, perTenant, shared }: Quota): number {
  return Math.floor((limit - shared) / perTenant);
}

/** Dollars a month of what one tenant's devices cause. */
function requestsPerTenant(): number {
  const { httpsRequest, edgeRequest, logGigabyte } = PRICES;
  const logs = ((DISCOVERIES * LOG_LINES_PER_DISCOVERY * LOG_LINE_KILOBYTES) / 1e6) * logGigabyte.dollars;
  return DISCOVERIES * (httpsRequest.dollars + edgeRequest.dollars) + logs;
}

/** Dollars a month of what a stage has once per account. */
function shared(): number {
  const { alarm, dashboard, key, metricSeries } = PRICES;
  const watching = BACKEND_ALARM_METRICS * alarm.dollars + dashboard.dollars;
  return key.dollars + watching + METRIC_SERIES * metricSeries.dollars;
}

/** What a number of tenants costs in a month. */
export interface Cost {
  readonly tenants: number;
  readonly accounts: number;
  readonly dollars: number;
  readonly perTenant: number;
}

export function dedicatedCost(tenants: number): Cost {
  const accounts = Math.ceil(tenants / MAX_FRONTS);
  const perFront = requestsPerTenant() + ALARMS_PER_FRONT * PRICES.alarm.dollars;
  return cost(tenants, accounts, accounts * shared() + tenants * perFront);
}

/** Alarms are one set for all, as the metrics of a distribution are. */
export function pooledCost(tenants: number): Cost {
  const fee = tenants <= 10 ? 0 : PRICES.pooledFirst.dollars + Math.max(0, tenants - 200) * PRICES.pooledMore.dollars;
  const alarms = ALARMS_PER_FRONT * PRICES.alarm.dollars;
  return cost(tenants, 1, shared() + alarms + fee + tenants * requestsPerTenant());
}

function cost(tenants: number, accounts: number, dollars: number): Cost {
  return { tenants, accounts, dollars, perTenant: dollars / tenants };
}

/** `docs/growth.md`. */
export function renderGrowth(): string {
  return `# Growth

Which quota is exceeded first as tenants are added, and what they cost. Nothing here was measured in an account. The numbers
are computed by \`docs/growth.ts\`, and this page is written by \`npm run docs\`. Quotas are the defaults that AWS documents;
prices are those that were published when this was written, and the unconfirmed ones were not seen on AWS's own pages:
confirm them before you promise anything.

A tenant counts as one front; one with three fronts counts as three.

## Dedicated: a distribution per front, as it is built today

${quotaTable(DEDICATED_QUOTAS)}

The edge function's ${number(500)} cannot be raised, so the app refuses more than ${MAX_FRONTS} fronts and leaves the rest for replacements. Two ways
on: a second edge function (the quota counts distributions per function; the two adjustable ones must then be raised), or a
second account. A second account is simpler, as all other quotas in the table are per account.

Requests are far from their limit: ${number(1000)} environments run in a region at a time, each at most 10 requests a second, so ${number(10_000)}
requests a second. ${MAX_FRONTS} tenants whose ${number(1000)} devices each ask within the same hour make ${number((MAX_FRONTS * 1000) / 3600)} a second.

## Pooled: a distribution tenant per domain, not built

${quotaTable(POOLED_QUOTAS)}

Certificates come first, if a managed one per domain counts like any other, which is to be confirmed. Pooled mode has no origin headers per tenant, so the
host would select the policy: in the backend, or at viewer-request. \`decide\` and \`render\` stay as they are.

## What it costs in a month

${number(DISCOVERIES)} discoveries a tenant, ${ALARMS_PER_FRONT} alarms a front, and per account ${METRIC_SERIES} metric series, ${BACKEND_ALARM_METRICS} metrics
under the backend's alarms, a dashboard and a key.

| tenants | accounts, dedicated | dedicated $ | a tenant $ | pooled $ | a tenant $ |
|---|---|---|---|---|---|
${SIZES.map(costRow).join('\n')}

Alarms are ${percent((ALARMS_PER_FRONT * PRICES.alarm.dollars) / (requestsPerTenant() + ALARMS_PER_FRONT * PRICES.alarm.dollars))} of what a dedicated front costs, so saving starts there. Not in the table: a hosted zone where the
customer has none (0.50), a server token that Signpost keeps (${PRICES.secret.dollars.toFixed(2)}), and for domains that the backend decides the HTTP
API (${dollars(DISCOVERIES * PRICES.httpApiRequest.dollars)} for the same discoveries), Lambda and DynamoDB.

| price | $ | per | |
|---|---|---|---|
${Object.entries(PRICES).map(priceRow).join('\n')}
`;
}

function quotaTable(quotas: readonly Quota[]): string {
  const sorted = [...quotas].sort((a, b) => tenantsWithin(a) - tenantsWithin(b));
  const rows = sorted.map((quota) => {
    const { name, limit, adjustable, note } = quota;
    const nature = adjustable ? 'adjustable' : 'fixed';
    const remark = [...(adjustable === undefined ? [] : [nature]), ...(note === undefined ? [] : [note])].join('; ');
    return `| ${number(tenantsWithin(quota) + 1)} | ${name} | ${number(limit)} | ${remark} |`;
  });
  return ['| breaks at tenant | quota | default | |', '|---|---|---|---|', ...rows].join('\n');
}

function costRow(tenants: number): string {
  const [dedicated, pooled] = [dedicatedCost(tenants), pooledCost(tenants)];
  const cells = [
    number(tenants),
    number(dedicated.accounts),
    ...[dedicated, pooled].flatMap((each) => [dollars(each.dollars), dollars(each.perTenant)]),
  ];
  return `| ${cells.join(' | ')} |`;
}

function priceRow([name, { dollars: amount, per, certainty }]: [string, ReturnType<typeof price>]): string {
  const million = amount < 0.001;
  return `| ${name} | ${(million ? amount * 1e6 : amount).toFixed(2)} | ${million ? 'million × ' : ''}${per} | ${certainty} |`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function dollars(value: number): string {
  const digits = value < 1000 ? 2 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
