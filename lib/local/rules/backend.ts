import type { ImitatedRule } from './rule';

const TEST_ROUTE = 'let a test function behind a test route';

/** How API Gateway takes requests and calls functions. */
const httpApiRules = {
  'http-api.route-order': {
    rule: 'The most specific route wins: fixed segments, then variables, then a greedy variable, then $default; no route is 404.',
    mark: 'documented',
    proof: 'curl -so /dev/null -w "%{http_code}" https://$API/v2/tenants; curl -sX PATCH https://$API/v1/tenants',
  },
  'http-api.event': {
    rule: 'A function receives the request in payload format 2.0: lower-case headers with the values of one name joined, cookies separate, missing parts left out.',
    mark: 'documented',
    proof: `${TEST_ROUTE} return its event`,
  },
  'http-api.raw-path': {
    rule: 'rawPath is decoded, and ends at an escaped question mark; rawQueryString stays as it was sent.',
    mark: 'observed',
    proof: `${TEST_ROUTE} return its event: curl "https://$API/test/a%20b%3Fc?d=%20"`,
  },
  'http-api.body-encoding': {
    rule: 'A body of a text type reaches the function as text, any other or compressed body as base64.',
    mark: 'observed',
    proof: `${TEST_ROUTE} return its event: curl --data-binary x -H "Content-Type: image/png" https://$API/test`,
  },
  'http-api.header-limit': {
    rule: 'Request line and header values of more than 10,240 bytes are refused; the status 431 is assumed.',
    mark: 'documented',
    proof:
      'curl -so /dev/null -w "%{http_code}" -H "X-Long: $(head -c 10300 /dev/zero | tr "\\0" a)" https://$API/v1/tenants',
  },
  'http-api.payload-limit': {
    rule: 'A body of more than 10 MB is answered with 413.',
    mark: 'documented',
    proof: 'head -c 10500000 /dev/zero | curl -so /dev/null -w "%{http_code}" --data-binary @- https://$API/v1/tenants',
  },
  'http-api.event-limit': {
    rule: 'A request whose event has more than the 6 MB that Lambda takes is answered with 413.',
    mark: 'assumed',
    proof: 'head -c 6500000 /dev/zero | curl -so /dev/null -w "%{http_code}" --data-binary @- https://$API/v1/tenants',
  },
  'http-api.https-only': {
    rule: 'There is no listener for http.',
    mark: 'documented',
    proof: 'curl -v http://$API/v1/tenants: no connection',
  },
  'http-api.messages': {
    rule: 'Answers of API Gateway itself are {"message": …}: Unauthorized, Forbidden, Not Found, Internal Server Error, Service Unavailable.',
    mark: 'observed',
    proof: 'curl -s https://$API/nothing; curl -s https://$API/v1/tenants',
  },
  'http-api.execute-api-disabled': {
    rule: 'Where its own name is disabled, an HTTP API answers 404 under it.',
    mark: 'assumed',
    proof: 'curl -si https://$API_ID.execute-api.us-east-1.amazonaws.com/v1/tenants',
  },
  'http-api.regional-name': {
    rule: 'A request to the regional name of a custom domain, without that domain as Host, is answered with 403.',
    mark: 'assumed',
    proof: 'curl -si https://$API_REGIONAL_NAME/v1/tenants',
  },
  'http-api.unmapped': {
    rule: 'A custom domain that is mapped to no API answers 403.',
    mark: 'assumed',
    proof: 'aws apigatewayv2 delete-api-mapping …: curl -si https://$API/v1/tenants',
  },
  'http-api.integration-timeout': {
    rule: 'A function that takes longer than the integration allows, 30 seconds at most, is answered with 503.',
    mark: 'documented',
    proof: `${TEST_ROUTE} wait for 31 seconds, with a time limit of 40`,
  },
  'http-api.function-error': {
    rule: 'A function that throws, ends its process, or exceeds its own time or memory is answered with 500.',
    mark: 'documented',
    proof: `${TEST_ROUTE} throw, then loop for ever with a time limit of 3 seconds`,
  },
  'http-api.result': {
    rule: 'A result with a statusCode is a response, one without is the body of a 200 in JSON; a malformed response is 500.',
    mark: 'documented',
    proof: `${TEST_ROUTE} return { a: 1 }, then { statusCode: "x" }`,
  },
  'http-api.jwt-algorithms': {
    rule: 'Only tokens signed with RSA are accepted.',
    mark: 'documented',
    proof: 'curl -si -H "Authorization: Bearer $ES256_TOKEN" https://$API/v1/tenants',
  },
  'http-api.jwt-keys': {
    rule: 'The keys of the issuer are read from its jwks_uri and kept for two hours.',
    mark: 'documented',
    proof: 'rotate the keys of the test provider, and use a token of the old one: accepted for up to two hours',
  },
  'http-api.jwt-audience': {
    rule: 'aud must be one of the audiences; client_id counts only where there is no aud.',
    mark: 'documented',
    proof: 'curl -si -H "Authorization: Bearer $TOKEN_FOR_ANOTHER" https://$API/v1/tenants: www-authenticate says so',
  },
  'http-api.claims': {
    rule: 'Claims reach the function as texts: a list as "[a b]", null not at all; scopes are null where the route asks for none.',
    mark: 'observed',
    proof: `${TEST_ROUTE} with the authorizer return requestContext.authorizer, for a token with two groups`,
  },
} satisfies Readonly<Record<string, ImitatedRule>>;

/** How CloudFormation calls the functions of custom resources. */
const customResourceRules = {
  'custom-resource.request': {
    rule: 'The function gets RequestType, ResponseURL, StackId, RequestId, ids, type and properties; an Update also the old properties.',
    mark: 'documented',
    proof: 'log the names of the fields in a test function behind a test resource: create, update, delete the stack',
  },
  'custom-resource.properties': {
    rule: 'Numbers and booleans of the properties arrive as texts; ServiceToken and ServiceTimeout are among them.',
    mark: 'observed',
    proof: 'log ResourceProperties in a test function behind a test resource with { a: 1, b: true }',
  },
  'custom-resource.timeout': {
    rule: 'CloudFormation waits for ServiceTimeout seconds, an hour by default.',
    mark: 'documented',
    proof: 'let a test function return without an answer, with a ServiceTimeout of 30',
  },
  'custom-resource.no-answer': {
    rule: 'Without an answer the operation fails at the time limit. Here it fails as soon as the function has ended without one.',
    mark: 'documented',
    proof: 'let a test function return without an answer, with a ServiceTimeout of 30',
  },
  'custom-resource.response-url': {
    rule: 'ResponseURL accepts one request only: a PUT exactly as it was signed.',
    mark: 'documented',
    proof: 'let a test function send its answer by POST: SignatureDoesNotMatch',
  },
  'custom-resource.response-size': {
    rule: 'An answer has at most 4,096 bytes.',
    mark: 'documented',
    proof: 'let a test function answer with a Reason of 5,000 characters',
  },
  'custom-resource.response': {
    rule: 'StackId, RequestId and LogicalResourceId are copied, PhysicalResourceId is not empty and has 1 KB at most; else the operation fails.',
    mark: 'documented',
    proof: 'let a test function answer with an empty PhysicalResourceId',
  },
  'custom-resource.replacement': {
    rule: 'Another PhysicalResourceId after an Update is a replacement: the old one gets a Delete with the old properties.',
    mark: 'documented',
    proof: 'let a test function answer an Update with a new id',
  },
  'custom-resource.rollback': {
    rule: 'A failed Create is followed by a Delete, a failed Update by an Update back to the old properties.',
    mark: 'documented',
    proof: 'let a test function answer FAILED, and read the events of the stack',
  },
  'custom-resource.unchanged': {
    rule: 'A resource whose properties have not changed is not called.',
    mark: 'documented',
    proof: 'deploy a stack twice, and read the log of the function',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;

/** What Lambda and DynamoDB do for the backend. */
const regionRules = {
  'lambda.environment': {
    rule: 'A function has the variables of its template and those that Lambda reserves, and nothing else.',
    mark: 'documented',
    proof: `${TEST_ROUTE} return the names in process.env`,
  },
  'lambda.init-limit': {
    rule: 'Loading a function’s code has 10 seconds of its own, before its time limit begins.',
    mark: 'documented',
    proof: `${TEST_ROUTE} wait for 5 seconds while it loads, with a time limit of 3`,
  },
  'lambda.one-at-a-time': {
    rule: 'An environment answers one invocation at a time; if it hangs or dies, only that invocation fails.',
    mark: 'documented',
    proof: `${TEST_ROUTE} end its process for one of many requests at once`,
  },
  'lambda.asynchronous-retries': {
    rule: 'An asynchronous invocation that fails is retried, twice by default. Here immediately.',
    mark: 'documented',
    proof: 'aws lambda invoke --invocation-type Event … a test function that throws, and read its log',
  },
  'dynamodb.throttling': {
    rule: 'A call beyond the limit is refused with ThrottlingException, which the SDK retries.',
    mark: 'documented',
    proof: 'aws dynamodb get-item in a loop on one key, beyond 3,000 per second',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;

/** What EventBridge, Secrets Manager, CloudWatch and SNS do for the backend. */
const registrationRules = {
  'events.rate': {
    rule: 'A rule with a rate invokes its targets repeatedly and asynchronously, counted from its creation. Here the first invocation comes as soon as the local cloud is ready.',
    mark: 'documented',
    proof: 'aws logs tail /aws/lambda/signpost-$STAGE-reconcile --since 1h',
  },
  'events.scheduled-event': {
    rule: 'A scheduled event names rule, account, region and time, and has no detail.',
    mark: 'documented',
    proof: 'let a rule with a rate invoke a test function that logs the names of the fields of its event',
  },
  'secretsmanager.values': {
    rule: 'A secret is found by name or ARN; a missing one is ResourceNotFoundException, a name in use is ResourceExistsException.',
    mark: 'documented',
    proof: 'aws secretsmanager get-secret-value --secret-id signpost/no-such-secret',
  },
  'cloudwatch.get-metric-data': {
    rule: 'GetMetricData takes JSON and returns the sum of each period that has data, with the second at which the period starts. Here only Lambda’s Invocations since the start.',
    mark: 'documented',
    proof:
      'curl -s -H "Authorization: Bearer $TOKEN" "https://$API/v1/discoveries?hours=2" beside the metric Invocations of signpost-$STAGE-discovery',
  },
  'secretsmanager.deleted': {
    rule: 'A secret that was deleted without force is only marked: it can be described, restored and deleted again; any other call, also under its name, is InvalidRequestException.',
    mark: 'documented',
    proof: 'aws secretsmanager delete-secret --secret-id test; aws secretsmanager get-secret-value --secret-id test',
  },
  'sns.publish': {
    rule: 'Publish takes a form and answers XML with the id of the message.',
    mark: 'documented',
    proof: 'aws sns publish --topic-arn $ALARM_TOPIC --message test --debug',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;

/** How CloudFront waits for origins, and asks another one. */
const originRules = {
  'cloudfront.origin-connection': {
    rule: 'An origin that refuses the connection is 502, one that does not accept it in time is 504, after the configured attempts.',
    mark: 'documented',
    proof: 'let an origin be a host without a listener, then one behind a firewall that drops packets',
  },
  'cloudfront.origin-read-timeout': {
    rule: 'An origin that does not answer within its read timeout is 504.',
    mark: 'documented',
    proof: 'let a test origin wait for longer than OriginReadTimeout',
  },
  'cloudfront.failover': {
    rule: 'GET, HEAD and OPTIONS go to the second origin of a group where the first one is not reached, is too late, or answers with a listed status; the function is called again. An answer of the function itself never fails over.',
    mark: 'documented',
    proof:
      'disable the HTTP API’s mapping: curl -sI https://$DOMAIN/.well-known/com.apple.remotemanagement answers as declared',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;

export const backendRules = {
  ...originRules,
  ...httpApiRules,
  ...regionRules,
  ...registrationRules,
  ...customResourceRules,
};
