import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { owned, shared } from '../../../lib/core/tenants/authoring';
import type { LogEntry } from '../../../lib/local/log';
import { topicsHost } from '../../../lib/local/region/topics';
import { secretsHost, secretsHosts } from '../../../lib/local/secrets/host';
import { openSecretsManager } from '../../../lib/local/secrets/secrets-manager';
import { createRenewal, openApple, shareTokens } from '../../../lib/local/simulation/apple/open';
import { buildFleet, plainTenant } from '../../support/fleet';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:mdm/token-Ab1Cd2';
const FLEET = buildFleet({
  clusters: { na1: { url: 'https://na1.mdm.example' } },
  tenants: {
    acme: plainTenant('acme.example', { servers: { main: { token: shared(SECRET) } } }),
    kiosk: plainTenant('kiosk.example', { servers: { main: { token: owned() } } }),
  },
});

const newFolder = () => mkdtempSync(join(tmpdir(), 'signpost-region-'));

describe('SNS', () => {
  const publish = (form: Record<string, string>) => {
    const log: LogEntry[] = [];
    const body = Buffer.from(new URLSearchParams(form).toString());
    return { answer: topicsHost((entry) => log.push(entry))({ body }), log };
  };

  test('takes a message, and logs that there was one without its content', () => {
    const { answer, log } = publish({ Action: 'Publish', TopicArn: 'arn:topic', Subject: 'a', Message: 'b' });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<MessageId>') });
    expect(log).toEqual([{ source: 'topic', topic: 'arn:topic' }]);
  });

  test.each([
    ['another operation', { Action: 'Subscribe', TopicArn: 'arn:topic' }],
    ['no topic', { Action: 'Publish' }],
  ])('refuses %s', (_name, form: Record<string, string>) => {
    expect(publish(form)).toMatchObject({ answer: { status: 400 }, log: [] });
  });
});

describe('Secrets Manager', () => {
  test('has a host for our region, and one for each region of a shared token', () => {
    expect(secretsHosts(FLEET)).toEqual([
      'secretsmanager.us-east-1.amazonaws.com',
      'secretsmanager.eu-central-1.amazonaws.com',
    ]);
  });

  test('holds the tokens that MDMs share, and no owned one; Apple stays as it was', () => {
    const folder = newFolder();
    const secrets = openSecretsManager(join(folder, 'secrets.json'));
    const apple = openApple(FLEET, folder);
    shareTokens(FLEET, apple, secrets);
    const answer = secretsHost(secrets)({
      host: 'secretsmanager.eu-central-1.amazonaws.com',
      secure: true,
      method: 'POST',
      target: '/',
      fields: [['X-Amz-Target', 'secretsmanager.GetSecretValue']],
      body: Buffer.from(JSON.stringify({ SecretId: SECRET })),
    });
    const held = apple.store.read().entries;
    expect(typeof answer === 'string' ? answer : JSON.parse(String(answer.body))).toMatchObject({
      SecretString: JSON.stringify(held['acme/main']?.token),
    });
    expect(held['kiosk/main']?.token).toBeUndefined();
    expect(openApple(FLEET, folder).store.read()).toEqual(apple.store.read());
    expect(statSync(join(folder, 'apple', 'state.json')).mode & 0o777).toBe(0o600);
  });

  test("keep an MDM's worthless token over a start, and get the new one when the MDM renews it", () => {
    const folder = newFolder();
    const secrets = openSecretsManager(join(folder, 'secrets.json'));
    const apple = openApple(FLEET, folder);
    const held = () => JSON.stringify(apple.store.read().entries['acme/main']?.token);
    shareTokens(FLEET, apple, secrets);
    expect(secrets.value(SECRET)).toBe(held());
    apple.downloadToken('acme/main');
    shareTokens(FLEET, apple, secrets);
    expect(secrets.value(SECRET)).not.toBe(held());
    const renew = createRenewal(FLEET, apple, secrets);
    expect(renew('acme/main')).toBe('renewed');
    expect(secrets.value(SECRET)).toBe(held());
    expect(renew('kiosk/main')).toBe('no-mdm');
  });

  test('are written anew for an Apple that has forgotten everything', () => {
    const secrets = openSecretsManager(join(newFolder(), 'secrets.json'));
    shareTokens(FLEET, openApple(FLEET, newFolder()), secrets);
    const apple = openApple(FLEET, newFolder());
    shareTokens(FLEET, apple, secrets);
    expect(secrets.value(SECRET)).toBe(JSON.stringify(apple.store.read().entries['acme/main']?.token));
  });
});
