import type { FollowedPolicy } from './followed-policy';

/** One file, or part of one, and where it belongs. */
export interface SnippetPart {
  readonly where: string;
  readonly text: string;
}

/** A web server or host that snippets are written for. */
export interface SnippetServer {
  readonly title: string;
  /** What the project's tests run it on; nothing where nobody has run it. */
  readonly provenOn?: string;
  readonly write: (domain: string, followed: FollowedPolicy, status: string) => readonly SnippetPart[];
}
