import type { Browser, Page } from 'playwright-core';
import { openPage, type Watched } from './browser';

type Options = Parameters<typeof openPage>[2];

/** Visitors of one console, and the errors on their pages. */
export interface Visitors {
  /** A new visitor, who has not opened a page yet. */
  visit(options?: Options): Promise<Page>;
  /** Opens an address, signs in, and stays at that address. */
  signIn(path: string, person?: string, options?: Options): Promise<Page>;
  /** Closes every page; returns the errors that they reported. */
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
