import { Command, CommanderError } from 'commander';
import { createRunner, type Runner } from './action';
import type { Context, ExitCode } from './context';
import { guardContext } from './guarded-terminal';

type MakeCommand = (run: Runner) => Command;
type LoadCommand = () => Promise<MakeCommand>;

/** In the order of the help. Each command is loaded on demand: loading all of them takes longer than most runs. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, LoadCommand>>>> = {
  'Try it out:': {
    start: async () => (await import('./commands/start')).startCommand,
    device: async () => (await import('./commands/device')).deviceCommand,
  },
  'Find out why a domain fails:': {
    doctor: async () => (await import('./commands/doctor')).doctorCommand,
  },
  'Onboard a tenant:': {
    plan: async () => (await import('./commands/plan')).planCommand,
    new: async () => (await import('./commands/new')).newCommand,
    certificate: async () => (await import('./commands/certificate')).certificateCommand,
    snippet: async () => (await import('./commands/snippet')).snippetCommand,
    guide: async () => (await import('./commands/guide')).guideCommand,
    import: async () => (await import('./commands/import')).importCommand,
  },
  'Operate a deployment:': {
    changed: async () => (await import('./commands/changed')).changedCommand,
    tenants: async () => (await import('./commands/tenants')).tenantsCommand,
    override: async () => (await import('./commands/override')).overrideCommand,
    token: async () => (await import('./commands/token')).tokenCommand,
    adde: async () => (await import('./commands/adde')).addeCommand,
    edge: async () => (await import('./commands/edge')).edgeCommand,
    offboard: async () => (await import('./commands/offboard')).offboardCommand,
  },
};

const COMMANDS = Object.entries(GROUPS).flatMap(([group, commands]) =>
  Object.entries(commands).map(([name, load]) => ({ group, name, load })),
);

/** The program with the command that this run names, or with all commands if it names none. */
async function buildProgram(run: Runner, named: string | undefined): Promise<Command> {
  const program = new Command('signpost')
    .description("Apple account-driven enrollment on a customer's own domain, from code.")
    .version('0.1.0')
    .commandsGroup('Help:')
    .helpCommand(true)
    .addHelpText('after', '\nExit codes: 0 fine · 1 problem found · 2 could not check · 64 wrong usage');
  const wanted = COMMANDS.filter(({ name }) => name === named);
  for (const { group, load } of wanted.length > 0 ? wanted : COMMANDS)
    program.addCommand((await load())(run).helpGroup(group));
  return program;
}

/** Runs one command line and returns its exit code. `argv` is without interpreter and script. */
export async function runCli(argv: readonly string[], context: Context): Promise<ExitCode> {
  const { terminal } = guardContext(context);
  let exitCode: ExitCode = 0;
  const run = createRunner(context, (code) => {
    exitCode = code;
  });
  const program = await buildProgram(run, argv[0]);
  for (const command of everyCommand(program)) {
    command.exitOverride().showHelpAfterError('(--help lists the arguments and options)');
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
