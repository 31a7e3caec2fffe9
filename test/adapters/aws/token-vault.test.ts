import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createTokenVault } from '../../../lib/adapters/aws/token-vault';
import { makeKeyPair } from '../../../lib/backend/server-token/key-pair';
import { openSecretsManager, type SecretsManager } from '../../../lib/local/secrets/secrets-manager';

const MAIN = { tenant: 'acme', server: 'main' };
const NAME = 'signpost/prod/tenants/acme/servers/main/token';
const ARN = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:mdm/token-AbCdEf';
const JSON_TEXT = JSON.stringify({
  consumer_key: 'CK_1',
  consumer_secret: 'CS_1',
  access_token: 'AT_1',
  access_secret: 'AS_1',
  access_token_expiry: '2027-11-21T08:00:00Z',
});
const TOKEN = {
  consumerKey: 'CK_1',
  consumerSecret: 'CS_1',
  accessToken: 'AT_1',
  accessSecret: 'AS_1',
  expiresAt: Date.parse('2027-11-21T08:00:00Z'),
};

let folder: string;
let secrets: SecretsManager;
let server: Server;
let fault: { status: number; type: string } | undefined;
let regions: (string | undefined)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-secrets-'));
  secrets = openSecretsManager(join(folder, 'secrets.json'));
  fault = undefined;
  regions = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const reply = fault
        ? { status: fault.status, body: JSON.stringify({ __type: fault.type, Message: 'AS_1 must stay secret' }) }
        : secrets.answer(String(request.headers['x-amz-target']), Buffer.concat(chunks).toString());
      response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.1' }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

function vault() {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createTokenVault((region) => {
    regions.push(region);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return new SecretsManagerClient({ endpoint, region: region ?? 'us-east-1', credentials, maxAttempts: 1 });
  }, 'prod');
}

describe('a shared token', () => {
  const source = { kind: 'shared', secretArn: ARN } as const;

  test("is read from the MDM's secret, in the region where it is", async () => {
    secrets.put(ARN, JSON_TEXT);
    expect(await vault().read(MAIN, source)).toEqual({ ok: true, value: TOKEN });
    expect(regions).toEqual(['eu-central-1']);
  });

  test.each([
    [400, 'ResourceNotFoundException', 'token.missing'],
    [400, 'AccessDeniedException', 'token.unreadable'],
    [400, 'DecryptionFailure', 'token.unreadable'],
    [400, 'InvalidRequestException', 'token.deleted'],
    [500, 'InternalServiceError', 'token.store-unavailable'],
    [400, 'ThrottlingException', 'token.store-unavailable'],
  ])('%d %s is %s, and names nothing of the secret', async (status, type, code) => {
    fault = { status, type };
    const read = await vault().read(MAIN, source);
    expect(read).toMatchObject({ ok: false, problem: { code } });
    expect(JSON.stringify(read)).not.toContain('AS_1');
  });

  test('that is something else has a code of its own', async () => {
    secrets.put(ARN, '{"username":"mdm","password":"AS_1"}');
    const read = await vault().read(MAIN, source);
    expect(read).toMatchObject({ problem: { code: 'token.malformed' } });
    expect(JSON.stringify(read)).not.toContain('AS_1');
  });
});

describe('an owned token', () => {
  const source = { kind: 'owned' } as const;

  test('is missing at first', async () => {
    expect(await vault().read(MAIN, source)).toMatchObject({ problem: { code: 'token.missing' } });
    expect(await vault().readOwned(MAIN)).toEqual({ ok: true, value: {} });
  });

  test('stays in use beside the key that waits for the next one', async () => {
    const staged = await makeKeyPair(MAIN, 0);
    await vault().writeOwned(MAIN, { token: TOKEN });
    await vault().writeOwned(MAIN, { token: TOKEN, staged });
    expect(await vault().readOwned(MAIN)).toEqual({ ok: true, value: { token: TOKEN, staged } });
    expect(await vault().read(MAIN, source)).toEqual({ ok: true, value: TOKEN });
    expect(secrets.value(NAME)).toContain('PRIVATE KEY');
  });

  test('may have been put there by hand', async () => {
    secrets.put(NAME, JSON_TEXT);
    expect(await vault().read(MAIN, source)).toEqual({ ok: true, value: TOKEN });
  });

  test('that is broken is not taken for a missing one', async () => {
    secrets.put(NAME, 'nonsense');
    expect(await vault().readOwned(MAIN)).toMatchObject({ problem: { code: 'token.malformed' } });
  });

  test('is deleted, once or twice, and reported so until it is restored', async () => {
    await vault().writeOwned(MAIN, { token: TOKEN });
    await vault().deleteOwned(MAIN);
    await vault().deleteOwned(MAIN);
    expect(await vault().read(MAIN, source)).toMatchObject({ problem: { code: 'token.deleted' } });
    expect(await vault().readOwned(MAIN)).toMatchObject({ problem: { code: 'token.deleted' } });
    expect(openSecretsManager(join(folder, 'secrets.json')).value(NAME)).toBeUndefined();
    secrets.answer('secretsmanager.RestoreSecret', JSON.stringify({ SecretId: NAME }));
    expect(await vault().read(MAIN, source)).toEqual({ ok: true, value: TOKEN });
  });

  test('that never was is deleted, too', async () => {
    await vault().deleteOwned(MAIN);
    expect(await vault().readOwned(MAIN)).toEqual({ ok: true, value: {} });
  });

  test.each(['AccessDeniedException', 'InternalServiceError'])('is not said to be deleted after %s', async (type) => {
    fault = { status: 400, type };
    await expect(vault().deleteOwned(MAIN)).rejects.toMatchObject({ name: type });
  });

  test('is kept on disk, for its owner alone', async () => {
    await vault().writeOwned(MAIN, { token: TOKEN });
    expect(openSecretsManager(join(folder, 'secrets.json')).value(NAME)).toBe(secrets.value(NAME));
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });
});
