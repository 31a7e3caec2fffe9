import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openContext, openPage, type Watched } from './browser';

/** Visitors of one console, and the errors on their pages. */
export interface Visitors {
  /** A new visitor, who shares no state with another and has not opened a page yet. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** Opens an address as a new visitor, signs in at the provider, and stays at that address. */
  signIn(path: string, person?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens an address in a tab of its own, as a person who has signed in before. */
  open(path: string, person?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes every page; returns the errors that they reported. */
  leave(): Promise<readonly string[]>;
}

interface Place {
  readonly browser: Browser;
  readonly origin: string;
}

type Storage = Readonly<Record<string, string>>;

const PLATFORM_TEAM = 'Platform team';
/** A page of the console's origin that runs nothing. */
const BLANK = '/icon.svg';

export function createVisitors(place: () => Place): Visitors {
  const present: Watched[] = [];
  const sessions = new Map<string, Storage>();
  const tabs = createTabs(place);
  const add = (opened: Watched): Page => {
    present.push(opened);
    return opened.page;
  };
  const visit = async (options?: BrowserContextOptions): Promise<Page> => {
    const { browser, origin } = place();
    return add(await openPage(await openContext(browser, origin, options), origin));
  };
  const signIn = async (path: string, person = PLATFORM_TEAM, options?: BrowserContextOptions): Promise<Page> => {
    const page = await visit(options);
    await page.goto(path);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: person, exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    sessions.set(person, await page.evaluate<Storage>('({ ...sessionStorage })'));
    return page;
  };
  return {
    visit,
    signIn,
    open: async (path, person = PLATFORM_TEAM, options) => {
      const session = sessions.get(person);
      if (!session) return signIn(path, person, options);
      const page = add(await tabs.open(options));
      await page.goto(BLANK);
      await page.evaluate(`Object.assign(sessionStorage, ${JSON.stringify(session)})`);
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
    leave: async () => {
      const leaving = present.splice(0);
      await Promise.all(leaving.map(({ page }) => (tabs.has(page) ? page.close() : page.context().close())));
      return leaving.flatMap(({ complaints }) => complaints);
    },
  };
}

interface Tabs {
  open(options?: BrowserContextOptions): Promise<Watched>;
  has(page: Page): boolean;
}

/**
 * Tabs that share what the browser has loaded and compiled. What signs a person in is kept per tab, so that people in
 * two tabs are strangers to each other.
 */
function createTabs(place: () => Place): Tabs {
  const contexts = new Map<string, ReturnType<typeof openContext>>();
  const pages = new WeakSet<Page>();
  const keep = async (options?: BrowserContextOptions) => {
    const { browser, origin } = place();
    const context = await openContext(browser, origin, options);
    // As long as it is open, the process of the tabs goes on.
    await (await context.newPage()).goto(BLANK);
    return context;
  };
  return {
    open: async (options) => {
      const key = JSON.stringify(options ?? {});
      const context = contexts.get(key) ?? keep(options);
      contexts.set(key, context);
      const opened = await openPage(await context, place().origin);
      pages.add(opened.page);
      return opened;
    },
    has: (page) => pages.has(page),
  };
}
