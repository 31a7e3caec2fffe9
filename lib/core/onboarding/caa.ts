import type { CaaRecord } from '../doctor/facts';

/** Any of these in an `issue` record lets ACM issue. [documented] */
const AMAZON: readonly string[] = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** Whether the CAA records in force let ACM issue for the bare domain; `issuewild` is about wildcards alone (RFC 8659). */
export function caaAllowsAmazon(records: readonly CaaRecord[]): boolean {
  const issue = records.filter(({ tag }) => tag === 'issue');
  if (issue.length === 0) return true;
  return issue.some(({ value }) => AMAZON.includes(value.split(';')[0]?.trim().toLowerCase() ?? ''));
}
