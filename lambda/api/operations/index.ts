import type { Operation } from '../operation';
import { listChecks, postCheck } from './checks';
import { listClusters } from './clusters';
import { getControls, postReleaseBrake, putControls } from './controls';
import { countDiscoveries } from './discoveries';
import { deleteDomainOverride, getDiscovery, previewDiscovery, putDomainOverride } from './discovery';
import { getOverview } from './overview';
import { getPlan } from './plan';
import {
  deleteAddeUrl,
  deleteOwnedToken,
  getAddeUrl,
  getToken,
  postTokenKey,
  putAddeUrl,
  putToken,
  refreshAddeUrlNow,
} from './registrations';
import { findServers } from './server-list';
import { deleteFallbackOverride, getFallback, listServers, putFallbackOverride } from './servers';
import { getTenant, listEvents, listTenants } from './tenants';

/** Every operation of the API, in the order of its document. */
export const OPERATIONS: readonly Operation[] = [
  getOverview,
  listTenants,
  getTenant,
  listEvents,
  getDiscovery,
  putDomainOverride,
  deleteDomainOverride,
  previewDiscovery,
  getPlan,
  findServers,
  listChecks,
  postCheck,
  listServers,
  getFallback,
  putFallbackOverride,
  deleteFallbackOverride,
  getAddeUrl,
  putAddeUrl,
  deleteAddeUrl,
  refreshAddeUrlNow,
  getToken,
  postTokenKey,
  putToken,
  deleteOwnedToken,
  getControls,
  putControls,
  postReleaseBrake,
  listClusters,
  countDiscoveries,
];
