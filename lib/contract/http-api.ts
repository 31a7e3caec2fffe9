import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type RequestContext = APIGatewayProxyEventV2['requestContext'];

/**
 * The part of an HTTP API's event (payload format 2.0) that the functions read. Header names are in lower case;
 * `rawQueryString` is as the gateway hands it on, without `?`, and personal data.
 */
export type HttpApiEvent = Readonly<
  Pick<APIGatewayProxyEventV2, 'rawPath' | 'rawQueryString' | 'headers' | 'body'> &
    Partial<Pick<APIGatewayProxyEventV2, 'isBase64Encoded'>>
> & {
  readonly requestContext: Partial<Pick<RequestContext, 'requestId'>> & {
    readonly http: Pick<RequestContext['http'], 'method'>;
  };
};

/** Of what a function may return, the parts that ours always do. */
export type HttpApiResponse = Readonly<Required<Pick<APIGatewayProxyStructuredResultV2, 'statusCode' | 'body'>>> & {
  readonly headers: Readonly<Record<string, string>>;
};
