import { type Problem, type ProblemCode, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';

/** What is called, as IAM names it: the permission that is missing where AWS denies it. */
export type Permission = `${string}:${string}`;

/** Names of errors, over all the services, by what a person can do about them. */
const KINDS: readonly (readonly [ProblemCode, RegExp])[] = [
  ['aws.credentials-missing', /^(CredentialsProviderError|TokenProviderError)$/],
  ['aws.credentials-expired', /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/],
  [
    'aws.credentials-invalid',
    /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken(Exception)?|AuthFailure)$/,
  ],
  ['aws.denied', /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|OptInRequired)$/],
  [
    'aws.throttled',
    /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|RequestThrottledException|SlowDown|PriorRequestNotComplete)$/,
  ],
  [
    'aws.unreachable',
    /^(TimeoutError|ECONNREFUSED|ECONNRESET|ENOTFOUND|ERR_INVALID_URL|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
  ],
];

/**
 * Calls AWS; a refusal by AWS is a problem, anything else a bug that is thrown on. `expected` turns errors that are an
 * answer into a value. Problem codes: `aws.*`.
 */
export async function callAws<T>(
  permission: Permission,
  call: () => Promise<T>,
  expected: (name: string) => Result<T> | undefined = () => undefined,
): Promise<Result<T>> {
  try {
    return ok(await call());
  } catch (error) {
    return expected(nameOf(error)) ?? failed(describe(permission, error));
  }
}

function describe(permission: Permission, error: unknown): Problem {
  const name = nameOf(error);
  const code = KINDS.find(([, names]) => names.test(name))?.[0] ?? (isAnswer(error) ? 'aws.refused' : undefined);
  if (code === undefined) throw error;
  return problem(code, `Cannot call ${permission}: ${explain(code, permission, error)}`);
}

function explain(code: ProblemCode, permission: Permission, error: unknown): string {
  const name = nameOf(error);
  switch (code) {
    case 'aws.credentials-missing':
      return `${firstLine(error)}; expected credentials in the environment or a profile`;
    case 'aws.credentials-expired':
      return `${name}; expected credentials that are still good`;
    case 'aws.credentials-invalid':
      return `${name}; expected credentials that AWS knows`;
    case 'aws.denied':
      return `${name}; expected the permission ${deniedAction(error) ?? permission}`;
    case 'aws.throttled':
      return `${name} to the last attempt; expected an answer`;
    case 'aws.unreachable':
      return `${name}; expected an endpoint that answers`;
    default:
      return `${name} (${firstLine(error)}); expected an answer`;
  }
}

/** AWS names the action itself where several permissions are behind one call. */
function deniedAction(error: unknown): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(firstLine(error))?.[1];
}

/** Whether an HTTP answer is behind the error. */
function isAnswer(error: unknown): boolean {
  return isNamed(error) && '$metadata' in error && '$response' in error;
}

/** Errors of sockets may come from another realm, where they are no instances of our `Error`. */
function isNamed(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'name' in error && 'message' in error;
}

function nameOf(error: unknown): string {
  if (!isNamed(error)) return 'unknown';
  // What the environment has as AWS_ENDPOINT_URL is taken as it is.
  if ('code' in error && error.code === 'ERR_INVALID_URL') return error.code;
  // The errors of sockets are called "Error": their code says more, or their text where the SDK has wrapped them.
  if (error.name !== 'Error') return error.name;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /\bE[A-Z_]{4,}\b/.exec(error.message)?.[0] ?? error.name;
}

function firstLine(error: unknown): string {
  const text = isNamed(error) ? error.message : '';
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
