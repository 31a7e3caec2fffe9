import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { discoveryDomainOf } from '../../contract/backend';
import { consoleConfiguration, consoleStackName } from '../../contract/console';
import { audienceOf, issuerOf } from '../../contract/identity';
import { LOCAL_STAGE, parameters, REGION } from '../../contract/names';
import type { Config, Console } from '../../core/tenants/fleet';
import { hostDns } from '../dns';
import { tagResources } from '../tags';
import { deliverAccessLog } from '../tenant/access-log';
import { consoleDistribution } from './distribution';
import { ConsoleFiles } from './files';

export interface ConsoleStackProps {
  readonly config: Config;
  readonly console: Console;
  /** Folder of the built console. */
  readonly directory: string;
}

/**
 * The web console on a host of its own: static files in a private bucket, and the API beside them, so that no browser
 * asks across origins. Finds the backend by its public name alone.
 */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, { config, console, directory }: ConsoleStackProps) {
    const { stage } = config;
    const tags = { ...config.tags, stage };
    super(scope, consoleStackName(stage), {
      description: `Signpost ${stage}: the web console`,
      env: { region: REGION, account: config.account },
      terminationProtection: stage !== LOCAL_STAGE,
      tags,
    });
    tagResources(this, tags);

    const issuer = issuerOf(config);
    const files = new ConsoleFiles(this, 'Files', {
      directory,
      configuration: consoleConfiguration({ stage, issuer, clientId: console.clientId, audience: audienceOf(config) }),
    });
    const { certificate, addAliases } = hostDns(this, console.domain, console.dns);
    const distribution = consoleDistribution(this, {
      stage,
      host: console.domain,
      certificate,
      bucket: files.bucket,
      apiHost: discoveryDomainOf(config),
      providerOrigins: [new URL(issuer).origin, ...(console.providerOrigins ?? [])],
    });
    addAliases(new CloudFrontTarget(distribution), ['A', 'AAAA', 'HTTPS']);
    deliverAccessLog(this, {
      stage,
      tenant: 'console',
      domain: console.domain,
      distributionArn: distribution.distributionArn,
      destinationArn: ssm.StringParameter.valueForStringParameter(this, parameters.accessLogDestination(stage)),
    });
    this.addOutputs(console, distribution.distributionDomainName);
  }

  private addOutputs({ domain, dns }: Console, distributionDomain: string): void {
    new CfnOutput(this, 'Url', { description: 'The console', value: `https://${domain}/` });
    if (dns.kind === 'route53') return;
    const description = `Record for the DNS of ${domain}`;
    new CfnOutput(this, 'DnsRecords', { description, value: `${domain}. CNAME ${distributionDomain}.` });
  }
}
