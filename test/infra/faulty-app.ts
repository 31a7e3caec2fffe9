import { App, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { addValidation } from '../../lib/infra/validation';

/** An app that every kind of validation has something against; run as a process of its own, for its exit code. */
const app = new App({ analyticsReporting: false });
addValidation(app);
const stack = new Stack(app, 'Faulty', { env: { region: 'us-east-1' } });
for (const id of ['One', 'Two']) {
  new cloudfront.CfnDistribution(stack, id, {
    distributionConfig: {
      enabled: true,
      aliases: ['acme.example'],
      origins: [
        {
          id: 'edge',
          domainName: 's3.us-east-1.amazonaws.com',
          customOriginConfig: { originProtocolPolicy: 'https-only' },
        },
      ],
      defaultCacheBehavior: { targetOriginId: 'edge', viewerProtocolPolicy: 'https-only', cachePolicyId: 'managed' },
      viewerCertificate: {
        acmCertificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/x',
        sslSupportMethod: 'sni-only',
      },
    },
  });
}
app.synth();
