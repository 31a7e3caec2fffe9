import { App } from 'aws-cdk-lib';
import { elsewhere, none, route53, shared } from '../../lib/core/tenants/authoring';
import type { TenantDeclaration } from '../../lib/core/tenants/declaration';
import { buildApp } from '../../lib/infra/app';
import { addValidation } from '../../lib/infra/validation';
import { buildFleet, deployedConfig, plainTenant } from '../support/fleet';

/** Fleets with a backend, for an account and for this machine; run as a process of its own. */
const app = new App({ analyticsReporting: false });
addValidation(app);
// A folder that changes with nothing stands for every bundle.
const asset = { directory: 'lambda/edge', handler: 'handler.handler' };
const assets = {
  edge: asset,
  backend: { discovery: asset, api: asset, declare: asset, reconcile: asset, check: asset },
};
const SECRET = 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:mdm-AbCdEf';
/** Domains of their own for each stage, as a name belongs to one distribution. */
const tenants = (stage: string): Readonly<Record<string, TenantDeclaration>> => ({
  acme: plainTenant(`acme.${stage}.example`, { servers: { main: { token: shared(SECRET) } } }),
  kiosk: plainTenant('kiosk.example', { domains: { 'kiosk.example': { dns: elsewhere() } } }),
  tyrell: plainTenant('tyrell.example', {
    domains: { [`tyrell.${stage}.example`]: { dns: route53('Z1TYRELL'), website: none(), decide: 'backend' } },
  }),
});
// References to the account are its number there, and a reference here: findings are spelled differently.
const config = {
  ...deployedConfig,
  console: { domain: 'console.signpost.example', dns: route53('Z0CONSOLE'), clientId: 'signpost-console' },
};
buildApp(app, buildFleet({ config, tenants: tenants('prod') }), { ...assets, consoleDirectory: asset.directory });
buildApp(app, buildFleet({ tenants: tenants('local') }), assets);
app.synth();
