import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { edgeFunctionName, edgeStackName, LOCAL_STAGE, parameters, REGION } from '../../contract/names';
import type { Config } from '../../core/tenants/fleet';
import type { FunctionAsset } from '../asset';
import { tagResources } from '../tags';
import { AccessLogDestination } from './access-log-destination';
import { AlarmTopic } from './alarm-topic';
import { EdgeFunction } from './function';

/**
 * What all fronts of a stage share: the edge function, the alarm topic and the destination of access logs. Other stacks
 * find them by SSM parameters, never by exports, which could not change while in use. It needs no other stack, so it is
 * deployed first.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, props: { readonly config: Config; readonly asset: FunctionAsset }) {
    const { config, asset } = props;
    const { stage } = config;
    const tags = { ...config.tags, stage };
    super(scope, edgeStackName(stage), {
      description: `Signpost ${stage}: the edge function and what fronts share`,
      env: { region: REGION, account: config.account },
      terminationProtection: stage !== LOCAL_STAGE,
      tags,
    });
    tagResources(this, tags);

    const edge = new EdgeFunction(this, 'Edge', {
      functionName: edgeFunctionName(stage),
      code: lambda.Code.fromAsset(asset.directory),
      handler: asset.handler,
    });
    this.publish('CanaryVersion', parameters.edgeVersion(stage, 'canary'), edge.version.functionArn);
    this.publish('StableVersion', parameters.edgeVersion(stage, 'stable'), stableVersionArn(edge, config));

    const topicArn = config.alarmTopicArn ?? new AlarmTopic(this, 'AlarmTopic', { stage }).topicArn;
    this.publish('AlarmTopicArn', parameters.alarmTopic(stage), topicArn);

    const accessLogs = new AccessLogDestination(this, 'AccessLogs', { stage });
    this.publish('AccessLogDestinationArn', parameters.accessLogDestination(stage), accessLogs.destinationArn);
  }

  private publish(id: string, parameterName: string, stringValue: string): void {
    new ssm.StringParameter(this, id, { parameterName, stringValue });
  }
}

function stableVersionArn(edge: EdgeFunction, { stableEdgeVersion }: Config): string {
  if (stableEdgeVersion === undefined) return edge.version.functionArn;
  return `${edge.function.functionArn}:${stableEdgeVersion}`;
}
