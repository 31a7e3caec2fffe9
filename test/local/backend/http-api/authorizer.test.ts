import type { webcrypto } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createAuthorize } from '../../../../lib/local/http-api/authorizer';

const ISSUER = 'https://id.example';
const AUTHORIZER = { issuer: ISSUER, audiences: ['api', 'other-api'] };
const NOW = Date.UTC(2026, 10, 21);
const INVALID = 'Bearer scope="" error="invalid_token"';

interface Signed {
  readonly claims?: JWTPayload;
  readonly algorithm?: string;
  readonly kid?: string;
  readonly key?: webcrypto.CryptoKey;
}

let rsa: webcrypto.CryptoKeyPair;
let stranger: webcrypto.CryptoKeyPair;
let elliptic: webcrypto.CryptoKeyPair;
let documents: Record<string, unknown>;
beforeAll(async () => {
  [rsa, stranger] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  elliptic = await generateKeyPair('ES256');
  documents = {
    [`${ISSUER}/.well-known/openid-configuration`]: { jwks_uri: `${ISSUER}/keys` },
    [`${ISSUER}/keys`]: {
      keys: [
        { ...(await exportJWK(rsa.publicKey)), kid: 'one', alg: 'RS256' },
        { ...(await exportJWK(elliptic.publicKey)), kid: 'elliptic', alg: 'ES256' },
      ],
    },
  };
});

function sign({ claims = {}, algorithm = 'RS256', kid = 'one', key = rsa.privateKey }: Signed = {}): Promise<string> {
  const seconds = NOW / 1000;
  const payload = { iss: ISSUER, aud: 'api', exp: seconds + 60, iat: seconds, sub: 'x', ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: algorithm, kid }).sign(key);
}

function authorize(authorization: string | undefined, asked: string[] = []) {
  const fetchJson = async (url: string) => {
    asked.push(url);
    if (!(url in documents)) throw new Error('not there');
    return documents[url];
  };
  const check = createAuthorize(fetchJson, () => NOW);
  return check(AUTHORIZER, authorization === undefined ? [] : [['Authorization', authorization]]);
}

describe('a JWT authorizer accepts', () => {
  test.each<[string, Signed]>([
    ['a token of its issuer for its audience', {}],
    ['one of several audiences', { claims: { aud: ['x', 'other-api'] } }],
    ['a client where there is no audience', { claims: { aud: undefined, client_id: 'api' } }],
  ])('%s', async (_name, signed) => {
    expect(await authorize(`Bearer ${await sign(signed)}`)).toMatchObject({ ok: true, claims: { sub: 'x' } });
  });

  test('the token alone, and any case of the scheme', async () => {
    const token = await sign();
    expect((await authorize(token)).ok).toBe(true);
    expect((await authorize(`bearer ${token}`)).ok).toBe(true);
  });
});

describe('a JWT authorizer refuses', () => {
  const audience = `${INVALID} error_description="the token does not have a valid audience"`;
  test.each<[string, () => Signed, string]>([
    ['an expired token', () => ({ claims: { exp: NOW / 1000 - 1 } }), INVALID],
    ['one that is not good yet', () => ({ claims: { nbf: NOW / 1000 + 1 } }), INVALID],
    ['another issuer', () => ({ claims: { iss: 'https://id.example.net' } }), INVALID],
    ['another audience', () => ({ claims: { aud: 'x' } }), audience],
    ['a client id beside another audience', () => ({ claims: { aud: 'x', client_id: 'api' } }), audience],
    ['an elliptic signature', () => ({ algorithm: 'ES256', kid: 'elliptic', key: elliptic.privateKey }), INVALID],
    ['a key that the issuer does not have', () => ({ kid: 'two' }), INVALID],
    ['a signature with another key', () => ({ key: stranger.privateKey }), INVALID],
  ])('%s', async (_name, signed, challenge) => {
    expect(await authorize(`Bearer ${await sign(signed())}`)).toEqual({ ok: false, challenge });
  });

  test.each([
    ['no token', undefined, 'Bearer'],
    ['an empty header', ' ', 'Bearer'],
    ['no JWT', 'Bearer nonsense', INVALID],
    ['an unsigned token', `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`, INVALID],
  ])('%s', async (_name, authorization, challenge) => {
    expect(await authorize(authorization)).toEqual({ ok: false, challenge });
  });

  test('everybody where the issuer does not answer', async () => {
    const check = createAuthorize(
      () => Promise.reject(new Error('down')),
      () => NOW,
    );
    expect(await check(AUTHORIZER, [['Authorization', `Bearer ${await sign()}`]])).toMatchObject({ ok: false });
  });
});

test('the keys of an issuer are read once, again for a new key, and again after two hours', async () => {
  const asked: string[] = [];
  let now = NOW;
  const fetchJson = async (url: string) => {
    asked.push(url);
    return documents[url];
  };
  const check = createAuthorize(fetchJson, () => now);
  const counted = async (token: string) => {
    await check(AUTHORIZER, [['Authorization', token]]);
    return asked.length;
  };
  const token = await sign();
  expect([await counted(token), await counted(token)]).toEqual([2, 2]);
  expect(await counted(await sign({ kid: 'two' }))).toBe(4);
  now += 2 * 60 * 60 * 1000 + 1;
  expect(await counted(token)).toBe(6);
});
