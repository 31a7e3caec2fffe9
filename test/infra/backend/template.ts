import { buildFleet, deployedConfig } from '../../support/fleet';
import { synthesize } from '../../support/synthesis';

const fleet = buildFleet({ config: { ...deployedConfig, tags: { product: 'signpost' } }, tenants: {} });

/** Name of the Backend stack of a stage in an account. */
export const BACKEND = 'Signpost-prod-Backend';

/** That stage with a backend, synthesized. */
const synthesis = synthesize(fleet);
export const { app, json } = synthesis;
export const backend = synthesis.template(BACKEND);

type Properties = Readonly<Record<string, unknown>>;

/** The properties of the only resource of a type, or of the one with these properties. */
export function properties(type: string, having: Properties = {}) {
  const found = Object.values(backend.findResources(type, { Properties: having }));
  expect(found).toHaveLength(1);
  return found[0]?.['Properties'];
}

/** The logical id of that resource. */
export function idOf(type: string, having: Properties = {}): string {
  return Object.keys(backend.findResources(type, { Properties: having }))[0] ?? '';
}
