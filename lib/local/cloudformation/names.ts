import { textOf } from '../json';
import type { PlannedResource } from './changes';

/** The property that fixes a resource's name; there may be one of a name in the account. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::DeliveryDestination': 'Name',
  'AWS::Logs::DeliverySource': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
};

/** The name that a template fixes, which no second resource of the type may have; nothing where AWS makes one up. */
export function fixedNameOf({ type, properties }: PlannedResource): string | undefined {
  const property = NAME_PROPERTIES[type];
  return property === undefined ? undefined : textOf(properties[property]);
}
