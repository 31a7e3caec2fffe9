// Loaded into a process before anything else: its clock is ahead of the machine's by as many milliseconds as a file says.
const { readFileSync } = require('node:fs');

const MachineDate = Date;
const now = () => MachineDate.now() + Number(readFileSync(process.env.SIGNPOST_TEST_CLOCK, 'utf8'));

globalThis.Date = class extends MachineDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }

  static now() {
    return now();
  }
};
