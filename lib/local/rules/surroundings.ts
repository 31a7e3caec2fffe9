import type { ImitatedRule } from './rule';

/** What Lambda, SSM, DNS and S3 do around CloudFront, and what the console's distribution does. */
export const surroundingRules = {
  'lambda.defaults': {
    rule: 'A function has 128 MB and 3 seconds unless its configuration says otherwise.',
    mark: 'documented',
    proof: 'aws lambda get-function-configuration --function-name $FUNCTION --query "[MemorySize,Timeout]"',
  },
  'lambda.no-environment': {
    rule: 'An edge function has no environment variables of its own. Here it has none at all; Lambda adds its reserved ones.',
    mark: 'documented',
    proof: 'aws lambda get-function-configuration --function-name $FUNCTION --query Environment',
  },
  'lambda.numbered-version': {
    rule: 'CloudFront runs a numbered version of a function in us-east-1, never $LATEST. Here every version runs the newest code.',
    mark: 'documented',
    proof: 'aws cloudfront update-distribution … with an ARN that ends in :$LATEST: InvalidLambdaFunctionAssociation',
  },
  'lambda.time-limit': {
    rule: 'An invocation that does not end within the time limit fails, and its environment with it; others are not affected.',
    mark: 'documented',
    proof: 'associate a test function that waits for ever: 503 after its time limit',
  },
  'ssm.template-parameters': {
    rule: 'A template parameter of type AWS::SSM::Parameter::Value<String> is read at deployment and must exist.',
    mark: 'documented',
    proof: 'aws cloudformation create-stack … with the name of a parameter that does not exist: ValidationError',
  },
  'dns.alias-records': {
    rule: 'A domain in Route 53 has the addresses of its distribution once an A or AAAA alias record names it; without one its name is not found.',
    mark: 'documented',
    proof: 'dig +short A $DOMAIN; dig +short AAAA $DOMAIN',
  },
  'dns.public': {
    rule: 'Functions ask name servers over UDP for any record of any name; each local name has one address here, of a range reserved for examples.',
    mark: 'assumed',
    proof:
      'aws lambda invoke a test function that looks up NS and CAA records of $DOMAIN at the servers of dns.getServers()',
  },
  's3.regional-endpoint': {
    rule: 'The regional endpoint of S3 always resolves; it answers a path that does not begin with an existing bucket with an XML error.',
    mark: 'observed',
    proof: 'curl -s https://s3.us-east-1.amazonaws.com/.well-known/com.apple.remotemanagement',
  },
  'console.authorization': {
    rule: 'With caching off, the policy AllViewerExceptHostHeader forwards `Authorization` as well, and the origin receives its own name as `Host`.',
    mark: 'documented',
    proof: 'curl -s -H "Authorization: Bearer $TOKEN" https://$CONSOLE/v1/overview: 200, and 401 without the header',
  },
  'console.pages': {
    rule: 'A CloudFront function at viewer-request changes a path that is not a file to /index.html, before the cache is consulted.',
    mark: 'documented',
    proof: 'curl -si https://$CONSOLE/tenants/acme: 200 with the console; https://$CONSOLE/assets/none.js: no 200',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;
