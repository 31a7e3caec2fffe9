import type { Browser, BrowserContextOptions } from 'playwright-core';
import { loadFleet } from '../../../../lib/adapters/project/project-files';
import { buildGuide } from '../../../../lib/core/onboarding/guide/guide';
import { renderGuideHtml } from '../../../../lib/core/onboarding/guide/html';
import { MDM_PROFILES } from '../../../../lib/core/onboarding/guide/profiles';
import { axeFindings, launchBrowser, openContext, openPage, type Watched } from '../../../console/browser';
import { describeInBrowser } from '../../../console/in-browser';

/** The guide of every sample tenant in the words of every MDM: all families, rules, refusals and servers occur. */
async function everyGuide(): Promise<readonly (readonly [name: string, html: string])[]> {
  const fleet = await loadFleet(process.cwd());
  if (!fleet.ok) throw new Error('The sample tenants do not load.');
  return fleet.value.tenants.flatMap((tenant) =>
    Object.entries(MDM_PROFILES).map(
      ([mdm, profile]) => [`${tenant.id} ${mdm}`, renderGuideHtml(buildGuide(tenant, profile))] as const,
    ),
  );
}

describeInBrowser('the printed guide', () => {
  let browser: Browser;
  let guides: Awaited<ReturnType<typeof everyGuide>>;
  beforeAll(async () => {
    [browser, guides] = await Promise.all([launchBrowser(), everyGuide()]);
    expect(guides.length).toBeGreaterThan(8);
  });
  afterAll(() => browser.close());

  /** Shows every guide in one window. */
  async function forEach(
    options: BrowserContextOptions,
    observe: (page: Watched['page']) => Promise<unknown>,
  ): Promise<readonly (readonly [string, unknown])[]> {
    const origin = 'https://nowhere.example';
    const { page, complaints } = await openPage(await openContext(browser, origin, options), origin);
    const seen: [string, unknown][] = [];
    for (const [name, html] of guides) {
      await page.setContent(html);
      seen.push([name, await observe(page)]);
    }
    await page.context().close();
    // The page sends no request and reports no error.
    expect(complaints).toEqual([]);
    return seen;
  }

  test.each(['A4', 'Letter'])('is one sheet of %s', async (format) => {
    // Chromium's own default of no margin would hold more than the style sheet asks for.
    const margin = { top: '12mm', right: '12mm', bottom: '12mm', left: '12mm' };
    const counts = await forEach({}, async (page) => pagesOf(await page.pdf({ format, margin })));
    expect(counts).toEqual(guides.map(([name]) => [name, 1]));
  });

  test.each([
    ['screen', 'light'],
    ['screen', 'dark'],
    ['print', 'dark'],
  ] as const)('gives axe nothing to find: %s, %s', async (media, colorScheme) => {
    const findings = await forEach({ colorScheme }, async (page) => {
      await page.emulateMedia({ media, colorScheme });
      return axeFindings(page);
    });
    expect(findings).toEqual(guides.map(([name]) => [name, []]));
  });
});

/** Pages by the count in the root of the page tree (ISO 32000, 7.7.3.2), which Chromium writes in the clear. */
function pagesOf(pdf: Buffer): number {
  const counts = [...pdf.toString('latin1').matchAll(/\/Type \/Pages[^>]*?\/Count (\d+)/g)];
  return Math.max(0, ...counts.map(([, count]) => Number(count)));
}
