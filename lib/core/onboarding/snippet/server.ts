import type { FollowedPolicy } from './followed-policy';

/** One file or part of a file, and where it belongs. */
export interface SnippetPart {
  readonly where: string;
  readonly text: string;
}

/** A web server or host that snippets are written for. */
export interface SnippetServer {
  readonly title: string;
  /** The version that the project's tests run it on; left out where no test does. */
  readonly provenOn?: string;
  readonly write: (domain: string, followed: FollowedPolicy, status: string) => readonly SnippetPart[];
}
