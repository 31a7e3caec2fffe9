import type { ResolvedPolicy } from '../../discovery/policy';
import { apache } from './apache';
import { caddy } from './caddy';
import { cloudFrontFunction } from './cloudfront-function';
import { followPolicy } from './followed-policy';
import { haproxy } from './haproxy';
import { iis } from './iis';
import { nginx } from './nginx';
import type { SnippetPart, SnippetServer } from './server';
import { cloudflare, netlify, vercel } from './web-function';

/** In the order of the help. */
export const SNIPPET_SERVERS = {
  nginx,
  apache,
  caddy,
  haproxy,
  iis,
  cloudflare,
  netlify,
  vercel,
  'cloudfront-function': cloudFrontFunction,
} satisfies Readonly<Record<string, SnippetServer>>;

export type SnippetServerName = keyof typeof SNIPPET_SERVERS;

/** What a customer's own server needs so that devices find their MDM. */
export interface Snippet {
  readonly server: SnippetServerName;
  readonly title: string;
  readonly proven: boolean;
  readonly parts: readonly SnippetPart[];
  readonly leftOut: readonly string[];
}

/** Writes the snippet of a domain for one server: the well-known path only, both parameters carried over unchanged. */
export function writeSnippet(domain: string, policy: ResolvedPolicy, server: SnippetServerName): Snippet {
  const { title, provenOn, write }: SnippetServer = SNIPPET_SERVERS[server];
  const followed = followPolicy(policy);
  const status = provenOn === undefined ? `NOT TESTED on ${title} yet.` : `Tested on ${provenOn}.`;
  const parts = write(domain, followed, status);
  return { server, title, proven: provenOn !== undefined, parts, leftOut: followed.leftOut };
}
