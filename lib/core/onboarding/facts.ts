import type { Diagnosis } from '../doctor/diagnose';
import type { Facts, ValidationLookup, ValidationRecord } from '../doctor/facts';
import { absentFact, type Observation, unknown } from '../observation';
import type { ExternalDns, Route53Dns } from '../tenants/declaration';
import type { Website } from '../website';

/** A hosted zone that could hold a domain, and what it holds at the domain's own name. */
export interface ZoneFacts {
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  /** Sorted; none for a private zone. */
  readonly nameServers: readonly string[];
  readonly records: readonly RecordFacts[];
}

export interface RecordFacts {
  readonly type: string;
  readonly values: readonly string[];
  /** Target of an alias record. */
  readonly alias?: string;
  /** The record set as Route 53 returns it: a change that deletes it must repeat it exactly. */
  readonly recordSet: Readonly<Record<string, unknown>>;
}

export type AcmState = 'issued' | 'pending' | 'timed-out' | 'failed';

/** A certificate of ACM in us-east-1. */
export interface AcmCertificateFacts {
  readonly arn: string;
  readonly names: readonly string[];
  readonly state: AcmState;
  /** The CNAME records that validate it; none for some seconds after the request. */
  readonly records: readonly ValidationRecord[];
  readonly requestedAt?: string;
  readonly issuedAt?: string;
  /** ACM's word for why it failed. */
  readonly failure?: string;
  readonly inUse: boolean;
}

/** Another service that answers at the domain beside its pages, and that people would miss. */
export interface Resident {
  readonly path: string;
  readonly what: string;
}

/** The website at the domain today. */
export interface WebsiteFacts {
  /** What the domain's root answers, and where it leads. */
  readonly root: Observation<{ readonly status: number; readonly location?: string }>;
  /** The same of `www.<domain>`. */
  readonly www: Observation<{ readonly status: number; readonly location?: string }>;
  readonly residents: readonly Resident[];
}

/** How much of a quota is used. */
export interface QuotaFacts {
  readonly used: number;
  readonly limit: number;
}

/** What AWS answers; each part separately, as a role may lack a single permission. */
export interface AwsFacts {
  /** Absent where AWS is not asked at all. */
  readonly account: Observation<string>;
  readonly zones: Observation<readonly ZoneFacts[]>;
  readonly certificates: Observation<readonly AcmCertificateFacts[]>;
  readonly distributions: Observation<readonly DistributionFacts[]>;
  readonly distributionQuota: Observation<QuotaFacts>;
  readonly certificateQuota: Observation<QuotaFacts>;
}

/** Facts of AWS that are all unknown, for one reason. */
export function unknownAws(reason: string, account: AwsFacts['account'] = unknown(reason)): AwsFacts {
  const none = unknown(reason);
  return {
    account,
    zones: none,
    certificates: none,
    distributions: none,
    distributionQuota: none,
    certificateQuota: none,
  };
}

/** For a plan without AWS: the domain is checked from the internet only. */
export const NOT_ASKED: AwsFacts = unknownAws('this plan checks from the internet only', absentFact);

/** A distribution of the account, as far as onboarding needs it. */
export interface DistributionFacts {
  readonly id: string;
  /** CloudFront's own name for it, `….cloudfront.net`. */
  readonly domainName: string;
  readonly aliases: readonly string[];
  /** Staging distributions and disabled ones count as well: they hold functions and aliases. */
  readonly enabled: boolean;
  /** ARNs of the function versions that run at any of its events. */
  readonly functionVersions: readonly string[];
}

/** A tenant, as far as plans need it. */
export interface PlannedTenant {
  readonly id: string;
  readonly servers: readonly unknown[];
}

/** A declared domain, as far as it is known: only its file states the DNS and the website. */
export type PlannedDomain =
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'front'; readonly dns?: Route53Dns | ExternalDns; readonly website?: Website };

/** The facts for the plan of one domain. */
export interface PlanFacts {
  readonly domain: string;
  /** The DNS zone that the domain is in. */
  readonly zone: string;
  /** The declaration of the domain, if there is one. */
  readonly declared?: { readonly tenant: PlannedTenant; readonly domain: PlannedDomain };
  /** The account of the project; left out, any account. */
  readonly account?: string;
  /** Names of the stage. */
  readonly names: { readonly edgeFunction: string; readonly stack?: string };
  /** The domain as devices see it. */
  readonly seen: Facts;
  readonly diagnosis: Diagnosis;
  readonly website: WebsiteFacts;
  readonly aws: AwsFacts;
  /** The name servers in DNS, by the name of each public zone that AWS has. */
  readonly delegations: ReadonlyMap<string, Observation<readonly string[]>>;
  /** Those of the certificate to use. */
  readonly lookups: readonly ValidationLookup[];
  readonly now: Date;
}
