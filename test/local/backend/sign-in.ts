import { createHash, randomBytes } from 'node:crypto';
import { LOCAL_CONSOLE_CLIENT, LOCAL_ISSUER } from '../../../lib/contract/identity';
import type { Cloud } from '../../../lib/local/cloud';
import { type Answer, ask } from '../client';

const REDIRECT = 'http://127.0.0.1:5173/callback';

/** Signs a person in as a program does: a code with PKCE. Answers with the token endpoint's document. */
export async function signIn(cloud: Cloud, person: string, scope: string): Promise<Record<string, string>> {
  const verifier = randomBytes(32).toString('base64url');
  const cookies = new Map<string, string>();
  const go = async (address: string, form?: Record<string, string>): Promise<Answer> => {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    };
    const url = new URL(address, LOCAL_ISSUER).href;
    const body = form && new URLSearchParams(form).toString();
    const answer = await ask(cloud, url, { method: form ? 'POST' : 'GET', headers }, body);
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const query = new URLSearchParams({
    client_id: LOCAL_CONSOLE_CLIENT.id,
    response_type: 'code',
    scope,
    redirect_uri: REDIRECT,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const interaction = await go(`/auth?${query}`);
  const page = interaction.headers.location ?? '';
  const chosen = await go(page, { person });
  const back = await go(chosen.headers.location ?? '');
  const code = new URL(back.headers.location ?? '').searchParams.get('code') ?? '';
  const { id } = LOCAL_CONSOLE_CLIENT;
  const exchange = { grant_type: 'authorization_code', client_id: id, redirect_uri: REDIRECT };
  const answer = await go('/token', { ...exchange, code, code_verifier: verifier });
  return JSON.parse(answer.body);
}
