import { makeKeyPair } from '../../../../lib/backend/server-token/key-pair';
import { openTokenFile } from '../../../../lib/backend/server-token/token-file';
import { createPortal, isPortal, PORTAL_PATH, tokenPath } from '../../../../lib/local/simulation/apple/portal';
import { createAppleService } from '../../../../lib/local/simulation/apple/service';
import { createMemoryStore } from '../../../../lib/local/simulation/apple/state';

const ENTRY = 'acme/main';

let staged: Awaited<ReturnType<typeof makeKeyPair>>;
beforeAll(async () => {
  staged = await makeKeyPair({ tenant: 'acme', server: 'main' }, Date.now());
});

function open() {
  const entry = { id: ENTRY, organisation: 'acme', name: 'Main <1>', uuid: 'U' };
  const store = createMemoryStore({ organisations: {}, entries: { [ENTRY]: entry } });
  let serial = 0;
  const randomHex = (length: number) => {
    serial += 1;
    return String(serial).padStart(length, '0');
  };
  const portal = createPortal(createAppleService({ store, clock: Date.now, randomHex }));
  const ask = async (method: string, target: string, body: string | FormData | URLSearchParams = '') => {
    const encoded = new Response(body);
    const type = encoded.headers.get('content-type') ?? '';
    const request = { host: 'localhost', secure: false, method, target, fields: [['Content-Type', type]] as const };
    return portal({ ...request, body: new Uint8Array(await encoded.arrayBuffer()) });
  };
  return { portal, ask, token: () => store.read().entries[ENTRY]?.token };
}

function formWith(field: string | Blob): FormData {
  const form = new FormData();
  form.append('certificate', field);
  return form;
}

describe('Apple Business Manager of the local cloud', () => {
  test('has a form for every entry, with its name as text', async () => {
    const { status, body } = await open().ask('GET', PORTAL_PATH);
    expect(status).toBe(200);
    expect(body).toContain(`action="${tokenPath(ENTRY)}"`);
    expect(body).toContain('Main &#60;1&#62; (acme/main)');
  });

  test.each([
    ['the body itself', (pem: string) => pem],
    ['a file in a form', (pem: string) => formWith(new Blob([pem]))],
    ['a field of a form', (pem: string) => formWith(pem)],
    ['a field of a plain form', (pem: string) => new URLSearchParams({ certificate: pem })],
  ])('takes a certificate as %s, and gives a token file that its key opens', async (_, upload) => {
    const { ask, token } = open();
    const { status, fields, body } = await ask('POST', tokenPath(ENTRY), upload(staged.certificate));
    expect(status).toBe(200);
    expect(fields).toContainEqual(['Content-Disposition', 'attachment; filename="acme_main_Token_smime.p7m"']);
    expect(openTokenFile(Buffer.from(body), staged)).toMatchObject({
      value: { consumerKey: token()?.consumer_key, accessSecret: token()?.access_secret },
    });
  });

  test('takes a certificate that is called a form, as curl calls whatever it posts', async () => {
    const { portal } = open();
    const fields = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
    const request = { host: 'localhost', secure: false, method: 'POST', target: tokenPath(ENTRY), fields };
    const { status } = await portal({ ...request, body: Buffer.from(staged.certificate) });
    expect(status).toBe(200);
  });

  test('makes the token before worthless, of the same entry', async () => {
    const { ask, token } = open();
    await ask('POST', tokenPath(ENTRY), staged.certificate);
    const before = token();
    await ask('POST', tokenPath(ENTRY), staged.certificate);
    expect(token()?.consumer_key).toBe(before?.consumer_key);
    expect(token()?.access_secret).not.toBe(before?.access_secret);
  });

  test.each([
    ['no certificate', tokenPath(ENTRY), 'nonsense', 400],
    ['a form without a certificate', tokenPath(ENTRY), new URLSearchParams({ other: 'x' }), 400],
    ['an entry that is not there', tokenPath('acme/other'), 'nonsense', 404],
    ['another path', `${PORTAL_PATH}/users`, 'nonsense', 404],
  ])('refuses %s, and the token stays', async (_, target, body, status) => {
    const { ask, token } = open();
    const refused = await ask('POST', target, body);
    expect(refused.status).toBe(status);
    expect(refused.body).toMatch(/^Cannot .*; expected|^Cannot .*: expected/);
    expect(token()).toBeUndefined();
  });

  test.each([
    [PORTAL_PATH, true],
    [`${PORTAL_PATH}?x`, true],
    [tokenPath(ENTRY), true],
    [`${PORTAL_PATH}s`, false],
    ['/', false],
  ])('%s is its own: %s', (target, expected) => {
    expect(isPortal(target)).toBe(expected);
  });
});
