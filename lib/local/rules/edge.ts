import type { ImitatedRule } from './rule';

const TEST_FUNCTION = 'associate a test function that does so with a test distribution';

/** How CloudFront calls an edge function and what it accepts from it. */
export const edgeRules = {
  'edge.event': {
    rule: 'The origin-request event: config, clientIp, headers by lower-case name, method, querystring without "?", uri, origin.custom with customHeaders.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: log the event of one request without an identifier`,
  },
  'edge.uri-encoding': {
    rule: 'Path and query reach the function as UTF-8; other bytes are read as ISO 8859-1.',
    mark: 'documented',
    proof:
      'printf "GET /caf\\351 HTTP/1.1\\r\\nHost: $DOMAIN\\r\\n\\r\\n" | openssl s_client -quiet -connect $DOMAIN:443 -servername $DOMAIN',
  },
  'edge.disallowed-headers': {
    rule: 'Functions neither see nor set hop headers, X-Cache, X-Real-IP, X-Forwarded-Proto, X-Amz-Cf-*, X-Edge-* and some X-Amzn-* and X-Accel-*: setting one is 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return the header "x-cache"`,
  },
  'edge.read-only-headers': {
    rule: 'At origin-request a function may not change Accept-Encoding, Content-Length, If-*, Transfer-Encoding and Via: 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: delete request.headers.via and return the request`,
  },
  'edge.response-transfer-headers': {
    rule: 'A generated response may not set Transfer-Encoding or Via: 502. A Content-Length is replaced by the true one.',
    mark: 'assumed',
    proof: `${TEST_FUNCTION}: return the header "via", then "content-length"`,
  },
  'edge.headers': {
    rule: 'Header names are lower-case tokens, values lists of { key, value } whose key is the name in any case: else 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return { "Location": … }, then a value with a line feed`,
  },
  'edge.result-shape': {
    rule: 'A function returns a response (it has a status) or a request with uri and querystring; anything else is 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return nothing, a string, an empty object`,
  },
  'edge.status': {
    rule: 'A generated status is a number from 200 to 599, else 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return the status "199", then "abc"`,
  },
  'edge.body': {
    rule: 'A body is text, or valid base64 where it says so; a 204 has none: else 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return bodyEncoding "base64" with the body "?"`,
  },
  'edge.response-size': {
    rule: 'A response generated at origin-request has at most 1 MB, headers included: else 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return a body of 1,048,577 characters`,
  },
  'edge.uri-length': {
    rule: 'Path and query that a function returns are shorter than 8,192 characters together: else 502.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: return a request with a query of 8,192 characters`,
  },
  'edge.execution-error': {
    rule: 'A function that throws, ends its process, or exceeds its time or memory is 503; X-Cache says LambdaExecutionError.',
    mark: 'documented',
    proof: `${TEST_FUNCTION}: throw, then loop for ever`,
  },
} satisfies Readonly<Record<string, ImitatedRule>>;
