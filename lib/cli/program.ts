import { Command, CommanderError } from 'commander';
import type { Context, ExitCode } from './context';

type MakeCommand = (context: Context) => Command;

/** In the order of the help. Each is loaded where it is asked for: all of them together take longer than most runs. */
const COMMANDS: ReadonlyMap<string, () => Promise<MakeCommand>> = new Map([
  ['start', async () => (await import('./commands/start')).startCommand],
  ['device', async () => (await import('./commands/device')).deviceCommand],
  ['doctor', async () => (await import('./commands/doctor')).doctorCommand],
  ['edge', async () => (await import('./commands/edge')).edgeCommand],
  ['snippet', async () => (await import('./commands/snippet')).snippetCommand],
  ['guide', async () => (await import('./commands/guide')).guideCommand],
  ['certificate', async () => (await import('./commands/certificate')).certificateCommand],
  ['tenants', async () => (await import('./commands/tenants')).tenantsCommand],
  ['override', async () => (await import('./commands/override')).overrideCommand],
  ['adde', async () => (await import('./commands/adde')).addeCommand],
  ['token', async () => (await import('./commands/token')).tokenCommand],
  ['plan', async () => (await import('./commands/plan')).planCommand],
  ['new', async () => (await import('./commands/new')).newCommand],
  ['changed', async () => (await import('./commands/changed')).changedCommand],
  ['import', async () => (await import('./commands/import')).importCommand],
  ['offboard', async () => (await import('./commands/offboard')).offboardCommand],
]);

/** The command line as a whole, as far as a run needs it: the command that it names, or all where it names none. */
async function buildProgram(context: Context, named: string | undefined): Promise<Command> {
  const program = new Command('signpost')
    .description("Apple account-driven enrollment on a customer's own domain, from code.")
    .version('0.1.0')
    .addHelpText('after', '\nExit codes: 0 fine · 1 a problem was found · 2 could not check · 64 usage');
  const wanted = named === undefined ? undefined : COMMANDS.get(named);
  for (const load of wanted ? [wanted] : COMMANDS.values()) program.addCommand((await load())(context));
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
  const program = await buildProgram(context, argv[0]);
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
