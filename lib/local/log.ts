import type { RuleId } from './rules';

/** One log line of the local cloud. Holds no query, no identifier, no path and no header of a request. */
export type LogEntry =
  /** A line that a function wrote. */
  | { readonly source: 'function'; readonly name: string; readonly line: string }
  /** Why CloudFront answered itself. */
  | {
      readonly source: 'cloudfront';
      readonly requestId: string;
      readonly distribution: string;
      readonly status: number;
      readonly rule: RuleId;
      readonly reason: string;
    }
  /** Why API Gateway answered itself; the route is the one of the template, not the path. */
  | {
      readonly source: 'http-api';
      readonly requestId: string;
      readonly route: string;
      readonly status: number;
      readonly rule: RuleId;
      readonly reason: string;
    }
  /** A message that a topic accepted; its text is for its recipients only. */
  | { readonly source: 'topic'; readonly topic: string }
  /** How a scheduled invocation ended. */
  | { readonly source: 'schedule'; readonly function: string; readonly outcome: string }
  /** Another deployment is served from now on. */
  | { readonly source: 'deployment'; readonly distributions: number }
  /** A line of the embedded database. */
  | { readonly source: 'database'; readonly line: string }
  /** What CloudFormation asked of a custom resource, and what came of it. */
  | {
      readonly source: 'custom-resource';
      readonly stack: string;
      readonly logicalId: string;
      readonly requestType: string;
      readonly outcome: string;
    };

export type Log = (entry: LogEntry) => void;
