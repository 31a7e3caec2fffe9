import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { refreshAddeUrl } from '../../lib/backend/registration/commands';
import { changeControls } from '../../lib/backend/registration/record';
import { setAppleWrites } from '../../lib/core/registration/controls';
import { encryptToken } from '../support/token-file';
import { describeWith } from '../support/tools';
import { axeFindings, launchBrowser, until } from './browser';
import { describeInBrowser } from './in-browser';
import { chooseToken, configure, dropFile, makeKey, uploadToken } from './registering';
import { type ConsoleServer, type RegistrationConsole, startConsoleServer } from './registration-console';
import { createVisitors } from './visitors';

const SERVER = '/tenants/acme/servers/main';
const DEFAULT_URL = 'https://discovery.signpost.example/t/acme/s/main/.well-known/com.apple.remotemanagement';

let server: ConsoleServer;
let place: RegistrationConsole;
let browser: Browser;
const { open, leave } = createVisitors(() => ({ browser, origin: place.origin }));

jest.setTimeout(120_000);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const problem = (page: Page, code: string) => page.locator(`[data-problem="${code}"]`);
const dialog = (page: Page) => page.getByRole('dialog');

/** What Apple holds for the server, as Apple's side sees it. */
function atApple(): string | undefined {
  return place.apple.store.read().entries['acme/main']?.url?.url;
}

/** When it was set, by Apple's own clock: in milliseconds. */
function setTimeAtApple(): number {
  return Date.parse(place.apple.store.read().entries['acme/main']?.url?.setAt ?? 'never');
}

const timeOf = async (shown: Locator) => Date.parse((await shown.getAttribute('datetime')) ?? 'none');

const tokenAtApple = () => JSON.stringify(place.apple.downloadToken('acme/main'));

/** Makes a key in the console, and at Apple a token file for it: where the file is. */
async function newTokenFile(page: Page): Promise<string> {
  const certificate = await makeKey(page);
  const file = join(mkdtempSync(join(tmpdir(), 'signpost-upload-')), 'token.p7m');
  writeFileSync(file, encryptToken(certificate, tokenAtApple()));
  return file;
}

const bringToken = (page: Page) => uploadToken(page, place.apple);

/** The window gets the focus again, and the page behind a dialog is loaded again. */
async function comeBack(page: Page, path: string): Promise<void> {
  const loaded = page.waitForResponse((response) => response.url().endsWith(path));
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await loaded;
}

/** How much of a table is to be scrolled to, in pixels. */
function hiddenWidth({ parentElement: around }: { readonly parentElement: unknown }): number {
  const { scrollWidth, clientWidth } = around as { readonly scrollWidth: number; readonly clientWidth: number };
  return scrollWidth - clientWidth;
}

describeInBrowser('the console and ADDE URLs', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), launchBrowser()]);
  });
  beforeEach(async () => {
    place = await server.renew();
  });
  afterEach(async () => {
    expect(await leave()).toEqual([]);
  });
  afterAll(() => Promise.all([browser?.close(), server?.close()]));

  test("a tenant's administrator configures the default URL: set, with Apple's time, and Apple has it", async () => {
    const page = await open(SERVER, 'Administrator of Acme Corporation');
    await bringToken(page);
    await button(page, 'Configure ADDE URL').click();
    expect(await dialog(page).getByRole('textbox', { name: 'ADDE URL' }).inputValue()).toBe(DEFAULT_URL);
    expect(await dialog(page).getByRole('textbox', { name: 'ADDE URL' }).getAttribute('readonly')).not.toBeNull();
    await dialog(page).getByRole('button', { name: 'Configure', exact: true }).click();
    await page.getByText('set', { exact: true }).waitFor();
    expect(atApple()).toBe(DEFAULT_URL);
    const setTime = page.locator('dt', { hasText: 'ADDE URL set time' }).locator('xpath=../dd').locator('time');
    expect(await timeOf(setTime)).toBe(setTimeAtApple());

    await page.getByRole('link', { name: 'Device Enrollment' }).click();
    const servers = page.getByRole('table', { name: 'Servers' });
    await servers.getByText(DEFAULT_URL).waitFor();
    expect(await timeOf(servers.locator('time').first())).toBe(setTimeAtApple());
    expect(await servers.getByRole('row').count()).toBe(2);

    place.apple.overwrite('acme/main', undefined);
    const elsewhere = await open(SERVER);
    await button(elsewhere, 'Refresh from Apple').click();
    await elsewhere.getByText('overwritten by another server').waitFor();
    await button(page, 'Refresh servers').click();
    await servers.getByText('overwritten by another server').waitFor();
  });

  test('a dialog starts in its field and is sent with Enter; it stays open while it is sent, and shows the refusal', async () => {
    const page = await open(SERVER);
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/adde-url', async (route) => {
      if (route.request().method() === 'PUT') await held;
      await route.continue();
    });
    await button(page, 'Configure ADDE URL').click();
    const field = dialog(page).getByRole('textbox', { name: 'ADDE URL' });
    await until(page, "document.activeElement?.matches('[role=dialog] input')");
    await field.fill(' http://bad.example/ ');
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await page.keyboard.press('Enter');
    expect((await sent).postDataJSON()).toEqual({ url: 'http://bad.example/' });
    await page.keyboard.press('Escape');
    expect(await dialog(page).getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
    answer();
    await dialog(page).locator('[data-problem="adde.url-not-valid"]').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  });

  test('the preview of a fallback starts with an identifier of the tenant', async () => {
    const page = await open('/tenants/globex/servers/main');
    const identifier = page.getByRole('textbox', { name: 'Identifier' });
    await identifier.waitFor();
    expect(await identifier.inputValue()).toBe('user@globex.example');
  });

  test('a server that is not there is said once', async () => {
    const page = await open('/tenants/acme/servers/nothing');
    await problem(page, 'api.not-found').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('[data-problem]').count()).toBe(1);
  });

  test('once it is set, the fallback is checked and its status shown', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    await page.getByText('check it now, or wait').waitFor();
    await configure(page);
    await page.getByText('serving', { exact: true }).waitFor();
    expect(place.checks.observed).toEqual(['main']);
  });

  test('without a token it is not set, and the page says who must act', async () => {
    const page = await open(SERVER);
    await configure(page);
    await problem(page, 'token.missing').getByText('The administrator of the tenant must act.').waitFor();
    await page.getByText('failed', { exact: true }).waitFor();
    expect(atApple()).toBeUndefined();
  });

  test('what waits for a token goes on as soon as there is one', async () => {
    const page = await open(SERVER);
    await configure(page);
    await problem(page, 'token.missing').waitFor();
    await bringToken(page);
    await page.getByText('set', { exact: true }).waitFor();
    await problem(page, 'token.missing').waitFor({ state: 'detached' });
    expect(atApple()).toBe(DEFAULT_URL);
  });

  test('a token that Apple rejects is one on the whole page, and Refresh loads all of it', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    await page.getByText('good', { exact: true }).waitFor();
    place.apple.faults.add({ fault: { kind: 'status', status: 401, word: 'token_rejected' }, entry: 'acme/main' });
    await button(page, 'Refresh from Apple').click();
    await page.getByText('rejected by Apple', { exact: true }).waitFor();
    const parts = ['/checks', '/main/adde-url', '/main/fallback', '/main/token'];
    const asked = parts.map((part) => page.waitForRequest((request) => request.url().endsWith(part)));
    await button(page, 'Refresh main').click();
    await Promise.all(asked);
  });

  test('a fault of Apple leaves it pending, and it becomes set once Apple answers again', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    place.apple.faults.add({ fault: { kind: 'status', status: 503 }, entry: 'acme/main' });
    await configure(page);
    await page.getByText('pending: Apple does not have it yet').waitFor();
    await page.getByText('Signpost tries again automatically.').waitFor();
    expect(atApple()).toBeUndefined();
    place.apple.faults.clear();
    await button(page, 'Refresh from Apple').click();
    await page.getByText('set', { exact: true }).waitFor();
    expect(atApple()).toBe(DEFAULT_URL);
  });

  test('Device Enrollment has all that is done about a server on its one page', async () => {
    const page = await open('/device-enrollment', 'Administrator of Acme Corporation');
    const servers = page.getByRole('table', { name: 'Servers' });
    const act = async (action: string) => {
      await button(page, 'Actions on acme/main').click();
      await page.getByRole('menuitem', { name: action, exact: true }).click();
    };
    await page.getByRole('radio', { name: 'acme/main' }).check();
    await act('Upload token');
    await chooseToken(page, place.apple);
    await servers.getByText(/^in (11 months|36\d days)/).waitFor();
    await act('Configure ADDE URL');
    await dialog(page).getByRole('button', { name: 'Configure', exact: true }).click();
    await servers.getByText('set', { exact: true }).waitFor();
    expect(atApple()).toBe(DEFAULT_URL);
    place.apple.overwrite('acme/main', 'https://other.example/discovery');
    await act('Refresh from Apple');
    await servers.getByText('overwritten by another server').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await act('Make a new key');
    await dialog(page).getByText('This can stop an MDM').waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await act('Remove ADDE URL');
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/device-enrollment');
  });

  test('the columns of Device Enrollment fit beside the navigation', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    await configure(page);
    await page.getByRole('link', { name: 'Device Enrollment' }).first().click();
    const end = page.getByRole('columnheader', { name: 'Token expires' }).last();
    await page.getByText(DEFAULT_URL).waitFor();
    const box = await end.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(1280);
    const table = page.getByRole('table', { name: 'Servers' });
    expect(await table.evaluate(hiddenWidth)).toBe(0);
  });

  test('Device Enrollment follows what is under way until it has come to its end', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    place.apple.faults.add({ fault: { kind: 'status', status: 503 }, entry: 'acme/main' });
    await configure(page);
    await page.getByRole('link', { name: 'Device Enrollment' }).first().click();
    const servers = page.getByRole('table', { name: 'Servers' });
    await servers.getByText('pending').waitFor();
    place.apple.faults.clear();
    const asking = { by: 'platform team', role: 'platform', deadline: Date.now() + 9000 } as const;
    await refreshAddeUrl(place.ports, { tenant: 'acme', server: 'main' }, asking);
    await servers.getByText('set', { exact: true }).waitFor();
  });

  test('a change that is held back for the whole stage is not asked for again and again', async () => {
    await changeControls(place.ports, (now) => setAppleWrites(now, 'observeOnly', 'person', Date.now()));
    const page = await open(SERVER);
    await bringToken(page);
    await page.clock.install();
    await configure(page);
    await page.getByText('pending: Apple does not have it yet').waitFor();
    await problem(page, 'adde.observe-only').getByText('The platform team must act.').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.clock.runFor(10_000);
    expect(asked).toEqual([]);
  });

  test('another MDM that overwrites it is noticed, and ours is put back or removed on demand', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    await configure(page);
    place.apple.overwrite('acme/main', 'https://other.example/discovery');
    await button(page, 'Refresh from Apple').click();
    await page.getByText('overwritten by another server').waitFor();
    await page.getByText('https://other.example/discovery').first().waitFor();
    await configure(page);
    await page.getByText('set', { exact: true }).waitFor();
    await button(page, 'Remove ADDE URL').click();
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(atApple()).toBeUndefined();
  });

  test('a request that another person was faster with is shown a conflict first, and replaces theirs when sent again', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    const mine = 'https://mine.example/discovery';
    await button(page, 'Configure ADDE URL').click();
    await dialog(page).getByRole('textbox', { name: 'ADDE URL' }).fill(mine);
    const other = await open(SERVER, 'Administrator of Acme Corporation');
    await configure(other);
    await other.getByText('set', { exact: true }).waitFor();
    await comeBack(page, '/adde-url');
    await page.getByText('set', { exact: true }).waitFor();
    await dialog(page).getByRole('button', { name: 'Configure', exact: true }).click();
    await problem(page, 'adde.changed-meanwhile').getByText('ADDE URL requested by').waitFor();
    expect(atApple()).toBe(DEFAULT_URL);
    await dialog(page).getByRole('button', { name: 'Configure', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(atApple()).toBe(mine);

    await comeBack(other, '/adde-url');
    await other.getByText(mine).first().waitFor();
    await button(page, 'Remove ADDE URL').click();
    await configure(other);
    await comeBack(page, '/adde-url');
    await page.getByText(DEFAULT_URL).first().waitFor();
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
    await problem(page, 'adde.changed-meanwhile').waitFor();
    expect(atApple()).toBe(DEFAULT_URL);
  });

  test('controls that another person changed are shown before they are changed', async () => {
    const decide = (writes: 'on' | 'observeOnly') =>
      changeControls(place.ports, (now) => setAppleWrites(now, writes, 'platform team', Date.now()));
    await decide('observeOnly');
    const page = await open('/controls');
    await button(page, 'Write to Apple').click();
    await decide('on');
    await changeControls(place.ports, (now) => ({ ...now, brakeSince: Date.now() }));
    await comeBack(page, '/controls');
    await button(page, 'Release the brake').waitFor();
    await dialog(page).getByRole('button', { name: 'Write to Apple', exact: true }).click();
    await problem(page, 'api.precondition-failed').getByText('The page behind shows the current state.').waitFor();
  });

  test('an invalid URL is refused by the API, and the dialog stays open', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    await button(page, 'Configure ADDE URL').click();
    await dialog(page).getByRole('textbox', { name: 'ADDE URL' }).fill('http://mdm.example/');
    await dialog(page).getByRole('button', { name: 'Configure', exact: true }).click();
    await problem(page, 'adde.url-not-valid').waitFor();
    expect(atApple()).toBeUndefined();
  });

  test('a new key says what will stop, wants the name typed, and gives the certificate', async () => {
    const page = await open(SERVER);
    await button(page, 'Make a new key').click();
    await dialog(page).getByText('This can stop an MDM').waitFor();
    await button(page, 'Make a key').click();
    await problem(page, 'token.confirm-name').waitFor();
    await dialog(page).getByRole('textbox').fill('main');
    await button(page, 'Make a key').click();
    await dialog(page).getByText('-----BEGIN CERTIFICATE-----').waitFor();
    expect(await dialog(page).getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    const downloading = page.waitForEvent('download');
    await dialog(page).getByText('Download acme-main.pem').click();
    expect((await downloading).suggestedFilename()).toBe('acme-main.pem');
  });

  test('a waiting key is shown again, and another one is made only on demand', async () => {
    const page = await open(SERVER);
    const certificate = await makeKey(page);
    await button(page, 'Make a new key').click();
    await dialog(page).getByRole('textbox').fill('main');
    await button(page, 'Make a key').click();
    await dialog(page).getByText('A key is waiting for its token').waitFor();
    const shown = dialog(page).getByText('-----BEGIN CERTIFICATE-----');
    expect(await shown.innerText()).toBe(certificate);
    expect(await axeFindings(page)).toEqual([]);
    await button(page, 'Make another key').click();
    await dialog(page).getByText('A key is waiting for its token').waitFor({ state: 'detached' });
    expect(await shown.innerText()).not.toBe(certificate);
  });

  describeWith('openssl')('the token file of Apple', () => {
    test('is dropped on the dialog: with it the expiry and the organisation are known, and the URL can be set', async () => {
      const page = await open(SERVER);
      const file = await newTokenFile(page);
      await button(page, 'Upload token').click();
      await dropFile(page, file);
      await button(page, 'Upload').click();
      await dialog(page).waitFor({ state: 'detached' });
      await page.getByText('good', { exact: true }).waitFor();
      await page.getByText(/^in (11 months|36\d days)/).waitFor();
      expect(await page.getByText('not known').count()).toBe(0);
      await configure(page);
      await page.getByText('set', { exact: true }).waitFor();
      expect(atApple()).toBe(DEFAULT_URL);
    });

    test('in the clear is refused, and another one in its place is not taken by force', async () => {
      const page = await open(SERVER);
      const plainToken = tokenAtApple();
      const file = await newTokenFile(page);
      await button(page, 'Upload token').click();
      await button(page, 'Upload').click();
      await dialog(page).getByText('Cannot upload: no file is chosen').waitFor();
      const plain = { name: 'token.json', mimeType: 'application/json', buffer: Buffer.from(plainToken) };
      await page.locator('input[type="file"]').setInputFiles(plain);
      await button(page, 'Upload').click();
      await problem(page, 'token.plain-not-forced').waitFor();
      await button(page, 'Upload anyway').waitFor();
      await dropFile(page, file);
      await problem(page, 'token.plain-not-forced').waitFor({ state: 'detached' });
      const sent = page.waitForRequest((request) => request.method() === 'PUT');
      await button(page, 'Upload').click();
      expect((await sent).postDataJSON()).toMatchObject({ force: false });
      await dialog(page).waitFor({ state: 'detached' });
    });
  });

  test('axe finds nothing on the pages and in the dialogs, and they fit 320 pixels', async () => {
    const page = await open(SERVER);
    await bringToken(page);
    await configure(page);
    for (const path of ['/device-enrollment', SERVER]) {
      await page.goto(path);
      await page.getByText(DEFAULT_URL).first().waitFor();
      expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
      await page.setViewportSize({ width: 320, height: 900 });
      await page.reload();
      await page.getByText(DEFAULT_URL).first().waitFor();
      await until(page, 'document.documentElement.scrollWidth === 320');
      expect({ path, narrow: await axeFindings(page) }).toEqual({ path, narrow: [] });
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    for (const name of ['Configure ADDE URL', 'Make a new key', 'Upload token']) {
      await button(page, name).click();
      await dialog(page).waitFor();
      expect({ name, findings: await axeFindings(page) }).toEqual({ name, findings: [] });
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      await dialog(page).waitFor({ state: 'detached' });
    }
  });
});
