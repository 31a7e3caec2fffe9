import type { Host } from './host';

/** The regional endpoint of S3, asked for a bucket that does not exist. */
// rule: s3.regional-endpoint
export const s3Host: Host = () => ({
  status: 404,
  fields: [
    ['Content-Type', 'application/xml'],
    ['Server', 'AmazonS3'],
  ],
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code></Error>',
});
