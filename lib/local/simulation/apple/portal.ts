import type { OriginRequest } from '../../cloudfront/ask-origin';
import { fieldOf, type OutgoingResponse, splitTarget } from '../../http-message';
import { plain } from '../host';
import type { AppleService } from './service';
import type { AppleEntry } from './state';
import { parseRecipient, sealToken } from './token-file';

/** The path of Apple Business Manager in the local cloud, below the console's host. */
export const PORTAL_PATH = '/apple-business-manager';

/** Answers everything below the portal's path. */
export type Portal = (request: OriginRequest) => Promise<OutgoingResponse>;

/** Whether a request's target is the portal's. */
export function isPortal(target: string): boolean {
  return `${splitTarget(target).path}/`.startsWith(`${PORTAL_PATH}/`);
}

/** Where a certificate is posted and the token file comes back. */
export function tokenPath(entry: string): string {
  return `${PORTAL_PATH}/servers/${entry}/token`;
}

/**
 * Apple Business Manager, as far as server tokens need it: a page with every entry, and one operation. It takes the
 * certificate that `signpost token key` wrote, as the body or as the field `certificate` of a form, and answers with the
 * token file. As with Apple, the entry's previous token is worthless from then on.
 */
export function createPortal(service: AppleService): Portal {
  return async (request) => {
    const { path } = splitTarget(request.target);
    const entries = Object.values(service.store.read().entries);
    const entry = entries.find(({ id }) => path === tokenPath(id));
    if (entry && request.method === 'POST') return tokenFile(service, entry, await postedCertificate(request));
    if (path !== PORTAL_PATH || (request.method !== 'GET' && request.method !== 'HEAD'))
      return plain(404, `Cannot answer: expected GET ${PORTAL_PATH} or POST ${tokenPath('<tenant>/<server>')}`);
    return { status: 200, fields: [['Content-Type', 'text/html; charset=utf-8']], body: page(entries) };
  };
}

function tokenFile(service: AppleService, { id, name }: AppleEntry, pem: string): OutgoingResponse {
  const recipient = parseRecipient(pem);
  if (!recipient) {
    const wanted = 'a PEM certificate with an RSA key of 2048 bits or more, as `signpost token key` writes it';
    return plain(400, `Cannot encrypt the token of "${name}": no such key was uploaded; expected ${wanted}`);
  }
  const file = sealToken(service.downloadToken(id), recipient);
  const fields = [
    ['Content-Type', 'application/pkcs7-mime'],
    ['Content-Disposition', `attachment; filename="${id.replace('/', '_')}_Token_smime.p7m"`],
    ['Cache-Control', 'no-store'],
  ] as const;
  return { status: 200, fields, body: file };
}

/** The body itself, or the field of a form, whether typed or a file. */
async function postedCertificate({ fields, body }: OriginRequest): Promise<string> {
  const type = fieldOf(fields, 'content-type') ?? '';
  const text = Buffer.from(body).toString();
  // `curl --data` labels everything as a form.
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type);
  if (!isForm || text.startsWith('-----BEGIN')) return text;
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    const field = form.get('certificate') ?? '';
    return typeof field === 'string' ? field : await field.text();
  } catch {
    return '';
  }
}

function page(entries: readonly AppleEntry[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Apple Business Manager of the local cloud</title>
<style>body { font: 1rem/1.5 system-ui; max-width: 44rem; margin: 2rem auto; padding: 0 1rem } fieldset { margin: 1rem 0 }</style>
<h1>Apple Business Manager of the local cloud</h1>
<p>Upload the certificate that <code>npx signpost token key</code> wrote, and download the server token for it.
<strong>The token before becomes worthless: an MDM that uses the entry stops syncing its devices.</strong></p>
${entries.map(form).join('\n')}
</html>
`;
}

function form({ id, name }: AppleEntry): string {
  return `<form method="post" enctype="multipart/form-data" action="${escaped(tokenPath(id))}">
<fieldset><legend>${escaped(name)} (${escaped(id)})</legend>
<label>Public key (PEM) <input type="file" name="certificate" accept=".pem" required></label>
<button>Download server token</button></fieldset></form>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
