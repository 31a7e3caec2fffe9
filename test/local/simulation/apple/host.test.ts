import type { OriginAnswer } from '../../../../lib/local/cloudfront/ask-origin';
import { appleEnrollmentHost } from '../../../../lib/local/simulation/apple/host';
import { createAppleService } from '../../../../lib/local/simulation/apple/service';
import { createMemoryStore } from '../../../../lib/local/simulation/apple/state';

const ENTRY = 'acme/main';

function open() {
  const organisation = {
    id: 'acme',
    name: 'Acme',
    verifiedDomains: ['acme.example'],
    defaultAssignment: { iPhone: ENTRY },
    termsSigned: true,
    supported: true,
  };
  const entry = { id: ENTRY, organisation: 'acme', name: 'Main', uuid: 'U' };
  const store = createMemoryStore({ organisations: { acme: organisation }, entries: { [ENTRY]: entry } });
  let serial = 0;
  const service = createAppleService({
    store,
    clock: () => 0,
    randomHex: (length) => {
      serial += 1;
      return String(serial).padStart(length, '0');
    },
  });
  const renewed: string[] = [];
  const renewToken = (entry: string) => (renewed.push(entry) === 1 ? ('renewed' as const) : ('no-mdm' as const));
  const host = appleEnrollmentHost({ service, renewToken });
  const ask = (method: string, target: string, body = '') =>
    host({ host: 'mdmenrollment.apple.com', secure: true, method, target, fields: [], body: Buffer.from(body) });
  return {
    service,
    renewed,
    ask,
    order: (document: unknown) => ask('POST', '/_local/orders', JSON.stringify(document)),
  };
}

function parsed(answer: OriginAnswer): unknown {
  return typeof answer === 'string' ? answer : JSON.parse(String(answer.body));
}

describe("Apple's host in the simulated environment", () => {
  test('answers as Apple does', async () => {
    expect(await open().ask('GET', '/session')).toMatchObject({ status: 400 });
    expect(await open().ask('GET', '/account')).toMatchObject({ status: 401 });
  });

  test('has the faults that it is ordered to have, until they are cleared', async () => {
    const { ask, order } = open();
    await order({ do: 'fault', fault: { kind: 'status', status: 503, retryAfterSeconds: 3 } });
    expect(await ask('GET', '/session')).toMatchObject({ status: 503 });
    await order({ do: 'clear-faults' });
    await order({ do: 'fault', fault: { kind: 'reset', done: false }, times: 1 });
    expect(await ask('GET', '/session')).toBe('refused');
    expect(await ask('GET', '/session')).toMatchObject({ status: 400 });
    await order({ do: 'fault', fault: { kind: 'half-answer' }, times: 1 });
    expect(await ask('GET', '/account')).toMatchObject({ status: 401, cutShort: true });
  });

  test('lets others act: overwrite, download a token, leave terms unsigned', async () => {
    const { ask, order, service } = open();
    await order({ do: 'overwrite', entry: ENTRY, url: 'https://other.example/' });
    expect(service.registeredUrl('acme.example', 'iPhone')).toBe('https://other.example/');
    const token = parsed(await order({ do: 'download-token', entry: ENTRY }));
    expect(token).toMatchObject({ consumer_key: expect.stringMatching(/^CK_/) });
    await order({ do: 'terms', organisation: 'acme', signed: false });
    expect(service.store.read().organisations['acme']?.termsSigned).toBe(false);
    const shown = parsed(await ask('GET', '/_local/entries'));
    expect(shown).toEqual([
      {
        id: ENTRY,
        name: 'Main',
        organisation: 'acme',
        hasToken: true,
        url: 'https://other.example/',
        setAt: '1970-01-01T00:00:00Z',
      },
    ]);
  });

  test('renews a token by its MDM, and does not show it; an entry without an MDM has none', async () => {
    const { order, renewed } = open();
    expect(parsed(await order({ do: 'renew-token', entry: ENTRY }))).toEqual({ done: 'renew-token' });
    expect(renewed).toEqual([ENTRY]);
    expect(await order({ do: 'renew-token', entry: ENTRY })).toMatchObject({ status: 409 });
  });

  test.each([
    [{ do: 'renew-token', entry: 'x/y' }, 404],
    [{ do: 'nothing' }, 400],
    [{ do: 'fault', fault: { kind: 'status', status: 200 } }, 400],
    [{ do: 'overwrite', entry: 'x/y' }, 404],
    ['nonsense', 400],
  ])('refuses the order %j', async (document, status) => {
    expect(await open().order(document)).toMatchObject({ status });
  });
});
