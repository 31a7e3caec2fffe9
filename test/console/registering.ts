import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import type { RegistrationConsole } from './registration-console';

/** Uploads Apple's token for Acme's server on the server's page. It is not encrypted, which must be confirmed. */
export async function uploadToken(page: Page, apple: RegistrationConsole['apple']): Promise<void> {
  await page.getByRole('button', { name: 'Upload token', exact: true }).click();
  await chooseToken(page, apple);
}

/** The same in the open dialog. */
export async function chooseToken(page: Page, apple: RegistrationConsole['apple']): Promise<void> {
  const text = JSON.stringify(apple.downloadToken('acme/main'));
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const file = { name: 'token.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').setInputFiles(file);
  await button('Upload').click();
  await button('Upload anyway').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Configures the proposed URL. */
export async function configure(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Configure ADDE URL', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Configure', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Makes a key for a server called `main` after its warning: the certificate for Apple. */
export async function makeKey(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Make a new key', exact: true }).click();
  await dialog.getByText('This can stop an MDM').waitFor();
  await dialog.getByRole('textbox').fill('main');
  await dialog.getByRole('button', { name: 'Make a key', exact: true }).click();
  const certificate = await dialog.getByText('-----BEGIN CERTIFICATE-----').innerText();
  await dialog.getByRole('button', { name: 'Done', exact: true }).click();
  return certificate;
}

/** Drags a file from the desktop onto the place that the page then shows for it, and waits until the page has it. */
export async function dropFile(page: Page, file: string): Promise<void> {
  const mouse = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop', x: number, y: number) =>
    mouse.send('Input.dispatchDragEvent', { type, x, y, data });
  await drag('dragEnter', 10, 10);
  await drag('dragOver', 10, 10);
  const dialog = page.getByRole('dialog');
  const zone = await dialog.getByText('Drop the file here').boundingBox();
  if (!zone) throw new Error('There is no place to drop the file on.');
  const [x, y] = [zone.x + zone.width / 2, zone.y + zone.height / 2];
  await drag('dragOver', x, y);
  await drag('drop', x, y);
  await dialog.getByText(basename(file), { exact: true }).waitFor();
}
