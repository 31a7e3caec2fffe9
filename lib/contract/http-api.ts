/** The part of an HTTP API's event (payload format 2.0) that the functions read. Header names are in lower case. */
export interface HttpApiEvent {
  readonly rawPath: string;
  /** As the gateway hands it on, without `?`. Personal data. */
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: { readonly requestId?: string; readonly http: { readonly method: string } };
}

export interface HttpApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
