import { quoted } from '../../printable';
import { mediaType } from '../../replay';
import type { Recogniser } from './recogniser';

/** The device reads `application/json` only, however perfect the body. [observed] */
export const recogniseContentType: Recogniser = ({ response }) => {
  const type = mediaType(response);
  if (type === 'application/json') return undefined;
  return {
    code: 'response.content-type',
    expected: 'Content-Type: application/json',
    found: type === '' ? 'no Content-Type' : `Content-Type: ${quoted(type, 60)}`,
    steps: [
      'nginx:   location = /.well-known/com.apple.remotemanagement { default_type application/json; }',
      'Apache:  <Files "com.apple.remotemanagement">  ForceType application/json  </Files>',
      'IIS:     <staticContent><mimeMap fileExtension="." mimeType="application/json" /></staticContent>',
    ],
  };
};
