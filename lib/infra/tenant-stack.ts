import { Annotations, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { edgeStackName, parameters, REGION, tenantStackName } from '../contract/names';
import { type Config, frontsOf, type Tenant } from '../core/tenants/fleet';
import { FrontConstruct } from './front';
import { tagResources } from './tags';

/** One tenant: a front for each of its domains that Signpost answers. */
export class TenantStack extends Stack {
  constructor(scope: Construct, props: { readonly config: Config; readonly tenant: Tenant }) {
    const { config, tenant } = props;
    const { stage } = config;
    const tags = { ...config.tags, stage, tenant: tenant.id };
    super(scope, tenantStackName(stage, tenant.id), {
      description: `Signpost ${stage}: fronts of ${tenant.id}`,
      env: { region: REGION, account: config.account },
      tags,
    });
    tagResources(this, tags);

    // Read anew at each deployment. The function's own stack may change or go without asking this one.
    const read = (name: string) => ssm.StringParameter.valueForStringParameter(this, name);
    const shared = {
      edgeVersion: lambda.Version.fromVersionArn(
        this,
        'EdgeVersion',
        read(parameters.edgeVersion(stage, tenant.channel)),
      ),
      alarmTopic: sns.Topic.fromTopicArn(this, 'AlarmTopic', read(parameters.alarmTopic(stage))),
      accessLogDestinationArn: read(parameters.accessLogDestination(stage)),
    };
    for (const front of frontsOf(tenant)) {
      new FrontConstruct(this, front.name, { stage, tenant, front, ...shared });
    }
  }

  /** Says what must be there before this stack is deployed on its own. */
  explainPrerequisites(config: Config, tenant: Tenant): void {
    const { stage } = config;
    const names = [
      parameters.edgeVersion(stage, tenant.channel),
      parameters.alarmTopic(stage),
      parameters.accessLogDestination(stage),
    ];
    Annotations.of(this).addInfo(
      `Reads the SSM parameters ${names.join(', ')} in ${REGION}. ${edgeStackName(stage)} writes them: ` +
        `deploy it first, with "npx cdk deploy ${edgeStackName(stage)}".`,
    );
  }
}
