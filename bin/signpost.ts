#!/usr/bin/env tsx
import { join } from 'node:path';
import { findProject } from '../lib/adapters/project/project-files';
import { processAsk, processTerminal } from '../lib/cli/context';
import { runCli } from '../lib/cli/program';

const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});

const ask = processAsk();

void runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  projectDirectory: findProject(process.cwd(), join(__dirname, '..')),
  stopped,
  ...(ask ? { ask } : {}),
}).then((code) => {
  process.exitCode = code;
});
