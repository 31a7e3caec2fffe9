import type { Page } from 'playwright-core';
import type { RegistrationConsole } from './registration-console';

/** Brings the token that Apple gives out for Acme's server, on the server's page. It comes in the clear, which must be meant. */
export async function uploadToken(page: Page, apple: RegistrationConsole['apple']): Promise<void> {
  const text = JSON.stringify(apple.downloadToken('acme/main'));
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('Upload token').click();
  const file = { name: 'token.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').setInputFiles(file);
  await button('Upload').click();
  await button('Take it all the same').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Configures the URL that is proposed. */
export async function configure(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Configure ADDE URL', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Configure', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
