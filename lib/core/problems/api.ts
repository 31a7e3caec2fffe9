import type { ProblemDefinitions } from './definition';

/** What the management API answers besides success. */
export const apiProblems = {
  'api.unauthenticated': {
    title: 'Not signed in',
    meaning:
      'The request has no access token, or its token has expired, is for another audience, or comes from another provider.',
    remedy: 'Sign in again, and send the access token as `Authorization: Bearer …`.',
    status: 401,
  },
  'api.forbidden': {
    title: 'Not allowed',
    meaning: 'The access token is valid, but its scopes or groups do not cover this request.',
    remedy: 'Ask the platform team for the group or the scope that the message names.',
    status: 403,
  },
  'api.not-found': {
    title: 'Not found',
    meaning: 'The address leads to nothing, or to nothing that you may see.',
    remedy: 'Check the spelling of tenant, domain and server.',
    status: 404,
  },
  'api.malformed-json': {
    title: 'Body is not JSON',
    meaning: 'The body could not be parsed as JSON.',
    remedy: 'Send one JSON object in UTF-8.',
    status: 400,
  },
  'api.body-too-deep': {
    title: 'Body too deep or unsafe',
    meaning: 'The body is nested more deeply than any request of this API, or has a key that no request has.',
    remedy: 'Send what the OpenAPI document describes.',
    status: 400,
  },
  'api.invalid': {
    title: 'Request not as described',
    meaning: 'A parameter or a field is unknown, missing, or has a value of the wrong kind.',
    remedy: 'Correct each place that `errors` names.',
    status: 400,
  },
  'api.body-too-large': {
    title: 'Body too large',
    meaning: 'The body is larger than 64 KB, which no request needs.',
    remedy: 'Send a smaller body.',
    status: 413,
  },
  'api.unsupported-media-type': {
    title: 'Content type not supported',
    meaning: 'The API accepts JSON bodies only.',
    remedy: 'Send `Content-Type: application/json`.',
    status: 415,
  },
  'api.precondition-required': {
    title: 'If-Match missing',
    meaning: 'This request overwrites something, so it must name the version that you have read.',
    remedy: 'Read it first, and send its ETag as If-Match.',
    status: 428,
  },
  'api.precondition-failed': {
    title: 'Changed in the meantime',
    meaning: 'This has changed since you read it.',
    remedy: 'Read `changes` and `current`, and decide again with the new ETag.',
    status: 412,
  },
  'api.busy': {
    title: 'Busy',
    meaning: 'The database is throttling requests, or other requests kept changing the same item.',
    remedy: 'Try again after the seconds that Retry-After names.',
    status: 503,
  },
  'api.provider-unreachable': {
    title: 'OpenID provider not reachable',
    meaning: "The provider's keys could not be read, so no token can be verified.",
    remedy: 'Try again later. Until then, the API refuses every request.',
    status: 503,
  },
  'api.metrics-unreachable': {
    title: 'Discoveries not counted',
    meaning: 'CloudWatch, which counts them, did not answer, or gave an unexpected answer.',
    remedy: 'Try again later; the dashboard of the stage shows the same numbers. Nothing else depends on them.',
    status: 502,
  },
  'api.internal': {
    title: 'Internal error',
    meaning: 'Signpost failed; the request was not at fault.',
    remedy: "Report the time to the platform team; the function's log has the kind of error.",
    status: 500,
  },
  'api.unreachable': {
    title: 'API not reachable',
    meaning: 'The management API gave the command line no usable answer.',
    remedy: 'Check the network and the target, and that the Backend stack is deployed.',
  },
  'api.no-credentials': {
    title: 'No credentials for the API',
    meaning: 'A deployed API asks for a machine client of its OpenID provider.',
    remedy: 'Set SIGNPOST_CLIENT_ID and SIGNPOST_CLIENT_SECRET, or choose `--target local`.',
  },
  'api.sign-in-failed': {
    title: 'Sign-in failed',
    meaning: 'The OpenID provider gave the command line no access token.',
    remedy: "Check the client id and its secret, and that the client is allowed Signpost's scopes.",
  },
} satisfies ProblemDefinitions;
