import type { Browser, Page } from 'playwright-core';
import type { ObservationOutcome } from '../../lib/core/checks/check';
import { definitionOf } from '../../lib/core/problems';
import { type Host, json, plain } from '../../lib/local/simulation/host';
import { BLIND } from '../support/checks';
import { leadsToMdm } from '../support/small-stage';
import { axeFindings, axeFindingsOfBoth, launchBrowser, until } from './browser';
import { describeInBrowser } from './in-browser';
import { type ConsoleServer, type RegistrationConsole, startConsoleServer } from './registration-console';
import { createVisitors } from './visitors';

const TENANT = '/tenants/acme';
const DOMAIN = '/tenants/acme/domains/acme.example';
const ADMINISTRATOR = 'Administrator of Acme Corporation';

/** A website that has a page for everything. */
const WELCOME: Host = () => plain(200, 'Welcome to our website.');

let server: ConsoleServer;
let place: RegistrationConsole;
let browser: Browser;
const { open, leave } = createVisitors(() => ({ browser, origin: place.origin }));

jest.setTimeout(120_000);

const problem = (page: Page, code: string) => page.locator(`[data-problem="${code}"]`);
const row = (page: Page) => page.getByRole('table', { name: 'Domains' }).getByRole('row', { name: 'acme.example' });
const checkAgain = (page: Page) => page.getByRole('button', { name: 'Check again: acme.example' }).click();
const fact = (page: Page, label: string) => page.locator('dt', { hasText: label }).locator('xpath=../dd');
const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);
const openSteps = (page: Page) => page.getByRole('button', { name: 'Onboarding steps of acme.example' }).click();

describeInBrowser('the console and the status of domains', () => {
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

  describe('the page of a tenant', () => {
    test('shows a stuck domain with its findings, and that it serves once it is fixed and checked again', async () => {
      place.answers.set('acme.example', WELCOME);
      await place.checkEarlier('acme', 'acme.example');
      const page = await open(TENANT, ADMINISTRATOR);
      await row(page).getByText('stuck', { exact: true }).waitFor();
      expect(await row(page).getByText('1 hour ago').count()).toBe(2);
      const finding = problem(page, 'http.soft-404');
      await finding.getByText('Publish the discovery document').waitFor();

      place.answers.set('acme.example', leadsToMdm);
      await checkAgain(page);
      await row(page).getByText('serving', { exact: true }).waitFor();
      await finding.waitFor({ state: 'detached' });
      await page.getByText('No problems found.').waitFor();
      expect(await row(page).getByText('just now').count()).toBe(2);
    });

    test('shows no result while the check runs', async () => {
      place.answers.set('acme.example', WELCOME);
      await place.checkEarlier('acme', 'acme.example');
      let end: (outcome: ObservationOutcome) => void = () => {};
      place.checks.environment = () =>
        new Promise((resolve) => {
          end = resolve;
        });
      const page = await open(TENANT);
      await checkAgain(page);
      const busy = row(page).locator('button[aria-disabled="true"]');
      await busy.waitFor();
      await row(page).getByText('stuck', { exact: true }).waitFor();
      end(BLIND);
      await busy.waitFor({ state: 'detached' });
    });

    test('shows since when checks get no result, and keeps the status', async () => {
      place.answers.set('acme.example', leadsToMdm);
      await place.checkEarlier('acme', 'acme.example');
      place.checks.environment = () => BLIND;
      const page = await open(TENANT);
      await checkAgain(page);
      await row(page).getByText('no result, first').waitFor();
      await row(page).getByText('serving', { exact: true }).waitFor();
      await problem(page, 'check.no-way-out').getByText(definitionOf('check.no-way-out').remedy).waitFor();
    });

    test('shows why a check was refused, with its remedy', async () => {
      place.checks.environment = () => {
        throw new Error('broken');
      };
      const page = await open(TENANT);
      await checkAgain(page);
      await problem(page, 'api.internal').getByText(definitionOf('api.internal').remedy).waitFor();
      await row(page).getByText('not checked yet').waitFor();
    });

    test('says what to do before the first check, and has the fallback beside the domain', async () => {
      const page = await open(TENANT);
      await row(page).getByText('not checked yet').waitFor();
      await page.getByText('check a domain now, or wait').waitFor();
      await page.getByRole('button', { name: 'Check again: main' }).click();
      await page.getByRole('table', { name: 'Servers' }).getByText('serving', { exact: true }).waitFor();
    });

    test("of a stranger is none for a tenant's administrator, and nothing of it is asked", async () => {
      const page = await open(TENANT, 'Administrator of Globex');
      await problem(page, 'api.not-found').waitFor();
      expect(await page.getByRole('button', { name: /Check|Onboarding/ }).count()).toBe(0);
      await page.goto('/tenants/globex');
      await page.getByRole('button', { name: 'Check again: globex.example' }).waitFor();
      expect(await page.getByText('acme').count()).toBe(0);
    });
  });

  describe('the overview', () => {
    test('counts domains and fallbacks by status, and leads to the findings of a stuck domain', async () => {
      place.answers.set('acme.example', WELCOME);
      await place.checkEarlier('acme', 'acme.example');
      const page = await open('/');
      expect(await fact(page, 'stuck').innerText()).toBe('1');
      expect(await fact(page, 'not checked yet').innerText()).toBe('3');
      const needed = page.getByRole('table', { name: 'Needs attention' });
      await needed.getByText(definitionOf('http.soft-404').title).waitFor();
      await needed.getByText('1 hour ago').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await needed.getByRole('link', { name: 'acme.example', exact: true }).click();
      await problem(page, 'http.soft-404').getByText('Publish the discovery document').waitFor();
      expect(new URL(page.url()).pathname).toBe(DOMAIN);
    });

    test("names what is stuck to a tenant's own administrator alone", async () => {
      place.answers.set('acme.example', WELCOME);
      await place.checkEarlier('acme', 'acme.example');
      const page = await open('/', 'Administrator of Globex');
      await page.getByText('Nothing needs attention').waitFor();
      const own = await open('/', ADMINISTRATOR);
      await own.getByRole('link', { name: 'acme.example', exact: true }).waitFor();
    });
  });

  describe('the page of a domain', () => {
    test('shows the result for each kind of device, and checks again in place', async () => {
      place.answers.set('acme.example', ({ fields: _, ...request }) => {
        const isMac = request.target.includes('model-family=Mac');
        return isMac ? json(200, { Servers: [] }) : leadsToMdm({ ...request, fields: [] });
      });
      await place.checkEarlier('acme', 'acme.example');
      const page = await open(DOMAIN);
      await page.getByText('stuck', { exact: true }).waitFor();
      await page.getByText('Devices: Mac', { exact: true }).first().waitFor();
      place.answers.set('acme.example', leadsToMdm);
      await checkAgain(page);
      await page.getByText('serving', { exact: true }).waitFor();
    });

    test('says what the automatic check leaves out, and which command checks it', async () => {
      place.answers.set('acme.example', leadsToMdm);
      await place.checkEarlier('acme', 'acme.example');
      const page = await open(DOMAIN);
      await page.getByText('Not checked: Apple').waitFor();
      await page.getByText('npx signpost doctor acme.example --apple --post').waitFor();
      await page.locator('time[title$=" UTC"]').first().waitFor();
    });
  });

  describe('the onboarding steps', () => {
    test('are checked when they are opened, and again on demand', async () => {
      place.answers.set('acme.example', WELCOME);
      const page = await open(DOMAIN);
      const asked: string[] = [];
      page.on('request', (request) => request.url().endsWith('/plan') && asked.push(request.method()));
      await page.getByText('Seen from the internet').waitFor();
      expect(asked).toEqual([]);
      await openSteps(page);
      await step(page, 'serving').getByText('blocked', { exact: true }).waitFor();
      await page.getByText('Next, the platform team').waitFor();
      await step(page, 'apple').getByText('an administrator, in Apple’s portal').waitFor();
      await step(page, 'deployment').getByText('could not check').waitFor();
      expect(asked).toEqual(['GET']);
      place.answers.set('acme.example', leadsToMdm);
      await page.getByRole('button', { name: 'Check the steps again: acme.example' }).click();
      await step(page, 'serving').getByText('done', { exact: true }).waitFor();
      await page.getByText('All steps that can be seen from the internet are done.').waitFor();
    });

    test('have what to paste, which a button copies as it is', async () => {
      const page = await open(TENANT, ADMINISTRATOR, { permissions: ['clipboard-read', 'clipboard-write'] });
      await openSteps(page);
      const command = 'npx cdk deploy Signpost-local-Tenant-acme -c tenant=acme';
      await step(page, 'deployment')
        .getByRole('button', { name: `Copy ${command}` })
        .click();
      await page.getByText('Copied').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(command);
    });

    test('say why they could not be checked, and can be tried again', async () => {
      const page = await open(DOMAIN);
      await page.route('**/plan', (route) => route.fulfill({ status: 500 }));
      await openSteps(page);
      await problem(page, 'api.unreachable').waitFor();
      await page.unroute('**/plan');
      await page.getByRole('button', { name: 'Try again' }).click();
      await step(page, 'serving').waitFor();
      expect(await problem(page, 'api.unreachable').count()).toBe(0);
    });
  });

  test('axe finds nothing, light or dark, and the pages fit 320 pixels', async () => {
    place.answers.set('acme.example', WELCOME);
    await place.checkEarlier('acme', 'acme.example');
    place.checks.environment = () => BLIND;
    const page = await open(TENANT);
    for (const path of [TENANT, DOMAIN]) {
      await page.goto(path);
      await checkAgain(page);
      await problem(page, 'check.no-way-out').waitFor();
      await openSteps(page);
      await step(page, 'serving').waitFor();
      expect({ path, findings: await axeFindingsOfBoth(page) }).toEqual({ path, findings: [] });
      await page.setViewportSize({ width: 320, height: 900 });
      await until(page, 'document.documentElement.scrollWidth === 320');
      expect({ path, narrow: await axeFindingsOfBoth(page) }).toEqual({ path, narrow: [] });
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  });
});
