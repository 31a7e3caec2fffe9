/** An AWS account, as far as the control plane is imitated: what a test sets up, and what calls change. */
export interface AwsAccount {
  readonly id: string;
  readonly callerArn: string;
  readonly zones: HostedZone[];
  readonly certificates: AcmCertificate[];
  readonly distributions: ListedDistribution[];
  readonly functions: Map<string, VersionedFunction>;
  readonly quotas: Quota[];
}

export interface HostedZone {
  readonly id: string;
  /** With the dot at the end, as Route 53 writes it. */
  readonly name: string;
  readonly private: boolean;
  readonly nameServers: readonly string[];
  readonly records: readonly RecordSet[];
}

/** Values, or the target of an alias. */
export interface RecordSet {
  /** With the dot at the end. */
  readonly name: string;
  readonly type: string;
  readonly values?: readonly string[];
  readonly aliasTarget?: string;
}

export interface AcmCertificate {
  readonly arn: string;
  readonly domainName: string;
  readonly keyAlgorithm: string;
  readonly token?: string;
  readonly tags: readonly { readonly Key: string; readonly Value?: string }[];
  readonly record: { readonly name: string; readonly value: string };
  readonly createdAt: number;
  readonly inUseBy: readonly string[];
  status: 'PENDING_VALIDATION' | 'ISSUED' | 'VALIDATION_TIMED_OUT' | 'FAILED';
  issuedAt?: number;
  failureReason?: string;
  /** How often it was described: a new request is not known everywhere at once. */
  described: number;
}

export interface ListedDistribution {
  readonly id: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly enabled: boolean;
  /** ARN of the version at origin-request, on the default behaviour and on a further one. */
  readonly functionVersions: readonly string[];
}

interface VersionedFunction {
  readonly versions: number[];
  /** Versions that still have replicas at the edges. */
  readonly replicated: ReadonlySet<number>;
}

interface Quota {
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly quotaName: string;
  readonly value: number;
}

/** An account with nothing in it. */
export function emptyAccount(id = '111111111111'): AwsAccount {
  return {
    id,
    callerArn: `arn:aws:sts::${id}:assumed-role/platform/operator`,
    zones: [],
    certificates: [],
    distributions: [],
    functions: new Map(),
    quotas: [],
  };
}
