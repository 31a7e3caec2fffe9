import type { ValidationLookup } from '../doctor/facts';
import type { Observation } from '../observation';
import type { AcmCertificateFacts, DistributionFacts } from '../onboarding/facts';
import type { WriteGate } from '../registration/observation';
import type { FixOwner, RegistrationState } from '../registration/registration';
import type { Website } from '../website';

/** A server's ADDE URL as the API shows it. */
export interface AddeStatus {
  readonly state: RegistrationState;
  readonly defaultUrl?: string;
  /** Missing where no URL was ever requested. */
  readonly wanted?: { readonly url?: string };
  readonly observed:
    | { readonly kind: 'unknown' }
    | { readonly kind: 'none' }
    | { readonly kind: 'url'; readonly url: string };
  readonly fault?: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly needs: FixOwner;
  };
}

/** A server of the tenant, those that were taken out of its file included. */
export interface ServerFacts {
  readonly name: string;
  readonly token: 'shared' | 'owned';
  /** Whether the secret store holds an owned token, or a key that waits for one; also where that is not known. */
  readonly hasToken: boolean;
  readonly adde: AddeStatus;
}

/** What the backend knows of the tenant. */
interface BackendFacts {
  readonly state: 'active' | 'released';
  /** Until then a released tenant answers as before, and can come back as it was. */
  readonly graceUntil?: string;
}

/** A certificate for exactly one domain, with its tags. */
export interface TaggedCertificate extends AcmCertificateFacts {
  readonly tags: Readonly<Record<string, string>>;
  /** Where the records that validate it should be, and what is there. */
  readonly lookups: readonly ValidationLookup[];
}

/** What a domain's own path answers, asked as a device does. */
export interface AnswerFacts {
  readonly status: number;
  readonly location?: string;
  /** Whether the certificate holds for the domain. */
  readonly trusted: boolean;
  /** Whether CloudFront says that it has passed this on. */
  readonly byCloudFront: boolean;
}

/** A domain of the tenant that no other tenant has taken over. */
export interface DomainFacts {
  readonly name: string;
  /** The DNS zone that it is in. */
  readonly zone: string;
  /** `unknown`: the tenant's file is gone, and with it whose DNS it is. */
  readonly way: 'route53' | 'external' | 'elsewhere' | 'unknown';
  readonly website?: Website;
  /** The certificate that the tenant's file names. */
  readonly certificateArn?: string;
  /** Absent where there is no such name, or none with an address. */
  readonly addresses: Observation<{ readonly aliases: readonly string[]; readonly addresses: readonly string[] }>;
  readonly answer: Observation<AnswerFacts>;
  readonly certificates: Observation<readonly TaggedCertificate[]>;
}

/** Everything that is observed of a tenant on its way out. */
export interface OffboardFacts {
  readonly tenant: string;
  readonly target: 'local' | 'account';
  readonly stage: string;
  readonly stack: string;
  /** Whether `tenants/<id>.ts` is there. */
  readonly hasFile: boolean;
  /** Missing where the backend does not know the tenant. */
  readonly backend?: BackendFacts;
  readonly servers: readonly ServerFacts[];
  /** Whether writes to Apple are allowed at the moment. */
  readonly gate: WriteGate;
  readonly domains: readonly DomainFacts[];
  /** Every distribution of the account. */
  readonly distributions: Observation<readonly DistributionFacts[]>;
  readonly edgeFunction: string;
  /** Hosts of the clusters that devices are sent to. */
  readonly clusterHosts: readonly string[];
}
