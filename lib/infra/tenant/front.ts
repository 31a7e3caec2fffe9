import { CfnOutput } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { WELL_KNOWN_PATH } from '../../core/discovery/well-known';
import type { Front, Tenant } from '../../core/tenants/fleet';
import { addAlarms } from '../alarm';
import { hostDns } from '../dns';
import { deliverAccessLog } from './access-log';
import { frontAlarms } from './alarms';
import { frontDistribution } from './distribution';

/** A front and what it shares with the others of its stage. */
export interface FrontProps {
  readonly stage: string;
  readonly tenant: Tenant;
  readonly front: Front;
  /** A numbered version of the edge function. */
  readonly edgeVersion: lambda.IVersion;
  /** The backend's host. */
  readonly discoveryDomain: string;
  readonly alarmTopic: sns.ITopic;
  readonly accessLogDestinationArn: string;
}

/** What serves one domain: certificate, distribution, records, access log, alarms. Its id is the domain's name. */
export class FrontConstruct extends Construct {
  constructor(scope: Construct, id: string, props: FrontProps) {
    super(scope, id);
    const { front, stage, tenant } = props;
    const { certificate, addAliases } = hostDns(this, front.name, front.dns);
    const { edgeVersion, discoveryDomain } = props;
    const distribution = frontDistribution(this, { stage, tenant, front, edgeVersion, certificate, discoveryDomain });
    addAliases(new CloudFrontTarget(distribution), ['A', 'AAAA', 'HTTPS']);
    deliverAccessLog(this, {
      stage,
      tenant: tenant.id,
      domain: front.name,
      distributionArn: distribution.distributionArn,
      destinationArn: props.accessLogDestinationArn,
    });
    const { distributionId } = distribution;
    addAlarms(this, frontAlarms(front.name), { distributionId }, props.alarmTopic);
    this.addOutputs(front, distribution.distributionDomainName);
  }

  private addOutputs({ name, dns }: Front, host: string): void {
    this.output('DistributionDomain', `CloudFront's name for ${name}`, host);
    this.output('DiscoveryUrl', `What devices of ${name} ask`, `https://${name}${WELL_KNOWN_PATH}`);
    this.output('CheckCommand', `Acts as a device of ${name}`, `npx signpost device user@${name}`);
    if (dns.kind === 'route53') return;
    const description = `Record for the DNS of ${name}: ALIAS or ANAME at the apex of a zone, CNAME below it`;
    this.output('DnsRecords', description, `${name}. ALIAS ${host}.`);
  }

  private output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}
