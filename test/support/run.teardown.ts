import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

/** Killed processes may still be writing: what comes back within the run's last moment is removed as well. */
export default function removeTemporaryFolder(): void {
  const folder = tmpdir();
  process.env['TMPDIR'] = dirname(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
