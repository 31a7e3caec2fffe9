import type { ImitatedRule } from './rule';

/** CloudFormation as far as the CDK CLI uses it, and what `cdk bootstrap` leaves in an account. */
export const cloudformationRules = {
  'bootstrap.version': {
    rule: 'The CDK CLI reads the version of the bootstrap stack from an SSM parameter, and uploads templates and zipped assets to one bucket under their hash.',
    mark: 'observed',
    proof: 'aws ssm get-parameter --name /cdk-bootstrap/hnb659fds/version',
  },
  'cloudformation.change-set-validates': {
    rule: 'A change set whose template or parameters cannot be used ends in FAILED with the reason, and cannot be executed. The local CloudFormation finds more at this point than AWS does, which finds some of it only at the resource.',
    mark: 'assumed',
    proof:
      'aws cloudformation create-change-set --stack-name signpost-rule --change-set-name a --change-set-type CREATE --template-body \'{"Resources":{"A":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":{"Ref":"B"}}}}}\'',
  },
  'cloudformation.cleanup-last': {
    rule: 'An update makes and changes resources first; what the new template lacks is removed at the end, in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS.',
    mark: 'documented',
    proof: 'aws cloudformation describe-stack-events --stack-name Signpost-$STAGE-Edge',
  },
  'cloudformation.delete-missing': {
    rule: 'Deleting a change set that does not exist succeeds where the stack exists.',
    mark: 'observed',
    proof: 'aws cloudformation delete-change-set --stack-name Signpost-$STAGE-Edge --change-set-name signpost-missing',
  },
  'cloudformation.no-changes': {
    rule: 'A change set without changes ends in FAILED, with "The submitted information didn\'t contain changes".',
    mark: 'observed',
    proof: 'npx cdk deploy Signpost-$STAGE-Edge, twice: the second run reports no changes',
  },
  'cloudformation.parameter-missing': {
    rule: 'A template parameter that names a missing SSM parameter is refused with "Unable to fetch parameters from parameter store for this account".',
    mark: 'documented',
    proof:
      'aws cloudformation create-change-set --stack-name signpost-rule --change-set-name b --change-set-type CREATE --template-body \'{"Parameters":{"P":{"Type":"AWS::SSM::Parameter::Value<String>","Default":"/signpost/missing"}},"Resources":{"A":{"Type":"AWS::SNS::Topic"}}}\'',
  },
  'cloudformation.retain-except-on-create': {
    rule: 'The rollback of a first deployment deletes a resource with RetainExceptOnCreate, and leaves one with Retain.',
    mark: 'documented',
    proof: 'aws cloudformation describe-stack-events --stack-name <a stack whose first deployment failed>',
  },
  'cloudformation.retained-names': {
    rule: 'A resource that was retained keeps its fixed name: a stack that makes one of that name fails with AlreadyExists.',
    mark: 'documented',
    proof: 'npx cdk deploy of a stack whose retained table is still there',
  },
  'cloudformation.retention': {
    rule: 'Deleting a stack, or taking a resource out of it, leaves resources with Retain or RetainExceptOnCreate in the account: DELETE_SKIPPED.',
    mark: 'documented',
    proof: 'aws cloudformation describe-stack-events --stack-name <the id of a deleted stack>',
  },
  'cloudformation.rollback-complete': {
    rule: 'A stack in ROLLBACK_COMPLETE takes no update: it must be deleted first.',
    mark: 'documented',
    proof:
      'aws cloudformation create-change-set --stack-name <a stack in ROLLBACK_COMPLETE> --change-set-name c --template-body file://template.json',
  },
  'cloudformation.rollback-triggers': {
    rule: 'An alarm of the rollback configuration that is in ALARM during the deployment or the monitoring time rolls the stack back.',
    mark: 'documented',
    proof:
      'aws cloudwatch set-alarm-state --alarm-name <an alarm> --state-value ALARM --state-reason test, while it deploys',
  },
  'cloudformation.termination-protection': {
    rule: 'A stack under termination protection cannot be deleted, whatever its state.',
    mark: 'documented',
    proof: 'aws cloudformation delete-stack --stack-name Signpost-$STAGE-Edge, where it is protected',
  },
} as const satisfies Readonly<Record<string, ImitatedRule>>;
