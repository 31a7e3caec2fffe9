import type { RegistrationState } from '../../lib/core/registration/registration';

/** Which servers to find. */
export interface ServerSearch {
  readonly state?: RegistrationState;
  /** Exactly. */
  readonly domain?: string;
}
