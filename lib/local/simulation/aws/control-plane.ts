import { fieldOf, type IncomingRequest, type OutgoingResponse, splitTarget } from '../../http-message';
import { type Listener, listen } from '../../listener';
import { type AwsAccount, emptyAccount } from './account';
import { acm } from './acm';
import {
  type ApiAnswer,
  type AwsRequest,
  type AwsSimulation,
  apiError,
  type PublicDns,
  type Service,
  writeAnswer,
} from './api';
import { cloudFront } from './cloudfront';
import { type Disturbances, refusalOf } from './disturbances';
import { lambda } from './lambda';
import { route53Service } from './route53';
import { serviceQuotas } from './service-quotas';
import { sts } from './sts';

/** By the name that a signature names the service with. */
const SERVICES: Readonly<Record<string, Service>> = {
  acm,
  cloudfront: cloudFront,
  lambda,
  route53: route53Service,
  servicequotas: serviceQuotas,
  sts,
};

export interface ControlPlaneOptions {
  /** An empty one when left out. */
  readonly account?: AwsAccount;
  /** No records at all when left out. */
  readonly dns?: PublicDns;
  readonly clock?: () => number;
  /** Longest page of every list; AWS's own when left out. */
  readonly pageSize?: number;
  readonly disturbances?: Disturbances;
  /** Services beside the usual ones, or in their place; by the name that a signature has. */
  readonly services?: Readonly<Record<string, Service>>;
  /** Answers what is for no service of AWS; nothing where it is not for it either. */
  readonly orders?: (request: IncomingRequest) => OutgoingResponse | undefined;
  /** Any free port when left out. */
  readonly port?: number;
  /** Called after each request, so that changes can be stored. */
  readonly afterCall?: () => void;
}

/** A running control plane: `AWS_ENDPOINT_URL` for the SDK. */
export interface ControlPlane {
  readonly url: string;
  readonly account: AwsAccount;
  /** The permissions that were asked for, in order, refused calls as well. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

const NO_DNS: PublicDns = { cname: async () => undefined, amazonMayIssue: async () => true };

/**
 * Answers the SDK's calls over HTTP as AWS would, on one port for all services. Throws where it cannot listen, as the caller
 * chooses the port.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { account = emptyAccount(), dns = NO_DNS, clock = Date.now, pageSize, disturbances = {} } = options;
  const simulation: AwsSimulation = { account, dns, clock, ...(pageSize === undefined ? {} : { pageSize }) };
  const calls: string[] = [];
  const listening = await listen(options.port ?? 0, async (request) => {
    const order = options.orders?.(request);
    if (order) return order;
    const response = await answer(request, { ...SERVICES, ...options.services }, simulation, disturbances, calls);
    options.afterCall?.();
    return response;
  });
  if (!listening.ok) throw new Error(listening.problem.message);
  const listener: Listener = listening.value;
  return { url: `http://127.0.0.1:${listener.port}`, account, calls, close: () => listener.close() };
}

async function answer(
  request: IncomingRequest,
  services: Readonly<Record<string, Service>>,
  simulation: AwsSimulation,
  disturbances: Disturbances,
  calls: string[],
): Promise<OutgoingResponse> {
  const service = services[serviceOf(request)];
  const requestId = `request-${calls.length + 1}`;
  if (!service)
    return writeAnswer(apiError(400, 'UnknownOperationException', 'No such service here.'), 'json', requestId);
  return writeAnswer(
    await run(service, readRequest(request), simulation, disturbances, calls),
    service.format,
    requestId,
  );
}

async function run(
  service: Service,
  request: AwsRequest,
  simulation: AwsSimulation,
  disturbances: Disturbances,
  calls: string[],
): Promise<ApiAnswer> {
  for (const operation of service.operations) {
    const path = operation.matches(request);
    if (!path) continue;
    calls.push(operation.permission);
    const refusal = refusalOf(operation.permission, service, disturbances, simulation);
    return refusal ?? operation.run(request, simulation, path);
  }
  return apiError(400, 'UnknownOperationException', `${request.method} ${request.path} is not imitated.`);
}

/** `…/20261121/us-east-1/<service>/aws4_request` in the signature; the signature itself is not checked. */
function serviceOf({ fields }: IncomingRequest): string {
  return /Credential=[^,]*\/([a-z0-9-]+)\/aws4_request/.exec(fieldOf(fields, 'authorization') ?? '')?.[1] ?? '';
}

function readRequest({ method, target, fields, body }: IncomingRequest): AwsRequest {
  const { path, query } = splitTarget(target);
  return {
    method,
    path: path.replace(/(.)\/$/, '$1'),
    query: new URLSearchParams(query),
    target: fieldOf(fields, 'x-amz-target') ?? '',
    body: new TextDecoder().decode(body),
    bytes: body,
  };
}
