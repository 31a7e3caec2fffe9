import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLocalState } from '../../lib/adapters/files/local-state';
import { exchangeOver } from '../../lib/adapters/http/exchange';
import { localNetwork } from '../../lib/adapters/http/network';
import { clockLimit } from '../../lib/adapters/timing/time-limit';
import { makeCheckout } from '../support/checkout';
import { type Running, runSignpost, startLocalCloud } from '../support/signpost';

/** Its domain answers 404; its tenant has a server. */
const PERSON = 'someone@globex-labs.example';
const SERVER = 'globex/main';
const ADDE_URL = 'https://discovery.signpost.example/t/globex/s/main/.well-known/com.apple.remotemanagement';

const checkout = makeCheckout();
let running: Running;

async function start(): Promise<void> {
  running = await startLocalCloud(checkout);
}

/** The stage by which a device of the person enrolls, or why it does not. */
async function fate(os: string): Promise<string> {
  const { stdout } = await runSignpost(checkout, ['device', PERSON, '--os', os, '--json']);
  const { enrolls, stages, problem } = JSON.parse(stdout);
  return enrolls ? stages.at(-1).stage : problem.code;
}

/** Orders something from the Apple simulator, or from another party that uses it. */
async function order(document: object): Promise<number> {
  const state = readLocalState(checkout);
  if (!state) throw new Error('no local cloud');
  const exchanged = await exchangeOver(localNetwork(state), {
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

const adde = (...args: string[]) => runSignpost(checkout, ['adde', ...args]);

// Each start synthesizes anew, and each command is a process.
jest.setTimeout(180_000);

beforeAll(start);
afterAll(() => running.stop());

describe('the ADDE URL', () => {
  test.each(['globex', 'umbrella'])('of %s is set at Apple on start, with its time', (tenant) => {
    const line = running
      .output()
      .split('\n')
      .find((each) => each.includes(`/t/${tenant}/s/main/`));
    expect(line).toMatch(new RegExp(`^${tenant} +main +https://\\S+ +20\\d\\d-\\S+Z +set$`));
  });

  test('leads a device whose domain answers 404, where its OS knows the fallback', async () => {
    expect(await fate('18.2')).toBe('apple-fallback');
    expect(await fate('17')).toBe('response.status');
  });

  test('is what a device meets: removed, kept so over a restart, and set again', async () => {
    expect(await adde('show', SERVER)).toMatchObject({ code: 0, stdout: expect.stringContaining(ADDE_URL) });
    expect(await adde('remove', SERVER)).toMatchObject({ code: 0 });
    expect(await fate('18.2')).toBe('response.status');
    await running.stop();
    await start();
    expect(await fate('18.2')).toBe('response.status');
    expect(await adde('set', SERVER)).toMatchObject({ code: 0 });
    expect(await fate('18.2')).toBe('apple-fallback');
  });

  test('goes on with the token that the MDM has renewed, without a restart', async () => {
    const expiry = async () =>
      JSON.parse((await runSignpost(checkout, ['token', 'show', SERVER, '--json'])).stdout).expires;
    const before = Date.parse(await expiry());
    expect(await order({ do: 'renew-token', entry: SERVER })).toBe(200);
    expect(await adde('refresh', SERVER)).toMatchObject({ code: 0 });
    expect(Date.parse(await expiry())).toBeGreaterThan(before);
  });
});

describe('a token of Signpost’s own', () => {
  const OWNED = 'initech/main';
  const certificate = join(checkout, 'signpost-token.pem');
  const file = join(checkout, 'token.p7m');
  const token = (...args: string[]) => runSignpost(checkout, ['token', ...args]);

  /** Plays the person who uploads the certificate at Apple, and downloads the token file. */
  async function download(): Promise<void> {
    const [portal] = /http:\/\/localhost:\d+\/apple-business-manager/.exec(running.output()) ?? [];
    const page = await (await fetch(`${portal}`)).text();
    const [, action] = new RegExp(`action="([^"]*${OWNED}[^"]*)"`).exec(page) ?? [];
    const form = new FormData();
    form.append('certificate', new Blob([readFileSync(certificate)]), 'signpost-token.pem');
    const answer = await fetch(new URL(`${action}`, portal), { method: 'POST', body: form });
    expect(answer.headers.get('content-disposition')).toContain('.p7m');
    writeFileSync(file, await answer.text());
  }

  test('comes by a key, the portal and an upload; then the ADDE URL can be set', async () => {
    expect(await adde('set', OWNED)).toMatchObject({ code: 1, stdout: expect.stringContaining('[token.missing]') });
    expect(await token('key', OWNED, '--confirm', 'main', '--out', certificate)).toMatchObject({ code: 0 });
    await download();
    const uploaded = await token('upload', OWNED, file);
    expect(uploaded).toMatchObject({ code: 0, stdout: expect.stringContaining('Token: owned, good') });
    expect(await adde('set', OWNED)).toMatchObject({ code: 0, stdout: expect.stringContaining('State: set') });
  });
});
