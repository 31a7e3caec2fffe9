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
