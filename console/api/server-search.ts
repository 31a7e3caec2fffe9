import type { RegistrationState } from '../../lib/core/registration/registration';

/** Which servers are looked for. */
export interface ServerSearch {
  readonly state?: RegistrationState;
  /** Exactly. */
  readonly domain?: string;
}
