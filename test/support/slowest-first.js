const { relative } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/**
 * Seconds that the slowest files took on two cores; all others follow in the order of Jest's own records. A file that
 * starts last and takes a minute would leave the other worker idle for as long.
 */
const SECONDS = {};

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const secondsOf = ({ path, context }) => SECONDS[relative(context.config.rootDir, path)] ?? 0;
    return super.sort(tests).sort((one, other) => secondsOf(other) - secondsOf(one));
  }
};
