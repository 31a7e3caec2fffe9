import { createTokenVerifier } from '../../../lib/adapters/openid/token-verifier';
import { AUDIENCE, ISSUER, NOW, type Provider, startProvider } from '../../support/api';

let provider: Provider;
beforeAll(async () => {
  provider = await startProvider();
});

const verify = async (claims: Readonly<Record<string, unknown>>) =>
  createTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, fetch: provider.fetch, now: () => NOW })(
    await provider.token(claims),
  );

describe('a token', () => {
  test.each([
    ['scopes as one text', { scope: 'a b' }, { scopes: ['a', 'b'] }],
    ['scopes as a list', { scp: ['a', 'b'] }, { scopes: ['a', 'b'] }],
    ['no scopes', {}, { scopes: [] }],
    ['groups', { groups: ['g', 7] }, { groups: ['g'] }],
    ["groups by Cognito's name", { 'cognito:groups': ['g'] }, { groups: ['g'] }],
    ['groups that are no list', { groups: '[g]' }, { groups: [] }],
    ['the client by its other name', { client_id: undefined, azp: 'app' }, { client: 'app' }],
  ])('with %s is read', async (_case, claims, expected) => {
    expect(await verify(claims)).toMatchObject({ kind: 'valid', claims: expected });
  });

  test('without groups has none, rather than an empty list', async () => {
    const verification = await verify({});
    expect(verification.kind === 'valid' && 'groups' in verification.claims).toBe(false);
  });

  test.each([
    ['a person', { sub: 'person-1', groups: [] }, /^person:person-1$/],
    ['a machine', { sub: 'cli', client_id: 'cli' }, /^machine:cli$/],
    ['an e-mail address', { sub: 'jane@acme.example' }, /^person:[0-9a-f]{16}$/],
    ['a long subject', { sub: 'x'.repeat(200) }, /^person:[0-9a-f]{16}$/],
  ])('of %s names the actor so that it may be stored', async (_case, claims, actor) => {
    expect(await verify(claims)).toMatchObject({ actor: expect.stringMatching(actor) });
  });

  test('a few seconds past its end is taken, as clocks differ', async () => {
    expect(await verify({ exp: NOW / 1000 - 3 })).toMatchObject({ kind: 'valid' });
    expect(await verify({ exp: NOW / 1000 - 6 })).toMatchObject({ kind: 'invalid' });
  });
});
