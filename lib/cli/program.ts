import { Command, CommanderError } from 'commander';
import { addeCommand } from './commands/adde';
import { certificateCommand } from './commands/certificate';
import { changedCommand } from './commands/changed';
import { deviceCommand } from './commands/device';
import { doctorCommand } from './commands/doctor';
import { edgeCommand } from './commands/edge';
import { guideCommand } from './commands/guide';
import { importCommand } from './commands/import';
import { newCommand } from './commands/new';
import { offboardCommand } from './commands/offboard';
import { overrideCommand } from './commands/override';
import { planCommand } from './commands/plan';
import { snippetCommand } from './commands/snippet';
import { startCommand } from './commands/start';
import { tenantsCommand } from './commands/tenants';
import { tokenCommand } from './commands/token';
import type { Context, ExitCode } from './context';

/** In the order of the help. */
const COMMANDS = [
  startCommand,
  deviceCommand,
  doctorCommand,
  edgeCommand,
  snippetCommand,
  guideCommand,
  certificateCommand,
  tenantsCommand,
  overrideCommand,
  addeCommand,
  tokenCommand,
  planCommand,
  newCommand,
  changedCommand,
  importCommand,
  offboardCommand,
];

/** The command line as a whole: lists the commands that exist. */
function buildProgram(context: Context): Command {
  const program = new Command('signpost')
    .description("Apple account-driven enrollment on a customer's own domain, from code.")
    .version('0.1.0')
    .addHelpText('after', '\nExit codes: 0 fine · 1 a problem was found · 2 could not check · 64 usage');
  for (const command of COMMANDS) program.addCommand(command(context));
  return program;
}

/** What a run is given by its process. */
export type RunOptions = Omit<Context, 'exit'>;

/** Runs one command line and says how it ended. `argv` is without interpreter and script. */
export async function runCli(
  argv: readonly string[],
  { terminal, projectDirectory, stopped, ask }: RunOptions,
): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const context: Context = {
    terminal,
    projectDirectory,
    stopped,
    ...(ask ? { ask } : {}),
    exit: (code) => {
      exitCode = code;
    },
  };
  const program = buildProgram(context);
  for (const command of everyCommand(program)) {
    command.exitOverride().showHelpAfterError('(add --help for what is possible)');
    command.configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode === 0 ? 0 : 64;
  }
  return exitCode;
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
