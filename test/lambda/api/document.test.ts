import { readFileSync } from 'node:fs';
import { buildDocument, renderDocument } from '../../../docs/openapi';
import { OPERATIONS } from '../../../lambda/api/operations';

const operations = Object.values(buildDocument().paths).flatMap((methods) => Object.values(methods));

describe('the OpenAPI document', () => {
  test('is what docs/openapi.json says (npm run docs writes it)', () => {
    expect(readFileSync('docs/openapi.json', 'utf8')).toBe(renderDocument());
  });

  test('has every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('refers to nothing that is not in it', () => {
    const { schemas } = buildDocument().components;
    const references = [...renderDocument().matchAll(/"\$ref": "([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(20);
    const unknown = references.filter((each) => !schemas[each?.replace('#/components/schemas/', '') ?? '']);
    expect(unknown).toEqual([]);
  });

  test('requires a sign-in for every operation, and takes If-Match for all that can be overwritten', () => {
    expect(operations.filter(({ security }) => JSON.stringify(security)?.includes('signpost/') !== true)).toEqual([]);
    const overwriting = OPERATIONS.filter(({ method }) => method === 'put' || method === 'delete');
    const named = (wanted: (typeof overwriting)[number]['conditional']) =>
      overwriting.filter(({ conditional }) => conditional === wanted).map(({ id }) => id);
    // Whether a token is good, Apple decides, and each one is in the history.
    expect(named(undefined)).toEqual(['putToken', 'deleteToken']);
    // Desired states: the command line sets them whatever was there before.
    expect(named('where-sent')).toEqual(['putAddeUrl', 'deleteAddeUrl', 'putControls']);
  });

  test('lets nothing but reading be done with the scope to read', () => {
    const writing = OPERATIONS.filter(({ method, id }) => method !== 'get' && id !== 'previewDiscovery');
    expect(writing.map(({ access }) => access.scope)).toEqual(writing.map(() => 'write'));
  });
});
