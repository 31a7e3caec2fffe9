import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readLocalState, stateDirectory } from '../../lib/adapters/files/local-state';
import type { LocalEndpoints } from '../../lib/adapters/http/network';
import { launchBrowser } from '../console/browser';
import { describeInBrowser } from '../console/in-browser';
import { configure, dropFile, makeKey } from '../console/registering';
import { createVisitors } from '../console/visitors';
import { ask } from '../local/client';
import { makeCheckout } from '../support/checkout';
import { type Running, runSignpost, startSignpost } from '../support/signpost';

/** Its domain answers 404; its tenant has a server, whose ADDE URL is set on start. */
const PERSON = 'someone@globex-labs.example';
const SERVER = '/tenants/globex/servers/main';
const ADDE_URL = 'https://discovery.signpost.example/t/globex/s/main/.well-known/com.apple.remotemanagement';

const checkout = makeCheckout();
let running: Running;
let browser: Browser;
let origin: string;
const { open, leave } = createVisitors(() => ({ browser, origin }));

jest.setTimeout(120_000);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const fact = (page: Page, label: string) => page.locator('dt', { hasText: label }).locator('xpath=../dd');

/** The local cloud as another process reaches it. */
function environment(): LocalEndpoints {
  const state = readLocalState(checkout);
  if (!state) throw new Error(`Nothing runs by ${stateDirectory(checkout)}.`);
  return state;
}

/** Asks the Apple simulator for what Apple itself would not show, or orders a fault of it. */
async function apple(path: string, order?: object): Promise<string> {
  const { ca, ...endpoints } = environment();
  const url = `https://mdmenrollment.apple.com/_local/${path}`;
  const method = order ? 'POST' : 'GET';
  const { status, body } = await ask(
    { ...endpoints, caPem: ca, hosts: [...endpoints.hosts] },
    url,
    { method },
    JSON.stringify(order),
  );
  expect(status).toBe(200);
  return body;
}

/** What Apple holds for a server. */
async function atApple(server = 'globex/main'): Promise<string | undefined> {
  const entries: readonly { readonly id: string; readonly url?: string }[] = JSON.parse(await apple('entries'));
  return entries.find(({ id }) => id === server)?.url;
}

/** Plays the person who uploads the certificate at Apple: the token file that Apple gives out for it. */
async function downloadToken(certificate: string): Promise<string> {
  const url = `${origin}/apple-business-manager/servers/initech/main/token`;
  const answer = await fetch(url, { method: 'POST', body: certificate });
  expect(answer.status).toBe(200);
  const file = join(checkout, 'token.p7m');
  writeFileSync(file, await answer.text());
  return file;
}

/** The stage by which a device of the person enrolls, or why it does not. */
async function enrollmentResult(): Promise<string> {
  const { stdout } = await runSignpost(checkout, ['device', PERSON, '--os', '18.2', '--json']);
  const { enrolls, stages, problem } = JSON.parse(stdout);
  return enrolls ? stages.at(-1).stage : problem.code;
}

describeInBrowser('the console of `npm start`', () => {
  beforeAll(async () => {
    running = startSignpost(checkout, ['start', '--port', '0', '--http-port', '0']);
    [browser] = await Promise.all([launchBrowser(), running.until('Ctrl-C stops it.')]);
    origin = /http:\/\/localhost:\d+/.exec(running.output())?.[0] ?? '';
  });
  afterAll(async () => {
    await browser?.close();
    running.child.kill('SIGINT');
    await running.ended;
  });
  afterEach(async () => {
    expect(await leave()).toEqual([]);
  });

  test('sets an ADDE URL despite a fault of Apple, and a device enrolls', async () => {
    const page = await open(SERVER, 'Administrator of Globex');
    await page.getByText('set', { exact: true }).waitFor();
    await button(page, 'Remove ADDE URL').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('none', { exact: true }).first().waitFor();
    expect(await atApple()).toBeUndefined();
    expect(await enrollmentResult()).toBe('response.status');

    await apple('orders', { do: 'fault', fault: { kind: 'status', status: 503 }, entry: 'globex/main' });
    await configure(page);
    await page.getByText('pending: Apple does not have it yet').waitFor();
    await page.getByText('Signpost tries again automatically.').waitFor();
    expect(await atApple()).toBeUndefined();

    await apple('orders', { do: 'clear-faults' });
    await button(page, 'Refresh from Apple').click();
    await page.getByText('set', { exact: true }).waitFor();
    expect(await atApple()).toBe(ADDE_URL);
    expect(await enrollmentResult()).toBe('apple-fallback');
  });

  test('exchanges a token of its own with Apple by a dropped file, and sets the ADDE URL with it', async () => {
    const page = await open('/tenants/initech/servers/main', 'Administrator of Initech');
    await page.getByText('not seen yet').waitFor();
    const file = await downloadToken(await makeKey(page));
    await button(page, 'Upload token').click();
    await dropFile(page, file);
    await button(page, 'Upload').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('good', { exact: true }).waitFor();
    expect(await fact(page, 'Organisation').innerText()).toBe('Initech');
    expect(await fact(page, 'Expires').innerText()).toMatch(/^in 36\d days/);
    expect(await atApple('initech/main')).toBeUndefined();

    await configure(page);
    await page.getByText('set', { exact: true }).waitFor();
    expect(await atApple('initech/main')).toBe(ADDE_URL.replace('/t/globex/', '/t/initech/'));
  });

  test('counts the discoveries that the backend answered', async () => {
    await runSignpost(checkout, ['device', 'someone@tyrell.example', '--json']);
    const page = await open('/');
    await page.getByText(/^[1-9]\d* within 24 hours$/).waitFor();
  });

  test('lists the servers of all tenants by what Apple holds', async () => {
    const page = await open('/device-enrollment?domain=globex-labs.example');
    const servers = page.getByRole('table', { name: 'Servers' });
    await servers.getByText(ADDE_URL).waitFor();
    expect(await servers.getByRole('row').count()).toBe(2);
  });
});
