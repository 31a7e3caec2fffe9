import type { ProblemDefinitions } from './definition';

/** What the management API answers with besides success. */
export const apiProblems = {
  'api.unauthenticated': {
    title: 'Not signed in',
    meaning: 'The request has no access token, or one that is expired, for somebody else or not by our provider.',
    remedy: 'Sign in again, and send the access token as `Authorization: Bearer …`.',
    status: 401,
  },
  'api.forbidden': {
    title: 'Not allowed',
    meaning: 'The access token is good, and its scopes or groups do not cover this request.',
    remedy: 'Ask the platform team for the group or the scope that the message names.',
    status: 403,
  },
  'api.not-found': {
    title: 'Not found',
    meaning: 'There is nothing here, or nothing that you may see.',
    remedy: 'Check the spelling of tenant, domain and server.',
    status: 404,
  },
  'api.malformed-json': {
    title: 'Body is no JSON',
    meaning: 'The body could not be parsed as JSON.',
    remedy: 'Send one JSON object in UTF-8.',
    status: 400,
  },
  'api.body-too-deep': {
    title: 'Body too deep or unsafe',
    meaning: 'The body is nested more deeply than any request here, or has a key that no request has.',
    remedy: 'Send what the OpenAPI document describes.',
    status: 400,
  },
  'api.invalid': {
    title: 'Request not as described',
    meaning: 'A parameter or a field is unknown, missing, or has a value of another kind.',
    remedy: 'Write what `errors` wants at the place that it names.',
    status: 400,
  },
  'api.body-too-large': {
    title: 'Body too large',
    meaning: 'No request here needs more than 64 KB.',
    remedy: 'Send less.',
    status: 413,
  },
  'api.unsupported-media-type': {
    title: 'Content type not supported',
    meaning: 'Bodies are JSON.',
    remedy: 'Send `Content-Type: application/json`.',
    status: 415,
  },
  'api.precondition-required': {
    title: 'If-Match missing',
    meaning: 'What can be overwritten is only changed by somebody who has seen it.',
    remedy: 'Read it first, and send its ETag as If-Match.',
    status: 428,
  },
  'api.precondition-failed': {
    title: 'Changed meanwhile',
    meaning: 'Somebody or something changed this since you read it.',
    remedy: 'See `changes` and `current`, and decide again with the new ETag.',
    status: 412,
  },
  'api.busy': {
    title: 'Busy',
    meaning: 'The database asked to slow down, or others kept changing the same thing.',
    remedy: 'Try again after the seconds that Retry-After names.',
    status: 503,
  },
  'api.provider-unreachable': {
    title: 'OpenID provider not reachable',
    meaning: "The provider's keys could not be read, so no token can be verified.",
    remedy: 'Try again later; nobody is let in meanwhile.',
    status: 503,
  },
  'api.metrics-unreachable': {
    title: 'Discoveries not counted',
    meaning: 'CloudWatch, which counts them, did not answer, or not as expected.',
    remedy: 'Try again later; the dashboard of the stage shows the same numbers. Nothing else depends on them.',
    status: 502,
  },
  'api.internal': {
    title: 'Internal error',
    meaning: 'Something went wrong that is our fault.',
    remedy: "Tell the platform team the time; the function's log has the kind of error.",
    status: 500,
  },
  'api.unreachable': {
    title: 'API not reachable',
    meaning: 'The command line got no usable answer from the management API.',
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
    remedy: 'Check the client id, its secret and that the client may have the scopes of Signpost.',
  },
} satisfies ProblemDefinitions;
