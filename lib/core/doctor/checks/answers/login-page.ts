import { bodyText, mediaType } from '../../replay';
import type { Recogniser } from './recogniser';

const LOGIN_URL = /(^|[/.\-_])(login|log-in|signin|sign-in|sso|saml2?|oauth2?|adfs|idp)([/.\-_?]|$)/i;
const PASSWORD_FIELD = /<input[^>]+type\s*=\s*["']?password/i;

/** A login page for people. */
export const recogniseLoginPage: Recogniser = ({ last, response }) => {
  if (!mediaType(response).includes('html')) return undefined;
  const byUrl = last.hop > 0 && LOGIN_URL.test(`${last.url.hostname}${last.url.pathname}`);
  if (!byUrl && !PASSWORD_FIELD.test(bodyText(response))) return undefined;
  return {
    code: 'http.login-page',
    // The redirect to the login page is the fault, and comes before the parameters that it drops.
    ...(last.hop > 0 ? { place: { hop: last.hop - 1, layer: 'exchange' } as const } : {}),
    expected: 'an answer that needs no sign-in',
    found:
      last.hop > 0 ? `redirected to a login page at ${last.url.host}` : `status ${response.status} with a login page`,
  };
};
