import { Annotations, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { backendParameters, backendStackName, discoveryDomainOf } from '../../contract/backend';
import { DECLARE_RESOURCE_TYPE, DECLARE_SERVICE_TIMEOUT_SECONDS, declareProperties } from '../../contract/declare';
import { edgeStackName, parameters, REGION, tenantStackName } from '../../contract/names';
import { type Config, frontsOf, type Tenant } from '../../core/tenants/fleet';
import { tagResources } from '../tags';
import { FrontConstruct } from './front';

export interface TenantStackProps {
  readonly config: Config;
  readonly tenant: Tenant;
}

/** One tenant: its declaration to the backend, and a front for each of its domains that Signpost answers. */
export class TenantStack extends Stack {
  constructor(
    scope: Construct,
    private readonly props: TenantStackProps,
  ) {
    const { config, tenant } = props;
    const { stage } = config;
    const tags = { ...config.tags, stage, tenant: tenant.id };
    super(scope, tenantStackName(stage, tenant.id), {
      description: `Signpost ${stage}: the tenant ${tenant.id}`,
      env: { region: REGION, account: config.account },
      tags,
    });
    tagResources(this, tags);

    const declaration = this.declare();
    // A domain that the backend refuses, as another tenant has it, gets no front: the deployment ends within seconds.
    for (const front of this.addFronts()) front.node.addDependency(declaration);
  }

  /** Lists the parameters that must exist before this stack is deployed on its own. */
  explainPrerequisites(): void {
    const { config, tenant } = this.props;
    const { stage } = config;
    const written = [
      ...(frontsOf(tenant).length === 0
        ? []
        : [
            {
              by: edgeStackName(stage),
              names: [
                parameters.edgeVersion(stage, tenant.channel),
                parameters.alarmTopic(stage),
                parameters.accessLogDestination(stage),
              ],
            },
          ]),
      { by: backendStackName(stage), names: [backendParameters.declareFunction(stage)] },
    ];
    const sources = written.map(({ by, names }) => `${names.join(', ')} of ${by}`).join('; ');
    const commands = written.map(({ by }) => `"npx cdk deploy ${by}"`).join(', then ');
    Annotations.of(this).addInfo(
      `Reads these SSM parameters in ${REGION}: ${sources}. They must be there first: ${commands}.`,
    );
  }

  /** Read at each deployment, so that the stack that writes it can change or be deleted independently. */
  private read(parameterName: string): string {
    return ssm.StringParameter.valueForStringParameter(this, parameterName);
  }

  private declare(): CustomResource {
    const { config, tenant } = this.props;
    const { stage } = config;
    return new CustomResource(this, 'Declaration', {
      resourceType: DECLARE_RESOURCE_TYPE,
      serviceToken: this.read(backendParameters.declareFunction(stage)),
      serviceTimeout: Duration.seconds(DECLARE_SERVICE_TIMEOUT_SECONDS),
      properties: { ...declareProperties(stage, tenant) },
    });
  }

  private addFronts(): FrontConstruct[] {
    const { config, tenant } = this.props;
    const fronts = frontsOf(tenant);
    if (fronts.length === 0) return [];
    const { stage } = config;
    const shared = {
      edgeVersion: lambda.Version.fromVersionArn(
        this,
        'EdgeVersion',
        this.read(parameters.edgeVersion(stage, tenant.channel)),
      ),
      alarmTopic: sns.Topic.fromTopicArn(this, 'AlarmTopic', this.read(parameters.alarmTopic(stage))),
      accessLogDestinationArn: this.read(parameters.accessLogDestination(stage)),
      discoveryDomain: discoveryDomainOf(config),
    };
    return fronts.map((front) => new FrontConstruct(this, front.name, { stage, tenant, front, ...shared }));
  }
}
