import type { CloudFrontCustomOrigin, CloudFrontHeaders, CloudFrontRequest } from 'aws-lambda';
import type { DeployedDistribution, Origin } from '../deployment';
import type { Fields } from '../http-message';
import { isDisallowed } from './forwarding';

/** The request of an origin-request event; every origin here is a custom one. */
export type EdgeRequest = Readonly<Omit<CloudFrontRequest, 'origin' | 'body'>> & {
  readonly origin: { readonly custom: CloudFrontCustomOrigin };
};

/** The event by which CloudFront asks a function at origin-request. */
// rule: edge.event
export function originRequestEvent(distribution: DeployedDistribution, requestId: string, request: EdgeRequest) {
  const config = {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType: 'origin-request',
    requestId,
  };
  return { Records: [{ cf: { config, request } }] };
}

/** Fields as the event holds them: lower-case names, each with all its values. */
export function edgeHeaders(fields: Fields): CloudFrontHeaders {
  // Without a prototype: a header may be called "constructor".
  const headers: CloudFrontHeaders = Object.create(null);
  for (const [key, value] of fields) {
    const name = key.toLowerCase();
    if (isDisallowed(name)) continue;
    const values = headers[name];
    if (values) values.push({ key, value });
    else headers[name] = [{ key, value }];
  }
  return headers;
}

/** The origin as the event holds it. */
export function customOrigin(origin: Origin, secure: boolean): CloudFrontCustomOrigin {
  const protocol = originProtocol(origin, secure);
  return {
    customHeaders: edgeHeaders(origin.customHeaders.map(({ name, value }) => [name, value])),
    domainName: origin.domainName,
    keepaliveTimeout: origin.keepaliveTimeoutSeconds,
    path: origin.path,
    port: protocol === 'https' ? origin.httpsPort : origin.httpPort,
    protocol,
    readTimeout: origin.readTimeoutSeconds,
    sslProtocols: [...origin.sslProtocols],
  };
}

// rule: cloudfront.origin-protocol
function originProtocol({ protocolPolicy }: Origin, secure: boolean): 'http' | 'https' {
  if (protocolPolicy === 'match-viewer') return secure ? 'https' : 'http';
  return protocolPolicy === 'https-only' ? 'https' : 'http';
}

/**
 * Path and query as a function gets them: UTF-8 where the bytes are that, else read as ISO 8859-1. Node hands bytes over
 * as one character each.
 */
// rule: edge.uri-encoding
export function asUtf8(raw: string): string {
  if (!/[\x80-\xff]/.test(raw)) return raw;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(raw, 'latin1'));
  } catch {
    return raw;
  }
}
