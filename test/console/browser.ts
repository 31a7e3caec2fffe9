import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PACKAGE = join('node_modules', '@sparticuz', 'chromium');
/** The package is an ES module that finds its files beside itself, so a process of its own asks it. */
const UNPACK = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";

const ARGUMENTS = [
  // Containers have no user namespaces for the sandbox; everything on the pages is our own.
  '--no-sandbox',
  // Tabs of one context share a process, and with it the parsed style sheets and compiled scripts.
  '--process-per-site',
];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await unpackBrowser(), args: [...ARGUMENTS] });
}

/**
 * The path of the browser, unpacked once per version. Others may be at it at the same time, and the package takes a
 * half unpacked browser for a whole one: each unpacks into a folder of its own, and the first to be ready moves it.
 */
async function unpackBrowser(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const folder = resolve('.build', 'browser', version);
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    const mine = mkdtempSync(`${folder}-`);
    const env = { ...process.env, TMPDIR: mine };
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], { env });
    try {
      renameSync(mine, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      rmSync(mine, { recursive: true });
    }
  }
  return join(folder, 'chromium');
}

/** A page, and everything wrong on it: errors, violations of the security policy, requests to other hosts. */
export interface Watched {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Just below what a test may take, so that what is missing is named: how long a page takes depends on the machine. */
const PATIENCE_MS = 110_000;

/** A browser without any state of another. */
export async function openContext(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 900 },
    // Without transitions, a check sees the final state.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

export async function openPage(context: BrowserContext, origin: string): Promise<Watched> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A problem of the API is an answer, which the browser logs as a resource that did not load.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource: the server responded'))
      complaints.push(`console: ${message.text().slice(0, 300)}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
      complaints.push(`asked ${new URL(request.url()).origin}`);
  });
  return { page, complaints };
}

/**
 * Waits until the expression is true on the page. Playwright's own way evaluates it within the page each time, which the
 * security policy refuses; this one is evaluated once, through the debugger.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const observe = `const check = () => ((${expression}) ? resolve() : requestAnimationFrame(check)); check();`;
  await page.evaluate(`new Promise((resolve) => { ${observe} })`);
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is, by rule and element. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Through the debugger rather than an element, which the security policy would rightly refuse.
  await page.evaluate(AXE);
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: AxeViolation[] }> } };
    const { violations } = await axe.run({ resultTypes: ['violations'], selectors: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  });
  return findings.filter((finding) => !isOfCloudscape(finding));
}

/** What axe finds on a page that follows the system, in light and in dark. */
export async function axeFindingsOfBoth(page: Page): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await until(page, `document.body.classList.contains('awsui-dark-mode') === ${colorScheme === 'dark'}`);
    findings.push(...(await axeFindings(page)).map((finding) => `${colorScheme}: ${finding}`));
  }
  return findings;
}

/** Cloudscape gives its bar of a narrow screen an orientation, which a `nav` does not have. */
function isOfCloudscape(finding: string): boolean {
  return finding.startsWith('aria-allowed-attr: <nav ') && finding.includes('awsui_mobile-toolbar-nav');
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
