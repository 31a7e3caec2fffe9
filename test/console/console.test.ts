import type { Browser, Page } from 'playwright-core';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { ask, outcome } from '../local/client';
import { Clouds } from '../local/synthesized';
import { axeFindings, axeFindingsOfBoth, launchBrowser } from './browser';
import { overrideAtCommandLine, startConsoleCloud } from './console-cloud';
import { describeInBrowser } from './in-browser';
import { createVisitors } from './visitors';

const clouds = new Clouds();
let cloud: Awaited<ReturnType<typeof startConsoleCloud>>;
let browser: Browser;
const { visit, signIn, open, leave } = createVisitors(() => ({ browser, origin: cloud.origin }));

jest.setTimeout(120_000);

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const problem = (page: Page, code: string) => page.locator(`[data-problem="${code}"]`);
const table = (page: Page, name: string) => page.getByRole('table', { name });
const domainPage = (tenant: string) => `/tenants/${tenant}/domains/${tenant}.example`;

/** The answer of a domain for an iPhone. */
function device(domain: string, family = 'iPhone'): Promise<string> {
  const query = `user-identifier=u@${domain}&model-family=${family}`;
  return outcome(ask(cloud, `https://${domain}${WELL_KNOWN_PATH}?${query}`, { agent: false }));
}

describeInBrowser('the console', () => {
  beforeAll(async () => {
    [cloud, browser] = await Promise.all([startConsoleCloud(clouds), launchBrowser()]);
  });
  afterAll(() => Promise.all([browser?.close(), clouds.close()]));
  afterEach(async () => {
    expect(await leave()).toEqual([]);
  });

  test('is kept by the browser as on AWS: assets for a year, their names not at all', async () => {
    const cacheControl = async (path: string) =>
      (await fetch(new URL(path, cloud.origin))).headers.get('cache-control');
    const index = await (await fetch(cloud.origin)).text();
    const [, asset = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(index) ?? [];
    expect(await cacheControl('/')).toBe('no-cache');
    expect(await cacheControl(asset)).toBe('public, max-age=31536000, immutable');
  });

  describe('signing in', () => {
    test('leads back to the address of the visit', async () => {
      const page = await signIn(domainPage('tyrell'));
      await heading(page, 'tyrell.example').waitFor();
      expect(new URL(page.url())).toMatchObject({ pathname: domainPage('tyrell'), search: '', hash: '' });
    });

    test('holds for a reload of the page', async () => {
      const page = await signIn('/tenants');
      await page.reload();
      await heading(page, 'Tenants').waitFor();
    });

    test('ends by signing out: nothing is left in the browser, and the way in is shown', async () => {
      const page = await signIn('/');
      await page.getByRole('button', { name: 'Platform team' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })')).toBe('{}');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Sign in as' }).waitFor();
    });

    test('is asked for anew when the API no longer accepts the token', async () => {
      const page = await signIn('/tenants');
      await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: { message: 'Unauthorized' } }));
      await page.getByRole('button', { name: 'Refresh tenants' }).click();
      await page.getByText('Your sign-in has ended.').waitFor();
      expect(new URL(page.url()).pathname).toBe('/tenants');
    });

    test('leads to the overview after going back to the address of the redirect', async () => {
      const page = await signIn('/tenants');
      await page.goto('/signed-in');
      await heading(page, 'Overview').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
    });

    test('that the provider refuses is said, and can be tried again', async () => {
      const page = await visit();
      await page.goto('/signed-in?error=access_denied&state=unknown');
      await page.getByText('Sign-in failed').first().waitFor();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    });
  });

  describe('the platform team', () => {
    test('pages through all tenants, and back', async () => {
      const page = await open('/tenants');
      const tenants = table(page, 'Tenants');
      await tenants.getByText('Acme Corporation').waitFor();
      await page.getByRole('button', { name: 'Next page' }).click();
      await tenants.getByRole('link', { name: 'Wallace' }).waitFor();
      expect(await tenants.getByText('Acme Corporation').count()).toBe(0);
      await page.getByRole('button', { name: 'Previous page' }).click();
      await tenants.getByText('Acme Corporation').waitFor();
    });

    test('opens a tenant by its exact id, and learns that there is none of another', async () => {
      const page = await open('/tenants');
      const search = page.getByRole('searchbox');
      await search.fill('unknown');
      await search.press('Enter');
      await problem(page, 'api.not-found').waitFor();
      await search.fill('wallace');
      await page.getByRole('button', { name: 'Open the tenant', exact: true }).click();
      await heading(page, 'Wallace').waitFor();
    });

    test('sees on a tenant its domains, servers and events', async () => {
      const page = await open('/tenants/tyrell');
      await table(page, 'Domains').getByText('backend', { exact: true }).waitFor();
      await table(page, 'Servers').getByText("Signpost's own").waitFor();
      await table(page, 'Events').getByText('Deployed').waitFor();
    });

    test('checks a domain as devices see it, and sees which steps are done and which are not known', async () => {
      const page = await open('/tenants/tyrell');
      await page.getByRole('button', { name: 'Check again: tyrell.example' }).click();
      await table(page, 'Domains').getByText('serving', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Onboarding steps of tyrell.example' }).click();
      await page.locator('[data-step="serving"]').getByText('done', { exact: true }).waitFor();
      await page.locator('[data-step="new-record"]').getByText('devices reach the front').waitFor();
      await page.locator('[data-step="certificate"]').getByText('not known', { exact: true }).waitFor();
    });

    test('learns what changes the policy of a domain that the edge decides', async () => {
      const page = await open(domainPage('acme'));
      await page.getByText("declare `decide: 'backend'`").waitFor();
      expect(await page.getByRole('button', { name: 'Override' }).count()).toBe(0);
    });
  });

  describe("a tenant's administrator", () => {
    test('sees their own tenant alone', async () => {
      const page = await open('/tenants', 'Administrator of Tyrell');
      await table(page, 'Tenants').getByRole('link', { name: 'Tyrell' }).waitFor();
      expect(await table(page, 'Tenants').getByRole('row').count()).toBe(2);
    });

    test('finds nothing at the address of another tenant, and the same at the address of none', async () => {
      const page = await open('/tenants/wallace', 'Administrator of Tyrell');
      const stranger = await problem(page, 'api.not-found').innerText();
      await page.goto('/tenants/unknown');
      expect(await problem(page, 'api.not-found').innerText()).toBe(stranger);
    });

    test('is not offered what only the platform team may do', async () => {
      const page = await open(domainPage('tyrell'), 'Administrator of Tyrell');
      await table(page, 'In force: as declared').waitFor();
      expect(await page.getByRole('button', { name: /override/i }).count()).toBe(0);
    });
  });

  describe('an override', () => {
    test('needs a cluster and a reason, and the API says which is missing', async () => {
      const page = await open(domainPage('tyrell'));
      await page.getByRole('button', { name: 'Override' }).click();
      await page.getByRole('button', { name: 'Put in force' }).click();
      const invalid = problem(page, 'api.invalid');
      await invalid.getByText('policy.otherwise.cluster').waitFor();
      await invalid.getByText('a reason of at least 3 characters').waitFor();
      await page.getByRole('combobox', { name: 'Cluster' }).fill('na11');
      await page.getByRole('textbox', { name: 'Reason' }).fill('a test');
      await page.getByRole('button', { name: 'Put in force' }).click();
      await problem(page, 'override.cluster-unknown').getByText('did you mean "na1"').waitFor();
      expect(await device('tyrell.example')).toContain('na1.mdm.example');
    });

    test('changes the answer at once, is an event, and ends when it is removed', async () => {
      const page = await open(domainPage('tyrell'));
      await page.getByRole('button', { name: 'Override' }).click();
      await page.getByRole('combobox', { name: 'Cluster' }).fill('eu1');
      await page.getByRole('textbox', { name: 'Reason' }).fill('Maintenance of na1');
      await page.getByRole('button', { name: 'Put in force' }).click();
      await table(page, 'In force: override').getByText('https://eu1.mdm.example').waitFor();
      expect(await device('tyrell.example')).toContain('302 https://eu1.mdm.example');

      await page.getByRole('link', { name: 'tyrell', exact: true }).click();
      const events = table(page, 'Events');
      await events.getByText('Override put in force').waitFor();
      await events.getByText('Maintenance of na1').waitFor();

      await page.goto('/');
      await table(page, 'Overrides in force').getByRole('link', { name: 'tyrell.example' }).click();
      await page.getByRole('button', { name: 'Remove the override' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove the override' }).click();
      await table(page, 'In force: as declared').waitFor();
      expect(await device('tyrell.example')).toContain('302 https://na1.mdm.example');
    });

    test('may have rules', async () => {
      const page = await open(domainPage('tyrell'));
      await page.getByRole('button', { name: 'Override' }).click();
      await page.getByRole('button', { name: 'Add a rule' }).click();
      await page.getByRole('button', { name: /Families/ }).click();
      await page.getByRole('option', { name: 'iPad' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: 'Cluster' }).first().fill('eu1');
      await page.getByRole('combobox', { name: 'Cluster' }).last().fill('na1');
      await page.getByRole('textbox', { name: 'Reason' }).fill('Only iPads');
      await page.getByRole('button', { name: 'Put in force' }).click();
      await table(page, 'In force: override').getByText('iPad').waitFor();
      expect(await device('tyrell.example', 'iPad')).toContain('eu1.mdm.example');
      expect(await device('tyrell.example', 'Mac')).toContain('na1.mdm.example');
      await page.getByRole('button', { name: 'Remove the override' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove the override' }).click();
      await table(page, 'In force: as declared').waitFor();
    });

    test('with a share that is not a number is refused, and does not apply to all', async () => {
      const page = await open(domainPage('tyrell'));
      await page.getByRole('button', { name: 'Override' }).click();
      await page.getByRole('button', { name: 'Add a rule' }).click();
      await page.getByRole('button', { name: /Families/ }).click();
      await page.getByRole('option', { name: 'iPad' }).click();
      await page.keyboard.press('Escape');
      await page.getByLabel('Percent of the users').click();
      await page.keyboard.type('10-20');
      await page.getByRole('combobox', { name: 'Cluster' }).first().fill('eu1');
      await page.getByRole('combobox', { name: 'Cluster' }).last().fill('na1');
      await page.getByRole('textbox', { name: 'Reason' }).fill('Some iPads');
      await page.getByRole('button', { name: 'Put in force' }).click();
      await problem(page, 'api.invalid').getByText('policy.rules[0].when.share').waitFor();
      expect(await device('tyrell.example', 'iPad')).toContain('na1.mdm.example');
    });

    test('that another person was faster with shows theirs, and replaces it when sent again', async () => {
      const page = await open(domainPage('wallace'));
      await page.getByRole('button', { name: 'Override' }).click();
      await page.getByRole('combobox', { name: 'Cluster' }).fill('eu1');
      await page.getByRole('textbox', { name: 'Reason' }).fill('Mine');
      await overrideAtCommandLine(cloud, 'wallace', 'wallace.example', 'Theirs');
      await comeBack(page);
      await page.getByRole('button', { name: 'Put in force' }).click();
      const conflict = problem(page, 'api.precondition-failed');
      await conflict.getByText('“Theirs”').waitFor();
      await conflict.getByText('became 404').waitFor();
      expect(await device('wallace.example')).toContain('404');
      await page.getByRole('button', { name: 'Put in force' }).click();
      await table(page, 'In force: override').getByText('https://eu1.mdm.example').waitFor();
      expect(await device('wallace.example')).toContain('eu1.mdm.example');

      await page.getByRole('button', { name: 'Remove the override' }).click();
      await overrideAtCommandLine(cloud, 'wallace', 'wallace.example', 'Theirs again');
      await comeBack(page);
      const remove = page.getByRole('dialog').getByRole('button', { name: 'Remove the override' });
      await remove.click();
      await conflict.getByText('“Theirs again”').waitFor();
      expect(await device('wallace.example')).toContain('404');
      await remove.click();
      await table(page, 'In force: as declared').waitFor();
    });

    /** The window gets the focus again, and the page behind a dialog is loaded again. */
    async function comeBack(page: Page): Promise<void> {
      const loaded = page.waitForResponse((response) => response.url().endsWith('/discovery'));
      await page.evaluate("window.dispatchEvent(new Event('focus'))");
      await loaded;
      await page.getByText('404: the device goes on to Apple').first().waitFor();
    }
  });

  describe('the preview', () => {
    test('decides in the browser as the backend does, without a request', async () => {
      const page = await open(domainPage('tyrell'));
      const preview = page.locator('[data-preview="In force: as declared"]');
      await preview.getByText('No rule matches').waitFor();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.getByRole('textbox', { name: 'Identifier' }).fill('jane+tag@tyrell.example');
      await page.getByRole('button', { name: /Device/ }).click();
      await page.getByRole('option', { name: 'Mac', exact: true }).click();
      await preview.getByText('Rule 1 matches first: Mac').waitFor();
      const location = await preview.getByText('user-identifier=').innerText();
      expect(location).toBe(
        `https://eu1.mdm.example${WELL_KNOWN_PATH}?user-identifier=jane+tag@tyrell.example&model-family=Mac`,
      );
      expect(asked).toEqual([]);
    });

    test('says what is wrong with an identifier, without repeating it', async () => {
      const page = await open(domainPage('tyrell'));
      await page.getByRole('textbox', { name: 'Identifier' }).fill('jane');
      await page.getByText('it has no "@"').waitFor();
    });

    test('knows that Apple’s redirect may have no query', async () => {
      const page = await open('/tenants/tyrell/servers/main');
      await page.getByRole('button', { name: /Device/ }).click();
      await page.getByRole('option', { name: /without a query/ }).click();
      const preview = page.locator('[data-preview="In force: as declared"]');
      await preview.getByText('No rule matches').waitFor();
      expect(await preview.innerText()).not.toContain('user-identifier');
    });
  });

  describe('a backend that does not answer', () => {
    afterEach(() => cloud.backend?.break(undefined));

    test('is said, what was there stays, and trying again helps', async () => {
      const page = await open('/tenants');
      await table(page, 'Tenants').getByRole('link', { name: 'Acme Corporation' }).waitFor();
      cloud.backend?.break('refuses');
      await page.getByRole('button', { name: 'Refresh tenants' }).click();
      const unreachable = problem(page, 'api.unreachable');
      await unreachable.waitFor();
      await table(page, 'Tenants').getByRole('link', { name: 'Acme Corporation' }).waitFor();
      cloud.backend?.break(undefined);
      await page.getByRole('button', { name: 'Try again' }).click();
      await unreachable.waitFor({ state: 'detached' });
    });
  });

  describe('moving about', () => {
    test('needs no reload, and the back button returns', async () => {
      const page = await open('/');
      await page.evaluate('window.sameDocument = true');
      await page.getByRole('link', { name: 'Tenants' }).first().click();
      await page.getByRole('link', { name: 'Acme Corporation' }).click();
      await page.getByRole('link', { name: 'acme.example' }).click();
      await heading(page, 'acme.example').waitFor();
      await page.locator('h1:focus', { hasText: 'acme.example' }).waitFor();
      await page.goBack();
      await heading(page, 'Acme Corporation').waitFor();
      await page.goBack();
      await heading(page, 'Tenants').waitFor();
      await page.goForward();
      await heading(page, 'Acme Corporation').waitFor();
      expect(await page.title()).toBe('acme · Signpost');
      expect(await page.evaluate('window.sameDocument')).toBe(true);
    });

    test.each(['/nowhere', '/tenants/acme/domains', '/tenants/%E0%A4%A'])('at %s there is no page', async (path) => {
      const page = await open('/');
      await page.goto(path);
      await heading(page, 'Page not found').waitFor();
    });
  });

  describe('appearance', () => {
    const PAGES = [
      '/',
      '/tenants',
      '/tenants/tyrell',
      domainPage('tyrell'),
      '/tenants/tyrell/servers/main',
      '/device-enrollment',
      '/device-enrollment?state=set&domain=unknown.example',
      '/controls',
      '/nowhere',
    ];

    test('axe finds nothing on any page, light or dark', async () => {
      const page = await visit();
      await page.goto('/');
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await axeFindingsOfBoth(page)).toEqual([]);
      const inside = await open('/');
      for (const path of PAGES) {
        await inside.goto(path);
        await settled(inside);
        expect({ path, findings: await axeFindingsOfBoth(inside) }).toEqual({ path, findings: [] });
      }
      await inside.goto(domainPage('tyrell'));
      await inside.getByRole('button', { name: 'Override' }).click();
      await inside.getByRole('button', { name: 'Add a rule' }).click();
      expect(await axeFindingsOfBoth(inside)).toEqual([]);
    });

    test('follows the system, until the person chooses', async () => {
      const page = await open('/', 'Platform team', { colorScheme: 'dark' });
      const isDark = () => page.evaluate("document.body.classList.contains('awsui-dark-mode')");
      expect(await isDark()).toBe(true);
      await page.getByRole('button', { name: 'Appearance' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Light' }).click();
      expect(await isDark()).toBe(false);
      await page.reload();
      await heading(page, 'Overview').waitFor();
      expect(await isDark()).toBe(false);
    });

    test('fits a screen 320 pixels wide, where axe finds nothing either', async () => {
      const page = await open('/', 'Platform team', { viewport: { width: 320, height: 640 } });
      for (const path of PAGES) {
        await page.goto(path);
        await settled(page);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect({ path, width, findings: await axeFindings(page) }).toEqual({ path, width: 320, findings: [] });
      }
    });

    /** Nothing is loading any more. */
    async function settled(page: Page): Promise<void> {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    }
  });
});
