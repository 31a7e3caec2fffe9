const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

const OPTIONS = {
  format: 'cjs',
  target: 'node20',
  // What is imported later is loaded by Jest, as everything else.
  supported: { 'dynamic-import': false },
  sourcemap: 'inline',
};
const VERSION = `${esbuild.version} ${JSON.stringify(OPTIONS)}`;

/** Jest transform: one file at a time through esbuild, to CommonJS. It does not hoist `jest.mock`: pass fakes in. */
module.exports = {
  process(source, path) {
    const loader = /\.tsx?$/.test(path) ? 'ts' : 'js';
    const { code } = esbuild.transformSync(source, { ...OPTIONS, loader, sourcefile: path });
    return { code };
  },
  getCacheKey(source, path) {
    return createHash('sha256').update(VERSION).update(path).update(source).digest('hex');
  },
};
