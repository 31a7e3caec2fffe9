import type { Browser, Page } from 'playwright-core';
import { openPage, type Watched } from './browser';

type Options = Parameters<typeof openPage>[2];

/** People at the console of one address, and what went wrong on their pages. */
export interface Visitors {
  /** Somebody new, who has not gone anywhere yet. */
  visit(options?: Options): Promise<Page>;
  /** Comes by an address, signs in, and is where the address leads. */
  signIn(path: string, person?: string, options?: Options): Promise<Page>;
  /** Everybody leaves; what their pages complained of. */
  leave(): Promise<readonly string[]>;
}

export function createVisitors(place: () => { readonly browser: Browser; readonly origin: string }): Visitors {
  const present: Watched[] = [];
  const visit = async (options?: Options): Promise<Page> => {
    const { browser, origin } = place();
    const opened = await openPage(browser, origin, options);
    present.push(opened);
    return opened.page;
  };
  return {
    visit,
    signIn: async (path, person = 'Platform team', options) => {
      const page = await visit(options);
      await page.goto(path);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: person, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
    leave: async () => {
      const leaving = present.splice(0);
      const complaints = leaving.flatMap((each) => each.complaints);
      await Promise.all(leaving.map(({ page }) => page.context().close()));
      return complaints;
    },
  };
}
