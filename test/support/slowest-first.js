const { relative } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/**
 * Seconds that the slowest files take beside another one on two cores; all others follow in the order of Jest's own records. A file that
 * starts last and takes a minute would leave the other worker idle for as long.
 */
const SECONDS = {
  'test/local/cloudformation/cdk-cli.test.ts': 80,
  'test/end-to-end/npm-start.test.ts': 85,
  'test/console/console.test.ts': 60,
  'test/console/registration.test.ts': 55,
  'test/end-to-end/console.test.ts': 35,
  'test/infra/validation.test.ts': 31,
  'test/console/status.test.ts': 30,
  'test/console/servers.test.ts': 28,
  'test/local/backend/deployments.test.ts': 27,
  'test/fault-catalogue/setups.test.ts': 23,
  'test/fault-catalogue/import.test.ts': 22,
  'test/fault-catalogue/pairs-even.test.ts': 20,
  'test/fault-catalogue/pairs-odd.test.ts': 20,
  'test/local/backend/registrations-killed.test.ts': 18,
  'test/local/backend/faults.test.ts': 14,
  'test/console/size.test.ts': 10,
  'test/lambda/api/authorization.test.ts': 9,
  'test/lambda/api/many-servers.test.ts': 7,
};

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const secondsOf = ({ path, context }) => SECONDS[relative(context.config.rootDir, path)] ?? 0;
    return super.sort(tests).sort((one, other) => secondsOf(other) - secondsOf(one));
  }
};
