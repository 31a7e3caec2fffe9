import { interpretResponse } from '../../../discovery/interpret';
import { quoted } from '../../printable';
import { bodyBytes } from '../../replay';
import type { FinalAnswer, Recogniser } from './recogniser';

/** Any final status but 200. */
export const recogniseStatus: Recogniser = (answer) => {
  const { response, replay } = answer;
  const { status, headers } = response;
  if (status === 200) return undefined;
  if (status === 404 || status === 410) return notFound(answer);
  if (status === 401 || status === 407) {
    const scheme = headers['www-authenticate']?.split(' ')[0] ?? 'no scheme';
    return {
      code: 'http.authentication',
      expected: 'an answer that needs no password',
      found: `status ${status} (${quoted(scheme, 30)})`,
    };
  }
  if (status === 403)
    return (
      refusal(answer) ?? { code: 'http.forbidden', expected: 'status 200', found: "status 403 without Apple's code" }
    );
  if (status === 405) {
    return {
      code: 'http.method',
      expected: 'an answer to GET',
      found: `status 405 (Allow: ${quoted(headers['allow'] ?? '', 40)})`,
    };
  }
  if (status >= 500) return { code: 'http.server-error', expected: 'status 200', found: `status ${status}` };
  return replay.expected?.kind === 'absent' && status >= 400
    ? undefined
    : { code: 'response.status', expected: 'status 200', found: `status ${status}` };
};

/** A true 404 is what a tenant without discovery should answer. */
function notFound({ replay, last, response, input }: FinalAnswer): ReturnType<Recogniser> {
  if (replay.expected?.kind === 'absent' && last.hop === 0) return undefined;
  const hint = last.hop > 0 && input.facts.madeUp ? ' for a test user' : '';
  return {
    code: 'http.not-found',
    expected: 'the discovery document, or a redirect to the MDM',
    found: `status ${response.status}${hint}`,
    steps:
      hint === ''
        ? [
            'nginx:   location = /.well-known/com.apple.remotemanagement { return 302 https://<mdm>/.well-known/com.apple.remotemanagement$is_args$args; }',
          ]
        : ['signpost doctor <user@domain>   asks for a user that the MDM knows'],
  };
}

function refusal({ replay, response }: FinalAnswer): ReturnType<Recogniser> {
  const { status, headers } = response;
  const judged = interpretResponse({ status, headers, body: bodyBytes(response) });
  if (judged.ok || judged.problem.code !== 'response.refused') return undefined;
  const expected = replay.expected?.kind === 'refuse';
  return {
    code: 'response.refused',
    severity: expected ? 'note' : 'error',
    expected: expected ? "a refusal, as the tenant's file says" : 'status 200',
    found: 'status 403 with "com.apple.well-known.failed"',
  };
}
