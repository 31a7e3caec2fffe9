import type { DeployedDistribution } from '../deployment';
import type { IncomingRequest } from '../http-message';
import type { Invocation } from '../lambda/invocation';
import type { Log } from '../log';
import type { OriginAnswer, OriginRequest, Timer } from './ask-origin';
import type { CloudFrontRefusal } from './refusal';
import { errorPage, type ViewerAnswer } from './viewer-response';

/** What CloudFront calls. */
export interface CloudFrontDependencies {
  readonly invoke: (versionArn: string, event: unknown) => Promise<Invocation>;
  /** Whether DNS has an address for the host of an origin. */
  readonly resolves: (host: string) => boolean;
  readonly askOrigin: (request: OriginRequest) => Promise<OriginAnswer>;
  /** Limits the time that origins have; the machine's clock when left out. */
  readonly timer?: Timer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newRequestId: () => string;
  readonly log: Log;
}

/** A viewer's request to a distribution. */
export interface ViewerRequest {
  readonly id: string;
  readonly distribution: DeployedDistribution;
  readonly request: IncomingRequest;
  readonly path: string;
  readonly query: string;
  readonly via: string;
}

/** Answers with an error page, and logs the reason. */
export function refuseRequest(
  on: { id: string; distribution?: DeployedDistribution },
  refusal: CloudFrontRefusal,
  log: Log,
): ViewerAnswer {
  const { status, rule, reason, result = 'Error' } = refusal;
  log({ source: 'cloudfront', requestId: on.id, distribution: on.distribution?.id ?? 'none', status, rule, reason });
  return { response: errorPage(status), result };
}
