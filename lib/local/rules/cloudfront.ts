import type { ImitatedRule } from './rule';

/** How CloudFront routes, forwards, caches and answers. */
export const cloudfrontRules = {
  'cloudfront.alias-once': {
    rule: 'An alternate domain name belongs to one distribution; a second one with the same name cannot be created.',
    mark: 'documented',
    proof: 'aws cloudfront create-distribution … with an alias that $DISTRIBUTION has: CNAMEAlreadyExists',
  },
  'cloudfront.unknown-host': {
    rule: 'A Host that is not an alias of an enabled distribution is answered with 403.',
    mark: 'documented',
    proof: 'curl -sko /dev/null -w "%{http_code}" -H "Host: unknown.example" https://$DISTRIBUTION_DOMAIN/',
  },
  'cloudfront.default-certificate': {
    rule: 'A TLS name that is not an alias gets the certificate of *.cloudfront.net.',
    mark: 'observed',
    proof: 'openssl s_client -connect $DISTRIBUTION_DOMAIN:443 -servername unknown.example </dev/null | head',
  },
  'cloudfront.certificate-covers-alias': {
    rule: 'An alias must be covered by the certificate; AWS refuses the distribution. Here the front shows that certificate all the same, so that a device sees the mismatch.',
    mark: 'documented',
    proof: 'aws cloudfront update-distribution … with the certificate of another domain: InvalidViewerCertificate',
  },
  'cloudfront.tls-floor': {
    rule: 'A handshake below the minimum protocol version of the distribution fails.',
    mark: 'documented',
    proof: 'curl -v --tls-max 1.1 https://$DOMAIN/',
  },
  'cloudfront.sni-and-host': {
    rule: 'A Host that belongs to another distribution than the TLS name is answered with 421.',
    mark: 'documented',
    proof: 'curl -so /dev/null -w "%{http_code}" -H "Host: $OTHER_DOMAIN" https://$DOMAIN/',
  },
  'cloudfront.bad-request': {
    rule: 'A request target that is not a path, or contains a space or a control character, is answered with 400.',
    mark: 'assumed',
    proof: 'curl -so /dev/null -w "%{http_code}" --request-target "*" https://$DOMAIN/',
  },
  'cloudfront.url-length': {
    rule: 'A URL of more than 8,192 bytes is answered with 413, and the connection ends.',
    mark: 'documented',
    proof: 'curl -so /dev/null -w "%{http_code}" "https://$DOMAIN/?$(head -c 8200 /dev/zero | tr "\\0" a)"',
  },
  'cloudfront.request-length': {
    rule: 'Request line and headers of more than 32,768 bytes are answered with 413, and the connection ends.',
    mark: 'documented',
    proof: 'curl -so /dev/null -w "%{http_code}" -H "X-Long: $(head -c 33000 /dev/zero | tr "\\0" a)" https://$DOMAIN/',
  },
  'cloudfront.path-pattern': {
    rule: 'In a path pattern `*` is any run of characters and `?` one; case counts, and the first slash may be left out.',
    mark: 'documented',
    proof: 'curl -sI https://$DOMAIN/.WELL-KNOWN/com.apple.remotemanagement: the website answers, not the discovery',
  },
  'cloudfront.path-normalised': {
    rule: 'Behaviours are chosen by the normalised path (RFC 3986; repeated slashes and dot segments too); function and origin get the path as sent.',
    mark: 'documented',
    proof: 'curl -sI --path-as-is https://$DOMAIN//.well-known/com.apple.remotemanagement',
  },
  'cloudfront.behaviour-order': {
    rule: 'The first behaviour whose pattern matches wins; the default behaviour matches what is left.',
    mark: 'documented',
    proof: 'curl -sI https://$DOMAIN/.well-known/com.apple.remotemanagement and https://$DOMAIN/other differ',
  },
  'cloudfront.viewer-protocol': {
    rule: 'Over http: `https-only` answers 403; `redirect-to-https` answers 301 to GET and HEAD, 307 to the others.',
    mark: 'documented',
    proof: 'curl -sI http://$DOMAIN/; curl -so /dev/null -w "%{http_code}" -X POST http://$DOMAIN/',
  },
  'cloudfront.methods': {
    rule: 'A method that the behaviour does not allow (GET and HEAD by default) is answered with 403, without asking anyone.',
    mark: 'documented',
    proof: 'curl -so /dev/null -w "%{http_code}" -X POST https://$DOMAIN/.well-known/com.apple.remotemanagement',
  },
  'cloudfront.get-body': {
    rule: 'A GET with a body is answered with 403.',
    mark: 'documented',
    proof: 'curl -so /dev/null -w "%{http_code}" -X GET -d x https://$DOMAIN/',
  },
  'cloudfront.cache-policies': {
    rule: 'Managed cache policies: what is in the key, and the least, default and longest time to live.',
    mark: 'documented',
    proof: 'aws cloudfront list-cache-policies --type managed',
  },
  'cloudfront.origin-request-policies': {
    rule: 'Managed origin-request policies: which headers, query and cookies are forwarded.',
    mark: 'documented',
    proof: 'aws cloudfront list-origin-request-policies --type managed',
  },
  'cloudfront.query-forwarded': {
    rule: 'The function and the origin get the query only where one of the two policies includes it.',
    mark: 'documented',
    proof: 'take the origin request policy off the behaviour: Location no longer carries the query',
  },
  'cloudfront.headers-forwarded': {
    rule: 'The function and the origin get the headers that a policy includes, X-Forwarded-For, Via, and a User-Agent of "Amazon CloudFront" where the viewer’s is not included.',
    mark: 'documented',
    proof: 'log the names of the headers in a test function, with and without an origin request policy',
  },
  'cloudfront.host-forwarded': {
    rule: 'Host is the origin’s name unless a policy includes the viewer’s.',
    mark: 'documented',
    proof: 'ask a passed-through website that shows the Host it was asked for',
  },
  'cloudfront.custom-headers': {
    rule: 'The origin’s custom headers replace headers of the same name that the viewer sent.',
    mark: 'documented',
    proof:
      'curl -sI -H "x-signpost-policy-0: e30" https://$DOMAIN/.well-known/com.apple.remotemanagement answers as before',
  },
  'cloudfront.origin-defaults': {
    rule: 'A custom origin has the ports 80 and 443, 30 seconds to answer and 5 seconds of keep-alive unless it says otherwise.',
    mark: 'documented',
    proof: 'aws cloudfront get-distribution-config --id $DISTRIBUTION --query DistributionConfig.Origins',
  },
  'cloudfront.origin-protocol': {
    rule: 'CloudFront asks the origin by http, by https, or by what the viewer used, as the origin says.',
    mark: 'documented',
    proof: 'ask a passed-through website that shows the protocol it was asked by',
  },
  'cloudfront.origin-resolves-first': {
    rule: 'Where DNS has no address for the origin, the answer is 502 and the function is not called.',
    mark: 'documented',
    proof: 'give the origin the domain name origin.invalid: 502, and no line in the function’s log',
  },
  'cloudfront.chained': {
    rule: 'A chain of distributions, one the origin of the other, is 403. Here the second one already answers so.',
    mark: 'assumed',
    proof: 'let $DOMAIN pass its website through to $OTHER_DOMAIN: curl -sI https://$DOMAIN/',
  },
  'cloudfront.cache-key': {
    rule: 'An answer is cached under distribution, method, path and what the cache policy includes; HEAD and GET apart.',
    mark: 'assumed',
    proof: 'curl -sI "https://$DOMAIN/a?1" twice, then "https://$DOMAIN/a?2": X-Cache',
  },
  'cloudfront.ttl': {
    rule: 'Time to live: s-maxage, max-age or Expires between the least and longest time of the policy; the least one under no-store, no-cache or private; else the default.',
    mark: 'documented',
    proof: 'curl -sI https://$DOMAIN/ twice: X-Cache and Age',
  },
  'cloudfront.error-caching': {
    rule: 'Errors are kept for ErrorCachingMinTTL (10 seconds by default) even under a policy that disables caching: 404, 405, 414 and 5xx always; 400, 403, 412 and 415 where they state an age.',
    mark: 'observed',
    proof:
      'remove CustomErrorResponses, ask for an absent answer, then at once with another family: the first answer again',
  },
  'cloudfront.response-headers': {
    rule: 'Responses carry X-Cache, Via and X-Amz-Cf-Id; connection headers are CloudFront’s own.',
    mark: 'observed',
    proof: 'curl -sI https://$DOMAIN/.well-known/com.apple.remotemanagement',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;
