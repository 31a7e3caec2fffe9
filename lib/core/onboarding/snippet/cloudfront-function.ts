import { FAMILY_PARAMETER } from '../../discovery/well-known';
import { answerScript } from './script';
import type { SnippetServer } from './server';
import { comment, introduction } from './text';

/**
 * A CloudFront Function (cloudfront-js-2.0) at viewer-request. `rawQueryString()` is the raw query, undefined
 * without a `?`; the console's own test button always gives an empty one. [documented]
 */
export const cloudFrontFunction: SnippetServer = {
  title: 'CloudFront Functions',
  provenOn: "njs, the JavaScript engine of CloudFront Functions; in the console's test the query is always empty",
  write: (domain, followed, status) => [
    {
      where: 'a CloudFront Function with runtime cloudfront-js-2.0, at viewer-request of the default behaviour',
      text: `${comment('//', introduction(domain, followed, status))}
${answerScript(followed)}

function handler(event) {
  const request = event.request;
  if (request.uri !== PATH) return request;
  const family = request.querystring['${FAMILY_PARAMETER}'];
  const answer = answerFor(request.method, request.rawQueryString() || '', family ? family.value : undefined);
  const headers = {};
  Object.keys(answer.headers).forEach((name) => {
    headers[name] = { value: answer.headers[name] };
  });
  return { statusCode: answer.status, headers: headers, body: { encoding: 'text', data: answer.body } };
}`,
    },
  ],
};
