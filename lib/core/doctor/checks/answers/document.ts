import { interpretResponse } from '../../../discovery/interpret';
import type { Problem } from '../../../problems';
import { printable, quoted } from '../../printable';
import { bodyBytes, bodyText } from '../../replay';
import type { RecognisedPage, Recogniser } from './recogniser';

const DOCUMENT = '{"Servers":[{"Version":"mdm-byod","BaseURL":"https://…"}]}';
const KEYS = ['Servers', 'Version', 'BaseURL'];

/** The document as a device reads it, and the mistake behind a fault in it. */
export const recogniseDocumentFault: Recogniser = ({ replay, response }) => {
  const { status, headers } = response;
  const judged = replay.outcome.ok ? replay.outcome : interpretResponse({ status, headers, body: bodyBytes(response) });
  if (!judged.ok) return explain(judged.problem, bodyText(response));
  const warning = judged.value.warnings[0];
  return warning && { ...explain(warning, bodyText(response)), severity: 'warning' };
};

function explain({ code, message }: Problem, text: string): RecognisedPage {
  const [found = message] = message.replace(/^Cannot [^:]+: /, '').split(/; (?:expected|a device)/);
  const plain = { code, expected: DOCUMENT, found, steps: [`publish:  ${DOCUMENT}`] };
  switch (code) {
    case 'response.servers-missing':
    case 'response.version':
    case 'response.base-url': {
      const misspelt = KEYS.map((key) => misspeltKey(text, key)).find((each) => each !== undefined);
      if (misspelt) return { ...plain, code: 'response.key-case', found: `the key ${quoted(misspelt)}` };
      const version = /"Version"\s*:\s*"([^"]*)"/.exec(text)?.[1];
      const caseOnly = version !== undefined && /^mdm-(byod|adde)$/i.test(version.trim());
      if (code !== 'response.version' || !caseOnly) return plain;
      return {
        ...plain,
        code: 'response.version-case',
        expected: `"Version":"${version.trim().toLowerCase()}"`,
        found: `"Version":${quoted(version)}`,
      };
    }
    case 'response.not-json':
      return { ...plain, found: `it begins with ${quoted(printable(text.trimStart(), 40))}` };
    default:
      return plain;
  }
}

/** A key that differs from `key` by its case only, where `key` itself is missing. */
function misspeltKey(text: string, key: string): string | undefined {
  if (text.includes(`"${key}"`)) return undefined;
  return new RegExp(`"(${key})"\\s*:`, 'i').exec(text)?.[1];
}
