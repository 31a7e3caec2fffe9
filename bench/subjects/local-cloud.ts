import { rmSync } from 'node:fs';
import { readLocalState } from '../../lib/adapters/files/local-state';
import type { LocalEndpoints } from '../../lib/adapters/http/network';
import { makeCheckout } from '../../test/support/checkout';
import { startSignpost } from '../../test/support/signpost';

/** A local cloud of the sample tenants in a process of its own. */
export interface RunningCloud extends LocalEndpoints {
  readonly checkout: string;
  stop(): Promise<void>;
}

export async function startLocalCloud(): Promise<RunningCloud> {
  const checkout = makeCheckout();
  const running = startSignpost(checkout, ['start', '--port', '0', '--http-port', '0']);
  await running.until('Ctrl-C stops it.');
  const state = readLocalState(checkout);
  if (!state) throw new Error('the local cloud does not say where it listens');
  const stop = async () => {
    running.child.kill('SIGINT');
    await running.ended;
    rmSync(checkout, { recursive: true });
  };
  return { ...state, checkout, stop };
}
