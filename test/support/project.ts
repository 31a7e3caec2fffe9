import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CONFIG = `import { config } from 'signpost';
export default config({ stage: 'local' });
`;
const CLUSTERS = `import { clusters } from 'signpost';
export default clusters({ na1: { url: 'https://na1.mdm.example' }, eu1: { url: 'https://eu1.mdm.example/x?realm=eu' } });
`;

/** A project folder of its own with these files besides a plain configuration and registry. */
export function writeProject(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'signpost-project-'));
  mkdirSync(join(directory, 'tenants'));
  const all: Record<string, string> = { 'signpost.config.ts': CONFIG, 'clusters.ts': CLUSTERS, ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

/** A tenant file: everything that `signpost` exports is in scope, `fields` replace those of a plain tenant. */
export function tenantFile(fields: Readonly<Record<string, string>> = {}): string {
  const plain = {
    name: `'Acme'`,
    discovery: `{ rules: [], otherwise: redirect('na1') }`,
    domains: `{ 'acme.example': { dns: route53('Z0123'), website: none() } }`,
  };
  const body = Object.entries({ ...plain, ...fields }).map(([name, value]) => `  ${name}: ${value},`);
  return `import { absent, elsewhere, external, none, owned, passThrough, redirect, redirectTo, refuse, route53, serve, shared, tenant } from 'signpost';
void [absent, elsewhere, external, none, owned, passThrough, redirect, redirectTo, refuse, route53, serve, shared];
export default tenant({
${body.join('\n')}
} as never);
`;
}
