import { mkdirSync } from 'node:fs';
import { plain } from '../../lib/local/simulation/host';
import { launchBrowser } from './browser';
import { configure, uploadToken } from './registering';
import { startRegistrationConsole } from './registration-console';
import { createVisitors } from './visitors';

const FOLDER = 'docs/images';

/** Takes the screenshots of the documents from the console itself. */
async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const [place, browser] = await Promise.all([startRegistrationConsole(), launchBrowser()]);
  const { signIn } = createVisitors(() => ({ browser, origin: place.origin }));
  const page = await signIn('/tenants/acme/servers/main', 'Platform team', { viewport: { width: 1440, height: 760 } });
  await uploadToken(page, place.apple);
  await configure(page);
  await page.getByText('set', { exact: true }).waitFor();
  await page.screenshot({ path: `${FOLDER}/console-server.png` });
  await page.getByRole('link', { name: 'Device Enrollment' }).click();
  await page.getByRole('table', { name: 'Servers' }).getByText('acme.example', { exact: true }).waitFor();
  await page.screenshot({ path: `${FOLDER}/console-device-enrollment.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${FOLDER}/console-device-enrollment-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
  place.answers.set('acme.example', () => plain(200, 'Welcome to our website.'));
  await place.checkEarlier('acme', 'acme.example');
  await page.goto('/tenants/acme');
  await page.getByText('stuck', { exact: true }).waitFor();
  await page.screenshot({ path: `${FOLDER}/console-tenant.png`, fullPage: true });
  await browser.close();
  await place.close();
}

void main();
