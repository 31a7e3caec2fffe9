import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { writeLocalState } from '../../lib/adapters/files/local-state';
import { runCli } from '../../lib/cli/program';
import { openAuthority } from '../../lib/local/tls/authority';
import { writeProject } from '../support/project';

const HOST = 'hostile.example';
const REFUSAL = { code: 'com.apple.well-known.failed', message: 'No\u001b]0;x\u0007 \u202e!' };

let project: string;
let server: Server;

beforeAll(async () => {
  project = writeProject({});
  const authority = await openAuthority(project);
  if (!authority.ok) throw new Error(authority.problem.message);
  const { certificate: cert, key } = await authority.value.issue([HOST]);
  server = createServer({ cert, key }, (request, response) => {
    if (request.url?.startsWith('/next')) {
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(REFUSAL));
    } else response.writeHead(302, { location: `https://${HOST}/next?\u009b31m` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeLocalState(project, { httpsPort: port, httpPort: port, hosts: [HOST], ca: authority.value.certificate });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(project, { recursive: true });
});

async function device(...argv: string[]): Promise<string> {
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  await runCli(['device', `jane@${HOST}`, '--target', 'local', ...argv], {
    terminal: { print, note: print, columns: 80, colour: false },
    projectDirectory: project,
    stopped: Promise.resolve(),
  });
  return printed.join('\n');
}

describe('signpost device, at a server that sends control characters', () => {
  test('shows them as escapes', async () => {
    const shown = await device();
    expect(shown).toContain('No\\x1b]0;x\\x07 \\u{202e}!');
    expect(shown).toContain('/next?\\x9b31m');
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  test('shows them as escapes of JSON with --json', async () => {
    const shown = await device('--json');
    expect(JSON.stringify(JSON.parse(shown))).toContain('/next?\u009b31m');
    expect(shown).toContain('/next?\\u009b31m');
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
