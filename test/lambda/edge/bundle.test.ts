import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildEdgeBundle, type EdgeBundle } from '../../../lib/adapters/bundles/edge-bundle';
import { makeCheckout } from '../../support/checkout';
import { originRequest } from '../../support/edge-event';

const MAX_BYTES = 6 * 1024;
let bundle: EdgeBundle;
beforeAll(async () => {
  bundle = await buildEdgeBundle(process.cwd());
});

describe('the built edge bundle', () => {
  test(`has at most ${MAX_BYTES} bytes`, () => {
    expect(bundle.bytes).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('holds nothing but the core, the contract and itself', () => {
    const { sources, imports } = bundle.parts;
    expect(sources.filter((file) => !/^(lambda\/edge|lib\/core|lib\/contract)\//.test(file))).toEqual([]);
    expect(imports).toEqual([]);
  });

  test('answers in a fresh process with an empty environment', () => {
    const url = pathToFileURL(join(bundle.directory, 'index.mjs')).href;
    const event = JSON.stringify(originRequest({ querystring: 'user-identifier=jane@acme.example' }));
    const script = `import(${JSON.stringify(url)}).then(({ handler }) => handler(${event})).then((response) => console.error(JSON.stringify(response)))`;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { env: {}, encoding: 'utf8' });
    expect(child.status).toBe(0);
    expect(JSON.parse(child.stderr)).toMatchObject({ status: '302' });
    expect(JSON.parse(child.stdout)).toMatchObject({ tenant: 'acme', answer: 'redirect' });
    expect(child.stdout).not.toContain('jane');
  });

  test('is the same, byte for byte, when built elsewhere', async () => {
    const again = await buildEdgeBundle(makeCheckout());
    const code = ({ directory }: EdgeBundle) => readFileSync(join(directory, 'index.mjs'), 'utf8');
    expect(code(again)).toBe(code(bundle));
  });
});
