import fc from 'fast-check';
import { type FinalResponse, interpretResponse } from '../../../lib/core/discovery/interpret';

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (document: unknown) => bytes(JSON.stringify(document));
const entry = { Version: 'mdm-byod', BaseURL: 'https://mdm.example/enroll' };
const GOOD: FinalResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: json({ Servers: [entry] }),
};

describe('interpretResponse', () => {
  test.each([
    ['the plain document', {}],
    ['a charset', { headers: { 'content-type': 'application/json; charset=utf-8' } }],
    ['a type in capitals', { headers: { 'content-type': 'Application/JSON' } }],
    [
      'a BaseURL with path and query',
      { body: json({ Servers: [{ ...entry, BaseURL: 'https://mdm.example/a?b=c' }] }) },
    ],
    ['extra keys', { body: json({ Servers: [{ ...entry, Extra: 1 }], More: true }) }],
  ])('accepts %s', (_case, change) => {
    expect(interpretResponse({ ...GOOD, ...change })).toMatchObject({
      ok: true,
      value: { enrollment: 'byod', warnings: [] },
    });
  });

  test('reads company-owned enrollment', () => {
    const body = json({ Servers: [{ ...entry, Version: 'mdm-adde' }] });
    expect(interpretResponse({ ...GOOD, body })).toMatchObject({ ok: true, value: { enrollment: 'adde' } });
  });

  test.each([
    [
      'two entries: the first counts',
      json({ Servers: [entry, { ...entry, Version: 'mdm-adde' }] }),
      'response.servers-many',
    ],
    ['a byte order mark', bytes(`\ufeff${JSON.stringify({ Servers: [entry] })}`), 'response.byte-order-mark'],
  ])('accepts with a warning: %s', (_case, body, code) => {
    expect(interpretResponse({ ...GOOD, body })).toMatchObject({
      ok: true,
      value: { enrollment: 'byod', warnings: [{ code }] },
    });
  });

  test.each([
    ['status 404', { status: 404 }, 'response.status'],
    ['status 204', { status: 204 }, 'response.status'],
    ['status 500', { status: 500 }, 'response.status'],
    ["403 without Apple's code", { status: 403, body: json({ code: 'forbidden' }) }, 'response.status'],
    [
      "403 with Apple's code as text",
      { status: 403, headers: { 'content-type': 'text/plain' }, body: json({ code: 'com.apple.well-known.failed' }) },
      'response.status',
    ],
    [
      "Apple's refusal",
      { status: 403, body: json({ code: 'com.apple.well-known.failed', message: 'm' }) },
      'response.refused',
    ],
    ['no content type', { headers: {} }, 'response.content-type'],
    ['text/plain', { headers: { 'content-type': 'text/plain' } }, 'response.content-type'],
    ['application/octet-stream', { headers: { 'content-type': 'application/octet-stream' } }, 'response.content-type'],
    ['application/jsonp', { headers: { 'content-type': 'application/jsonp' } }, 'response.content-type'],
    ['bytes that are no UTF-8', { body: Uint8Array.of(0xff, 0xfe) }, 'response.not-utf-8'],
    ['an empty body', { body: new Uint8Array() }, 'response.not-json'],
    ['HTML', { body: bytes('<!doctype html>') }, 'response.not-json'],
    ['half a document', { body: bytes('{"Servers":[') }, 'response.not-json'],
    ['an array', { body: json([entry]) }, 'response.servers-missing'],
    ['null', { body: json(null) }, 'response.servers-missing'],
    ['servers in lower case', { body: json({ servers: [entry] }) }, 'response.servers-missing'],
    [
      'another product’s key',
      { body: json({ mdm: { server_url: 'https://mdm.example' } }) },
      'response.servers-missing',
    ],
    ['no entry', { body: json({ Servers: [] }) }, 'response.servers-empty'],
    ['an entry that is null', { body: json({ Servers: [null] }) }, 'response.version'],
    ['a version in capitals', { body: json({ Servers: [{ ...entry, Version: 'MDM-BYOD' }] }) }, 'response.version'],
    ['no version', { body: json({ Servers: [{ BaseURL: entry.BaseURL }] }) }, 'response.version'],
    ['no BaseURL', { body: json({ Servers: [{ Version: 'mdm-byod' }] }) }, 'response.base-url'],
    ['a relative BaseURL', { body: json({ Servers: [{ ...entry, BaseURL: '/enroll' }] }) }, 'response.base-url'],
    [
      'an http BaseURL',
      { body: json({ Servers: [{ ...entry, BaseURL: 'http://mdm.example' }] }) },
      'response.base-url-not-https',
    ],
  ])('refuses %s', (_case, change, code) => {
    expect(interpretResponse({ ...GOOD, ...change })).toMatchObject({ ok: false, problem: { code } });
  });

  test('never throws and never lets a control character into a message', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.json().map(bytes),
      fc.jsonValue().map((each) => json({ Servers: [each] })),
    );
    fc.assert(
      fc.property(body, fc.constantFrom(200, 403, 404), (each, status) => {
        const judged = interpretResponse({ ...GOOD, status, body: each });
        if (!judged.ok) expect(judged.problem.message).not.toMatch(/[\p{Cc}]/u);
      }),
    );
  });
});
