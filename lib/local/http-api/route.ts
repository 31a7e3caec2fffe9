import { percentDecode } from '../../core/discovery/percent';
import type { HttpRoute } from '../deployment';

/** A route that takes a request, and what its path variables stand for, decoded. */
export interface Match {
  readonly route: HttpRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route for a method and a path as it was sent. */
export type FindRoute = (method: string, path: string) => Match | undefined;

interface Compiled {
  readonly route: HttpRoute;
  readonly method: string;
  readonly segments: readonly string[];
}

/** Compiles routes for finding: the most specific one wins. */
// rule: http-api.route-order
export function compileRoutes(routes: readonly HttpRoute[]): FindRoute {
  const fallback = routes.find(({ key }) => key === '$default');
  const compiled = routes.filter((route) => route !== fallback).map(compile);
  compiled.sort((a, b) => compareRanks(rankOf(a), rankOf(b)));
  return (method, path) => {
    const segments = path.split('/').slice(1);
    for (const each of compiled) {
      if (each.method !== 'ANY' && each.method !== method) continue;
      const parameters = match(each.segments, segments);
      if (parameters) return { route: each.route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

function compile(route: HttpRoute): Compiled {
  const [method = '', path = ''] = route.key.split(' ');
  return { route, method, segments: path.split('/').slice(1) };
}

/** Fixed segments before variables before greedy variables, from left to right; then a method before `ANY`. */
function rankOf({ segments, method }: Compiled): readonly number[] {
  return [...segments.map(rankOfSegment), method === 'ANY' ? 1 : 0];
}

function rankOfSegment(segment: string): number {
  if (isGreedy(segment)) return 2;
  return segment.startsWith('{') ? 1 : 0;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, index) => rank !== (b[index] ?? 0));
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: [string, string][] = [];
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined || (part.startsWith('{') && segment === '')) return undefined;
    if (isGreedy(part)) {
      return Object.fromEntries([...parameters, [part.slice(1, -2), percentDecode(segments.slice(index).join('/'))]]);
    }
    if (part.startsWith('{')) parameters.push([part.slice(1, -1), percentDecode(segment)]);
    else if (part !== segment) return undefined;
  }
  return segments.length === pattern.length ? Object.fromEntries(parameters) : undefined;
}

function isGreedy(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('+}');
}
