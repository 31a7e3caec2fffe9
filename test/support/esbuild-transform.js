const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

/** Jest transform: one file at a time through esbuild, to CommonJS. It does not hoist `jest.mock`: pass fakes in. */
module.exports = {
  process(source, path) {
    const loader = /\.tsx?$/.test(path) ? 'ts' : 'js';
    const { code } = esbuild.transformSync(source, {
      loader,
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
    });
    return { code };
  },
  getCacheKey(source, path) {
    return createHash('sha256').update(esbuild.version).update(path).update(source).digest('hex');
  },
};
