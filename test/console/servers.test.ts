import type { Browser, Page } from 'playwright-core';
import { changeControls, readControls } from '../../lib/backend/registration/record';
import { countChange, gateOf } from '../../lib/core/registration/controls';
import { axeFindings, launchBrowser, until } from './browser';
import { describeInBrowser } from './in-browser';
import { configure, uploadToken } from './registering';
import { type ConsoleServer, type RegistrationConsole, startConsoleServer } from './registration-console';
import { createVisitors } from './visitors';

let server: ConsoleServer;
let place: RegistrationConsole;
let browser: Browser;
const { open, leave } = createVisitors(() => ({ browser, origin: place.origin }));

jest.setTimeout(120_000);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const table = (page: Page, name: string) => page.getByRole('table', { name });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const whereabouts = (page: Page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

async function search(page: Page, domain: string): Promise<void> {
  const box = page.getByRole('searchbox');
  await box.fill(domain);
  await box.press('Enter');
}

describeInBrowser('the console over many servers', () => {
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

  describe('Device Enrollment', () => {
    test('pages through all servers, and back', async () => {
      await place.seed(30);
      const page = await open('/device-enrollment');
      const servers = table(page, 'Servers');
      await servers.getByText('acme.example', { exact: true }).waitFor();
      expect(await servers.getByRole('row').count()).toBe(26);
      await button(page, 'Next page').click();
      await link(page, 't00030').waitFor();
      expect(await servers.getByRole('row').count()).toBe(8);
      await button(page, 'Previous page').click();
      await servers.getByText('acme.example', { exact: true }).waitFor();
    });

    test('finds a server by the exact domain of its tenant, under an address of its own', async () => {
      await place.seed(30);
      const page = await open('/device-enrollment');
      await search(page, 't00029.example');
      const servers = table(page, 'Servers');
      await servers.getByText('t00029.example').waitFor();
      expect(await servers.getByRole('row').count()).toBe(2);
      expect(whereabouts(page)).toBe('/device-enrollment?domain=t00029.example');
      await page.reload();
      await servers.getByText('t00029.example').waitFor();
      await page.goBack();
      await servers.getByText('acme.example', { exact: true }).waitFor();
    });

    test('says that a domain has no server, and leads back to all', async () => {
      const page = await open('/device-enrollment?domain=unknown.example');
      await page.getByText('No such server').waitFor();
      await link(page, 'Show all servers').click();
      await table(page, 'Servers').getByText('globex.example').waitFor();
    });

    test('says what is wrong with a domain that is none, and takes another', async () => {
      const page = await open('/device-enrollment');
      await search(page, 'no_domain');
      await page.locator('[data-problem="api.invalid"]').getByText('a domain such as acme.example').waitFor();
      await search(page, 'globex.example');
      await table(page, 'Servers').getByText('globex.example').waitFor();
    });

    test('shows the servers of one state, and the answer for each family', async () => {
      await place.seed(14);
      const page = await open('/device-enrollment');
      await page.getByRole('button', { name: /State/ }).click();
      await page.getByRole('option', { name: 'overwritten by another server' }).click();
      const servers = table(page, 'Servers');
      await link(page, 't00005').waitFor();
      await link(page, 't00012').waitFor();
      expect(await servers.getByRole('row').count()).toBe(3);
      expect(whereabouts(page)).toBe('/device-enrollment?state=overwritten');
      expect(await servers.getByText('Every family: → na1.mdm.example').count()).toBe(2);
    });

    test("shows a tenant's administrator their own servers alone, whatever they search for", async () => {
      const page = await open('/device-enrollment', 'Administrator of Globex');
      await table(page, 'Servers').getByText('globex.example').waitFor();
      expect(await table(page, 'Servers').getByRole('row').count()).toBe(2);
      await search(page, 'acme.example');
      await page.getByText('No such server').waitFor();
    });
  });

  describe('the overview', () => {
    test('names what needs attention, and leads there', async () => {
      const page = await open('/tenants/acme/servers/main');
      await uploadToken(page, place.apple);
      await configure(page);
      place.apple.overwrite('acme/main', 'https://other.example/');
      await button(page, 'Refresh from Apple').click();
      await page.getByText('overwritten by another server').waitFor();
      await page.goto('/');
      const needed = table(page, 'Needs attention');
      await needed.getByText('ADDE URL overwritten by another server').waitFor();
      await link(page, 'acme/main').click();
      await page.getByText('Wanted', { exact: true }).waitFor();
    });

    test('counts the servers by state, and leads to them', async () => {
      await place.seed(14);
      const page = await open('/');
      await table(page, 'Needs attention').getByText('contested').first().waitFor();
      await page.getByRole('link', { name: '2', exact: true }).last().click();
      await page.getByText('removing: Apple may still have it').first().waitFor();
      expect(whereabouts(page)).toBe('/device-enrollment?state=removing');
    });

    test('shows discoveries where the backend decides, and loads the chart for that alone', async () => {
      const page = await open('/');
      const charts: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('chart')) charts.push(request.url());
      });
      await page.getByText('None within 24 hours').waitFor();
      expect(charts).toEqual([]);
      place.discoveries = 12;
      await button(page, 'Refresh discoveries').click();
      await page.getByText('12 within 24 hours').waitFor();
      await page.getByRole('application', { name: 'Discoveries that the backend answered' }).waitFor();
      expect(charts.length).toBeGreaterThan(0);
      expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 900 });
      await until(page, 'document.documentElement.scrollWidth === 320');
    });

    test('says that nothing needs attention', async () => {
      const page = await open('/', 'Administrator of Globex');
      await page.getByText('Nothing needs attention').waitFor();
    });
  });

  describe('the controls', () => {
    test('let the stage only observe, which the overview says, and write again', async () => {
      const page = await open('/controls');
      await button(page, 'Stop writing to Apple').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Stop writing to Apple' }).click();
      await page.getByText('only observes: changes are not sent to Apple').waitFor();
      await link(page, 'Overview').click();
      await page.getByText('This stage only observes: a decision of the platform team.').waitFor();
      await link(page, 'Controls').last().click();
      await button(page, 'Write to Apple').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Write to Apple' }).click();
      await table(page, 'Decisions').getByText('Allowed to write to Apple').waitFor();
      expect(gateOf(await readControls(place.ports))).toBe('open');
    });

    test('release the brake once that is confirmed', async () => {
      await pullBrake();
      const page = await open('/');
      await page.getByText('The brake was pulled').waitFor();
      await page.goto('/controls');
      await button(page, 'Release the brake').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('the waiting changes go on').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(gateOf(await readControls(place.ports))).toBe('brake');
      await button(page, 'Release the brake').click();
      await dialog.getByRole('button', { name: 'Release the brake' }).click();
      await page.getByText('not pulled').waitFor();
      expect(gateOf(await readControls(place.ports))).toBe('open');
    });

    test('are not for administrators: no link, and the API says why', async () => {
      const page = await open('/', 'Administrator of Globex');
      await page.getByText('Nothing needs attention').waitFor();
      expect(await link(page, 'Controls').count()).toBe(0);
      await page.goto('/controls');
      await page.locator('[data-problem="api.forbidden"]').waitFor();
    });
  });

  /** One server more than an hour may change. */
  async function pullBrake(): Promise<void> {
    for (let count = 0; gateOf(await readControls(place.ports)) === 'open'; count += 1) {
      const key = { tenant: 'acme', server: `s${count}` };
      await changeControls(place.ports, (controls) => countChange(controls, key, 1, Date.now()));
    }
  }
});
