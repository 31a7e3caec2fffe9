import { type ApiError, type AwsSimulation, apiError, type Service } from './api';

/** Faults between a caller and AWS; none when left out. */
export interface Disturbances {
  readonly credentials?: 'good' | 'expired' | 'unknown';
  /** Permissions that the caller lacks. */
  readonly denied?: ReadonlySet<string>;
  /** Whether this call is throttled. */
  readonly throttles?: (permission: string) => boolean;
}

/** The refusal of a call by what every service has in common, or nothing. */
export function refusalOf(
  permission: string,
  { format }: Service,
  { credentials = 'good', denied, throttles }: Disturbances,
  { account }: AwsSimulation,
): ApiError | undefined {
  const xml = format === 'xml';
  // rule: control.error-names
  if (credentials === 'expired') {
    const message = 'The security token included in the request is expired';
    return xml ? apiError(403, 'ExpiredToken', message) : apiError(400, 'ExpiredTokenException', message);
  }
  if (credentials === 'unknown') {
    const message = 'The security token included in the request is invalid.';
    return xml ? apiError(403, 'InvalidClientTokenId', message) : apiError(400, 'UnrecognizedClientException', message);
  }
  if (throttles?.(permission) === true) {
    return xml
      ? apiError(400, 'Throttling', 'Rate exceeded')
      : apiError(429, 'TooManyRequestsException', 'Rate exceeded');
  }
  // rule: control.caller-identity
  if (permission === 'sts:GetCallerIdentity' || denied?.has(permission) !== true) return undefined;
  const message = `User: ${account.callerArn} is not authorized to perform: ${permission}`;
  return xml ? apiError(403, 'AccessDenied', message) : apiError(400, 'AccessDeniedException', message);
}
