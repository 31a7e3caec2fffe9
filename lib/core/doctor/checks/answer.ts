import type { Check } from '../check';
import { answered, type Replay } from '../diagnosis-input';
import { recogniseBotChallenge } from './answers/bot-challenge';
import { recogniseContentType } from './answers/content-type';
import { recogniseDocumentFault } from './answers/document';
import { recogniseHtml } from './answers/html';
import { recogniseLoginPage } from './answers/login-page';
import { recognisePlaceholder } from './answers/placeholder';
import type { Recogniser } from './answers/recogniser';
import { recogniseSoft404 } from './answers/soft-404';
import { recogniseStatus } from './answers/status';

/**
 * The first that recognises an answer names it. From the most specific to the most general: a challenge, a login page
 * and a soft 404 are all HTML, and HTML has a wrong content type as well.
 */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseBotChallenge,
  recogniseLoginPage,
  recogniseSoft404,
  recogniseStatus,
];
/** What can be wrong with an answer of status 200. */
const DOCUMENT_RECOGNISERS: readonly Recogniser[] = [
  ...RECOGNISERS,
  recogniseHtml,
  recogniseContentType,
  recognisePlaceholder,
  recogniseDocumentFault,
];

/** Can a device use the last answer? If not, what is it? */
export const answerCheck: Check = {
  codes: [
    'http.bot-challenge',
    'http.login-page',
    'http.soft-404',
    'http.authentication',
    'http.forbidden',
    'http.not-found',
    'http.method',
    'http.server-error',
    'response.refused',
    'response.status',
    'response.html',
    'response.content-type',
    'response.placeholder',
    'response.byte-order-mark',
    'response.not-utf-8',
    'response.not-json',
    'response.key-case',
    'response.servers-missing',
    'response.servers-empty',
    'response.servers-many',
    'response.version',
    'response.version-case',
    'response.base-url',
    'response.base-url-not-https',
  ],
  run: (input) =>
    answered(input).flatMap(({ replay, last, response }) => {
      if (isRedirectProblem(replay)) return [];
      for (const recognise of response.status === 200 ? DOCUMENT_RECOGNISERS : RECOGNISERS) {
        const recognised = recognise({ input, replay, last, response });
        if (recognised) {
          return [
            { place: { hop: last.hop, layer: 'answer' }, host: last.url.hostname, device: replay.name, ...recognised },
          ];
        }
      }
      return [];
    }),
};

function isRedirectProblem({ outcome }: Replay): boolean {
  return !outcome.ok && (outcome.problem.code.startsWith('redirect.') || outcome.problem.code === 'response.too-large');
}
