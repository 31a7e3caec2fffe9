import { quoted } from '../../printable';
import { bodyText } from '../../replay';
import type { Recogniser } from './recogniser';

const PLACEHOLDER =
  /[<>{}]|%7b|%3c|your-?(mdm|company|server|domain|org|tenant)|change-?me|placeholder|\bxxx+\b|(^|[/.@])example\.(com|org|net)\b|mdm_?server_?url/i;

/** The example of a manual, published unchanged. */
export const recognisePlaceholder: Recogniser = ({ replay: { outcome }, response }) => {
  const baseUrl = outcome.ok ? outcome.value.baseUrl : firstBaseUrl(bodyText(response));
  if (baseUrl === undefined || !PLACEHOLDER.test(baseUrl)) return undefined;
  return {
    code: 'response.placeholder',
    expected: 'the URL that the MDM gives for enrollment',
    found: `"BaseURL": ${quoted(baseUrl)}`,
  };
};

/** The `BaseURL` of the first entry, if the text is a document with one. */
function firstBaseUrl(text: string): string | undefined {
  try {
    const document = JSON.parse(text);
    const baseUrl: unknown = document?.Servers?.[0]?.BaseURL;
    return typeof baseUrl === 'string' ? baseUrl : undefined;
  } catch {
    return undefined;
  }
}
