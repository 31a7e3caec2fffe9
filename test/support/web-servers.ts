import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect } from 'node:tls';
import type { Snippet } from '../../lib/core/onboarding/snippet/snippet';
import type { KeyPair } from '../../lib/local/tls/authority';

/** A real web server with a snippet in its configuration, on loopback. */
export interface WebServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Setting {
  readonly directory: string;
  readonly port: number;
  readonly domain: string;
  readonly snippet: Snippet;
}

const LONGEST_START_MS = 20_000;

/** How each server is started: its files by name, and its command line in the foreground. */
const SERVERS: Readonly<
  Record<string, { files: (setting: Setting) => Record<string, string>; command: (file: string) => string[] }>
> = {
  nginx: {
    files: (setting) => ({ 'server.conf': nginxConfig(setting) }),
    command: (file) => ['nginx', '-c', file, '-g', 'daemon off;'],
  },
  apache: {
    files: (setting) => ({ 'server.conf': apacheConfig(setting), ...apacheDocuments(setting) }),
    command: (file) => ['apache2', '-f', file, '-DFOREGROUND'],
  },
  haproxy: {
    files: (setting) => ({ 'server.conf': haproxyConfig(setting) }),
    command: (file) => ['haproxy', '-f', file],
  },
  caddy: {
    files: (setting) => ({ 'server.conf': caddyConfig(setting) }),
    command: (file) => ['caddy', 'run', '--config', file, '--adapter', 'caddyfile'],
  },
};

/** Starts the server that the snippet is for, with a certificate of the local authority, and a page at every other path. */
export async function startWebServer(
  domain: string,
  snippet: Snippet,
  { certificate, key }: KeyPair,
): Promise<WebServer> {
  const server = SERVERS[snippet.server];
  if (!server) throw new Error(`${snippet.server} is no server of this machine`);
  const directory = mkdtempSync(join(tmpdir(), `signpost-${snippet.server}-`));
  // Apache's children run as another user, where it was started by root.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const files = {
    'cert.pem': certificate,
    'key.pem': key,
    'both.pem': certificate + key,
    'site/index.html': 'The website.\n',
    ...server.files({ directory, port, domain, snippet }),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const [program = '', ...args] = server.command(join(directory, 'server.conf'));
  const environment = { ...process.env, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  const child = spawn(program, args, { cwd: directory, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await listening(child, port, domain);
  const close = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { port, close };
}

function part({ snippet }: Setting, index: number): string {
  return snippet.parts[index]?.text ?? '';
}

function nginxConfig(setting: Setting): string {
  const { directory, port, domain } = setting;
  return `pid ${directory}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  # A server with a long name has this already.
  server_names_hash_bucket_size 512;
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  ${part(setting, 0)}
  server {
    listen 127.0.0.1:${port} ssl;
    server_name ${domain};
    ssl_certificate ${directory}/cert.pem;
    ssl_certificate_key ${directory}/key.pem;
    ${part(setting, 1)}
    location / { return 200 "The website.\\n"; }
  }
}
`;
}

function apacheConfig(setting: Setting): string {
  const { directory, port, domain } = setting;
  const modules = ['mpm_event', 'authz_core', 'rewrite', 'headers', 'ssl', 'socache_shmcb', 'mime', 'dir'];
  return `ServerRoot ${directory}
ServerName ${domain}
PidFile ${directory}/apache.pid
ErrorLog ${directory}/error.log
User www-data
Group www-data
Listen 127.0.0.1:${port}
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
TypesConfig /etc/mime.types
DocumentRoot ${directory}/site
<Directory ${directory}/site>
  Require all granted
  FallbackResource /index.html
</Directory>
<VirtualHost *:${port}>
  SSLEngine on
  SSLCertificateFile ${directory}/cert.pem
  SSLCertificateKeyFile ${directory}/key.pem
  ${relocate(setting, part(setting, 0))}
</VirtualHost>
`;
}

/** The documents lie in the test's folder instead of /var/www. */
function relocate({ directory }: Setting, text: string): string {
  return text.replaceAll('/var/www/', `${directory}/www/`);
}

function apacheDocuments({ snippet }: Setting): Record<string, string> {
  return Object.fromEntries(snippet.parts.slice(1).map(({ where, text }) => [where.replace('/var/', ''), text]));
}

function haproxyConfig(setting: Setting): string {
  const { directory, port } = setting;
  return `global
    log stderr format raw local0 err
defaults
    mode http
    timeout client 5s
    timeout server 5s
    timeout connect 5s
frontend customer
    bind 127.0.0.1:${port} ssl crt ${directory}/both.pem
${part(setting, 0)}
    http-request return status 200 content-type text/plain string "The website."
`;
}

function caddyConfig(setting: Setting): string {
  const { directory, port, domain } = setting;
  return `{
	admin off
	auto_https off
}
https://${domain}:${port} {
	bind 127.0.0.1
	tls ${directory}/cert.pem ${directory}/key.pem
	${part(setting, 0)}
	respond "The website."
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Resolves once TLS comes about; rejects with what the server said if it ends before. */
async function listening(child: ChildProcess, port: number, domain: string): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  let exited = false;
  child.on('close', () => {
    exited = true;
  });
  child.on('error', (error) => {
    said += error.message;
    exited = true;
  });
  const deadline = Date.now() + LONGEST_START_MS;
  while (!exited && Date.now() < deadline) if (await connects(port, domain)) return;
  child.kill('SIGKILL');
  throw new Error(`The server did not come up:\n${said}`);
}

/** A whole handshake: Apache listens once for nothing while it reads its configuration for the first time. */
function connects(port: number, servername: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', servername, rejectUnauthorized: false });
    const finish = (open: boolean) => {
      socket.destroy();
      // A refusal comes at once on loopback: let other work through before the next try.
      setImmediate(() => resolve(open));
    };
    socket.on('secureConnect', () => finish(true)).on('error', () => finish(false));
  });
}
