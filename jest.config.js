/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.[cm]?[jt]sx?$': '<rootDir>/test/support/esbuild-transform.js' },
  // Some packages ship ES modules only; the same transform turns them into CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(@peculiar|pvtsutils|pvutils|@noble|asn1js|bytestreamjs|jose|pkijs)/)'],
  moduleNameMapper: {
    '^signpost$': '<rootDir>/lib/signpost.ts',
    '^fast-check$': '<rootDir>/test/support/fast-check.ts',
  },
  globalSetup: '<rootDir>/test/support/run.setup.ts',
  globalTeardown: '<rootDir>/test/support/run.teardown.ts',
  testSequencer: '<rootDir>/test/support/slowest-first.js',
  testTimeout: 60_000,
  // Jest would leave one core to the terminal.
  maxWorkers: '100%',
  // V8 collects late, and CDK cannot be unloaded: a worker grew to 2.4 GB over all files.
  workerIdleMemoryLimit: '500MB',
};
