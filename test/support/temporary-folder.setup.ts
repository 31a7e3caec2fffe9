import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that a run puts into temporary files goes into one folder, which goes with the run. */
export default function useTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-tests-'));
  // A web server under test reads its files as a user without rights.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
}
