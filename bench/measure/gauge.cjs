// Loaded first into a process that is measured: at its end it says what it took. Plain JavaScript, as it loads by itself.
const { appendFileSync, readFileSync } = require('node:fs');

// Of this program alone: the peak of `resourceUsage` includes what the parent had when it forked.
function peakKilobytes() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const line = { cpuMicroseconds: user + system, peakKilobytes: peakKilobytes() };
  appendFileSync(process.env.SIGNPOST_GAUGE_FILE, `${JSON.stringify(line)}\n`);
});
