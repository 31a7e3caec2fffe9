import type { Fields, OutgoingResponse } from '../http-message';

/** What `X-Cache` says before "from cloudfront". [observed] */
type CacheResult =
  | 'Hit'
  | 'Miss'
  | 'Error'
  | 'Redirect'
  | 'LambdaGeneratedResponse'
  | 'LambdaExecutionError'
  | 'LambdaValidationError';

/** An answer, and where it came from. */
export interface ViewerAnswer {
  readonly response: OutgoingResponse;
  readonly result: CacheResult;
}

const SERVER: Fields[number] = ['Server', 'CloudFront'];

/** Headers that belong to a connection, and those that CloudFront writes itself. */
// rule: cloudfront.response-headers
const REPLACED = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-cache',
]);

/** An answer as the viewer gets it. */
export function finish({ response, result }: ViewerAnswer, own: { requestId: string; via: string }): OutgoingResponse {
  const fields = response.fields.filter(([name]) => !REPLACED.has(name.toLowerCase()));
  const hasServer = fields.some(([name]) => name.toLowerCase() === 'server');
  if (!hasServer) fields.push(SERVER);
  fields.push(['X-Cache', `${result} from cloudfront`], ['Via', own.via], ['X-Amz-Cf-Id', own.requestId]);
  return { ...response, fields };
}

/** CloudFront's own answer. Where the request was too long, the connection ends. */
export function errorPage(status: number): OutgoingResponse {
  const body = `<!DOCTYPE html>\n<title>Error ${status}</title>\n<h1>${status} from CloudFront</h1>\n`;
  return { status, fields: [SERVER, ['Content-Type', 'text/html']], body, close: status === 413 };
}

export function redirectResponse(status: number, location: string): OutgoingResponse {
  return { status, fields: [SERVER, ['Content-Type', 'text/html'], ['Location', location]], body: '' };
}
