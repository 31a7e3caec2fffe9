import { type ClusterView, clusterListSchema } from '../../../lib/contract/api/server-schemas';
import type { Cluster } from '../../../lib/core/tenants/fleet';
import { wellKnownUrl } from '../../../lib/core/tenants/resolve';
import { operation, success } from '../operation';

export const listClusters = operation({
  id: 'listClusters',
  method: 'get',
  path: '/v1/clusters',
  summary: 'The clusters that policies may name',
  access: { role: 'platform', scope: 'read' },
  response: { schema: clusterListSchema, description: 'Those of clusters.ts when the Backend stack was deployed.' },
  handle: async (_, { clusters }) => success({ items: clusters.map(viewCluster) }),
});

function viewCluster(cluster: Cluster): ClusterView {
  const { name, description } = cluster;
  return { name, url: wellKnownUrl(cluster), ...(description === undefined ? {} : { description }) };
}
