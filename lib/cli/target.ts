import { Option } from 'commander';
import { readLocalState } from '../adapters/files/local-state';
import { internet, localNetwork, type Network } from '../adapters/http/network';
import { problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';

const NETWORKS = ['local', 'internet'];

export function isNetworkName(name: string): boolean {
  return NETWORKS.includes(name);
}

/** `--target`: whom a command talks to. */
export function targetOption(): Option {
  return new Option('--target <name>', '"local" or "internet" (default: local while a local cloud runs)').choices(
    NETWORKS,
  );
}

/** The network of the wanted target. Problem code: `cli.no-local-cloud`. */
export function findNetwork(projectDirectory: string, wanted: string | undefined): Result<Network> {
  if (wanted === 'internet') return ok(internet);
  const running = readLocalState(projectDirectory);
  if (running) return ok(localNetwork(running));
  if (wanted === undefined) return ok(internet);
  return failed(
    problem('cli.no-local-cloud', 'Cannot reach the local cloud: none runs; expected `npm start` in another terminal'),
  );
}

/** The first line of a command's output: which world the rest is about. */
export function describeTarget({ name }: Network): string {
  return name === 'local' ? 'Target: the local cloud' : 'Target: the internet';
}
