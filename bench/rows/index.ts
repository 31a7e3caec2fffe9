import { discoveryBundle } from './discovery-bundle';
import { discoveryEndpoint } from './discovery-endpoint';
import { doctor } from './doctor';
import { edgeBundle } from './edge-bundle';
import { edgeHandler } from './edge-handler';
import { listing } from './listing';
import { loading } from './loading';
import { localFront } from './local-front';
import { oneTenant } from './one-tenant';
import { reconciling } from './reconcile';
import { replay } from './replay';
import { resources } from './resources';
import { roundTrips } from './round-trips';
import type { Row } from './row';
import { start } from './start';
import { synthesis } from './synthesis';

/** Every row, in the order of the table: a device's way first, then the backend, then what a person waits for. */
export const ROWS: readonly Row[] = [
  edgeHandler,
  edgeBundle,
  roundTrips,
  discoveryEndpoint,
  discoveryBundle,
  listing,
  reconciling,
  doctor,
  replay,
  loading,
  synthesis,
  oneTenant,
  resources,
  start,
  localFront,
];
