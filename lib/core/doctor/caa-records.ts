import type { CaaRecord } from './facts';

/** Amazon's names in CAA records: any of these in an `issue` record allows ACM to issue. [documented] */
export const AMAZON_ISSUERS: readonly string[] = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/**
 * The authorities that may issue for the bare domain; nothing where no `issue` record restricts it. `issuewild` applies
 * to wildcards only (RFC 8659).
 */
export function allowedIssuers(records: readonly CaaRecord[]): readonly string[] | undefined {
  const issue = records.filter(({ tag }) => tag === 'issue');
  if (issue.length === 0) return undefined;
  return issue.map(({ value }) => value.split(';')[0]?.trim().toLowerCase() ?? '').filter((name) => name !== '');
}

/** Whether the CAA records in force allow ACM to issue for the bare domain. */
export function caaAllowsAmazon(records: readonly CaaRecord[]): boolean {
  const allowed = allowedIssuers(records);
  return allowed === undefined || allowed.some((name) => AMAZON_ISSUERS.includes(name));
}
