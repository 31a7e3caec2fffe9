import { Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { backendParameters, backendStackName } from '../../contract/backend';
import { LOCAL_STAGE, parameters, REGION } from '../../contract/names';
import type { Config } from '../../core/tenants/fleet';
import type { BackendAssets } from '../asset';
import { tagResources } from '../tags';
import { addBackendAlarms } from './alarms';
import { backendDashboard } from './dashboard';
import { backendFunctions } from './functions';
import { BackendApi } from './http-api';
import { backendTable } from './table';

interface BackendStackProps {
  readonly config: Config;
  readonly assets: BackendAssets;
  /** ARNs of the secrets of shared server tokens; none when left out. */
  readonly sharedTokens?: readonly string[];
}

/**
 * Discovery that changes without a deployment: HTTP API, functions and table. Its alarms go to the topic of the Edge
 * stack, by parameter: fronts need that topic even where the backend is gone, so it cannot live here.
 */
export class BackendStack extends Stack {
  constructor(scope: Construct, props: BackendStackProps) {
    const { config, assets, sharedTokens = [] } = props;
    const { stage } = config;
    const tags = { ...config.tags, stage };
    super(scope, backendStackName(stage), {
      description: `Signpost ${stage}: HTTP API, functions and table`,
      env: { region: REGION, account: config.account },
      terminationProtection: stage !== LOCAL_STAGE,
      tags,
    });
    tagResources(this, tags);

    const table = backendTable(this, stage);
    const alarmTopicArn = ssm.StringParameter.valueForStringParameter(this, parameters.alarmTopic(stage));
    const functions = backendFunctions(this, { config, assets, table, alarmTopicArn, sharedTokens });
    const { api } = new BackendApi(this, 'HttpApi', { config, functions });
    new ssm.StringParameter(this, 'DeclareFunctionArn', {
      parameterName: backendParameters.declareFunction(stage),
      stringValue: functions.declare.functionArn,
    });

    const parts = { stage, api, functions, table };
    const alarms = addBackendAlarms(this, parts, sns.Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn));
    backendDashboard(this, parts, alarms);
  }
}
