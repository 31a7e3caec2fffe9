import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchangeOver } from '../../lib/adapters/http/exchange';
import { localNetwork } from '../../lib/adapters/http/network';
import { clockLimit } from '../../lib/adapters/timing/time-limit';
import type { StartedCloud } from './started-cloud';

/** Its domain answers 404; its tenant has a server. */
const PERSON = 'someone@globex-labs.example';
const SERVER = 'globex/main';
const ADDE_URL = 'https://discovery.signpost.example/t/globex/s/main/.well-known/com.apple.remotemanagement';

export function describeAddeUrl(cloud: StartedCloud): void {
  const { signpost, fate } = cloud;

  describe('the ADDE URL', () => {
    test.each(['globex', 'umbrella'])('of %s is set at Apple on start, with its time', (tenant) => {
      const line = cloud.running
        .output()
        .split('\n')
        .find((each) => each.includes(`/t/${tenant}/s/main/`));
      expect(line).toMatch(new RegExp(`^${tenant} +main +https://\\S+ +20\\d\\d-\\S+Z +set$`));
    });

    test('leads a device whose domain answers 404, where its OS knows the fallback', async () => {
      expect(await fate(PERSON, '18.2')).toBe('apple-fallback');
      expect(await fate(PERSON, '17')).toBe('response.status');
    });

    test('leads no device any more once it is removed', async () => {
      const shown = await signpost('adde', 'show', SERVER);
      expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(ADDE_URL) });
      expect(await signpost('adde', 'remove', SERVER)).toMatchObject({ code: 0 });
      expect(await fate(PERSON, '18.2')).toBe('response.status');
    });
  });
}

export function describeAddeUrlAfterRestart(cloud: StartedCloud): void {
  const { signpost, fate } = cloud;

  /** Gives the Apple simulator an order, such as what another user of Apple's would do. */
  async function order(document: object): Promise<number> {
    const exchanged = await exchangeOver(localNetwork(cloud.endpoints), {
      method: 'POST',
      url: 'https://mdmenrollment.apple.com/_local/orders',
      headers: {},
      body: JSON.stringify(document),
      timeLimit: clockLimit(20_000),
      maxBytes: 1024,
    });
    if (exchanged.kind === 'failure') throw new Error(exchanged.detail);
    return exchanged.status;
  }

  describe('the ADDE URL after a restart', () => {
    test('stays removed, and can be set again', async () => {
      expect(await fate(PERSON, '18.2')).toBe('response.status');
      expect(await signpost('adde', 'set', SERVER)).toMatchObject({ code: 0 });
      expect(await fate(PERSON, '18.2')).toBe('apple-fallback');
    });

    test('goes on with the token that the MDM has renewed, without another restart', async () => {
      const expiry = async () => JSON.parse((await signpost('token', 'show', SERVER, '--json')).stdout).expires;
      const before = Date.parse(await expiry());
      expect(await order({ do: 'renew-token', entry: SERVER })).toBe(200);
      expect(await signpost('adde', 'refresh', SERVER)).toMatchObject({ code: 0 });
      expect(Date.parse(await expiry())).toBeGreaterThan(before);
    });
  });
}

export function describeOwnedToken(cloud: StartedCloud): void {
  const { checkout, signpost } = cloud;

  describe('a token of Signpost’s own', () => {
    const OWNED = 'initech/main';
    const certificate = join(checkout, 'signpost-token.pem');
    const file = join(checkout, 'token.p7m');

    /** Plays the person who uploads the certificate at Apple, and downloads the token file. */
    async function download(): Promise<void> {
      const [portal] = /http:\/\/localhost:\d+\/apple-business-manager/.exec(cloud.running.output()) ?? [];
      const page = await (await fetch(`${portal}`)).text();
      const [, action] = new RegExp(`action="([^"]*${OWNED}[^"]*)"`).exec(page) ?? [];
      const form = new FormData();
      form.append('certificate', new Blob([readFileSync(certificate)]), 'signpost-token.pem');
      const answer = await fetch(new URL(`${action}`, portal), { method: 'POST', body: form });
      expect(answer.headers.get('content-disposition')).toContain('.p7m');
      writeFileSync(file, await answer.text());
    }

    test('comes by a key, the portal and an upload; then the ADDE URL can be set', async () => {
      const refused = await signpost('adde', 'set', OWNED);
      expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('[token.missing]') });
      const key = await signpost('token', 'key', OWNED, '--confirm', 'main', '--out', certificate);
      expect(key).toMatchObject({ code: 0 });
      await download();
      const uploaded = await signpost('token', 'upload', OWNED, file);
      expect(uploaded).toMatchObject({ code: 0, stdout: expect.stringContaining('Token: owned, good') });
      const set = await signpost('adde', 'set', OWNED);
      expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining('State: set') });
    });
  });
}
