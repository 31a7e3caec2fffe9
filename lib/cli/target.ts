import { Option } from 'commander';
import { readLocalState } from '../adapters/files/local-state';
import { internet, localNetwork, type Network } from '../adapters/http/network';
import { problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';

const NETWORKS = ['local', 'internet'];

export function isNetworkName(name: string): boolean {
  return NETWORKS.includes(name);
}

/** `--target`: the network in which a command sends its requests. */
export function targetOption(): Option {
  return new Option('--target <name>', '"local" or "internet" (default: local while a local cloud runs)').choices(
    NETWORKS,
  );
}

/** The network of the wanted target. Problem code: `cli.no-local-cloud`. */
export function findNetwork(projectDirectory: string, wanted: string | undefined): Result<Network> {
  if (wanted === 'local') return findLocalNetwork(projectDirectory);
  const running = wanted === undefined && readLocalState(projectDirectory);
  return ok(running ? localNetwork(running) : internet);
}

/** The network of the local cloud that runs in this project. Problem code: `cli.no-local-cloud`. */
export function findLocalNetwork(projectDirectory: string): Result<Network> {
  const running = readLocalState(projectDirectory);
  if (running) return ok(localNetwork(running));
  const message = 'Cannot reach the local cloud: it is not running; expected `npm start` in another terminal';
  return failed(problem('cli.no-local-cloud', message));
}

/** The first line of a command's output: the network that the rest is about. */
export function describeTarget({ name }: Network): string {
  return name === 'local' ? 'Target: the local cloud' : 'Target: the internet';
}
