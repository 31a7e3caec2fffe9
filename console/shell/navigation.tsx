import CloudscapeLink, { type LinkProps } from '@cloudscape-design/components/link';
import { type ReactNode, useSyncExternalStore } from 'react';

/** Our own event: the browser reports only the use of its own buttons. */
const MOVED = 'signpost:moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
}

/** Path and query of the address bar. */
export function currentPath(): string {
  return window.location.pathname + window.location.search;
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, currentPath);
}

/** Goes to another page without loading the document again. */
export function navigate(path: string): void {
  if (path === currentPath()) return;
  window.history.pushState(null, '', path);
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
}

/** Replaces the current address, so that the back button does not return to it. */
export function replacePath(path: string): void {
  window.history.replaceState(null, '', path);
  window.dispatchEvent(new Event(MOVED));
}

interface Followed {
  readonly detail: { readonly href?: string; readonly external?: boolean };
  preventDefault(): void;
}

/** For `onFollow` of Cloudscape's components, which do not call it for a click that opens another tab. */
export function follow(event: Followed): void {
  const { href, external } = event.detail;
  if (href === undefined || external) return;
  event.preventDefault();
  navigate(href);
}

interface Props {
  readonly to: string;
  readonly children: ReactNode;
  readonly variant?: LinkProps['variant'];
}

/** A link to another page of the console. */
export function Link({ to, children, variant }: Props) {
  return (
    <CloudscapeLink href={to} variant={variant} onFollow={follow}>
      {children}
    </CloudscapeLink>
  );
}
