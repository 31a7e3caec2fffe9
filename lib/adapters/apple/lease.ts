/** Leases by name, so that one conversation at a time talks to Apple for a server token. */
export interface Leases {
  /** Takes the lease or prolongs one's own; false while another holder has it. */
  hold(name: string, holder: string, until: number, now: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** How long a lease is held without being prolonged: longer than any request to Apple may take. */
export const LEASE_MS = 30_000;

/** Sessions by the fingerprint of their token; kept in memory only, as a session is as good as a token. */
export interface Sessions {
  get(fingerprint: string): string | undefined;
  put(fingerprint: string, session: string): void;
  drop(fingerprint: string): void;
}

export function createSessionCache(): Sessions {
  const sessions = new Map<string, string>();
  return {
    get: (fingerprint) => sessions.get(fingerprint),
    put: (fingerprint, session) => void sessions.set(fingerprint, session),
    drop: (fingerprint) => void sessions.delete(fingerprint),
  };
}
