import { App } from 'aws-cdk-lib';
import { buildApp } from '../../lib/infra/app';
import { buildFleet, deployedConfig, plainTenant } from '../support/fleet';

/** A fleet for an account, where references to the account are its number; run as a process of its own. */
const app = new App({ analyticsReporting: false });
const fleet = buildFleet({ config: deployedConfig, tenants: { acme: plainTenant('acme.example') } });
buildApp(app, fleet, { edge: { directory: 'lambda/edge', handler: 'handler.handler' } });
app.synth();
