import { DefaultStackSynthesizer, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { CONFIGURATION_PATH, type ConsoleConfiguration } from '../../contract/console';
import { REGION } from '../../contract/names';

interface ConsoleFilesProps {
  readonly directory: string;
  readonly configuration: ConsoleConfiguration;
}

/** Files whose names change with their content. */
const HASHED = 'assets/*';

/** The built console and its configuration in a bucket that only its distribution reads. */
export class ConsoleFiles extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { directory, configuration }: ConsoleFilesProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only the distribution reads the bucket, and keeps an access log of its own.',
    });
    this.upload(directory, configuration);
  }

  /** First what pages refer to, then the pages. Nothing is pruned, as open consoles still load the old files. */
  private upload(directory: string, configuration: ConsoleConfiguration): void {
    const shared = {
      destinationBucket: this.bucket,
      prune: false,
      logGroup: new logs.LogGroup(this, 'UploadLog', {
        retention: logs.RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    };
    const hashed = new deployment.BucketDeployment(this, 'Hashed', {
      ...shared,
      sources: [deployment.Source.asset(directory)],
      exclude: ['*'],
      include: [HASHED],
      cacheControl: [deployment.CacheControl.fromString('public, max-age=31536000, immutable')],
    });
    const named = new deployment.BucketDeployment(this, 'Named', {
      ...shared,
      sources: [
        deployment.Source.asset(directory),
        deployment.Source.jsonData(CONFIGURATION_PATH.slice(1), configuration),
      ],
      exclude: [HASHED],
      cacheControl: [deployment.CacheControl.noCache()],
    });
    named.node.addDependency(hashed);
    acknowledgeUpload(Stack.of(this), this.bucket);
  }
}

/** cdk-nag's findings on CDK's upload function: its runtime, and permissions beyond single objects. */
function uploadFindings(stack: Stack, bucket: s3.Bucket): readonly string[] {
  const actions = ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'];
  const assets = `arn:aws:s3:::cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-assets-${stack.account}-${REGION}/*`;
  const { defaultChild } = bucket.node;
  const logicalId = defaultChild instanceof s3.CfnBucket ? stack.resolve(defaultChild.logicalId) : '';
  return [
    'L1',
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ...actions.map((action) => `IAM5[Action::${action}]`),
    `IAM5[Resource::${assets}]`,
    `IAM5[Resource::<${logicalId}.Arn>/*]`,
  ];
}

/** CDK creates one function for all uploads of a stack, and its permissions. */
function acknowledgeUpload(stack: Stack, bucket: s3.Bucket): void {
  const reason =
    "CDK's own upload function: it reads the bucket of assets, and writes objects of the console's bucket.";
  for (const handler of stack.node.children.filter(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'))) {
    Validations.of(handler).acknowledge(
      ...uploadFindings(stack, bucket).map((id) => ({ id: `AwsSolutions::AwsSolutions-${id}`, reason })),
    );
  }
}
