import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { CommanderError } from 'commander';
import { InviteError } from '../domain/problem/problem.ts';
import { commandPathIn, wordsBeforeDashes } from './command-line/command-names.ts';
import { pathOf } from './command-line/command-path.ts';
import {
  declareReporting,
  declareContacts,
  declareSetUp,
} from './command-line/declare-commands.ts';
import { declareInbox } from './command-line/declare-inbox.ts';
import { declareSending } from './command-line/declare-sending.ts';
import { isTopic, TOPICS } from './command-line/help-topics.ts';
import { programWithOptions, type CommandContext, type Program } from './command-line/options.ts';
import type { ExitCode } from './exit-code.ts';
import type { Shell } from './shell.ts';

/**
 * Parses a command line and runs the chosen command, whose code in `commands/` is loaded only then.
 *
 * @throws InviteError `usage`, and the errors of the command
 */
export async function runProgram(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = commandLine({
    shell,
    done: (code) => {
      exitCode = code;
    },
  });
  if (argv.length === 0) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync(helpFirst(argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const { usageProblem } = await import('./command-line/usage-problem.ts');
    throw new InviteError(usageProblem(error, commandOf(program, argv)));
  }
}

/** The command that a line names; the program if it names none. */
function commandOf(program: CommandUnknownOpts, argv: readonly string[]): CommandUnknownOpts {
  return commandPathIn(wordsBeforeDashes(argv)).reduce<CommandUnknownOpts>(
    (found, name) => found.commands.find((one) => one.name() === name) ?? found,
    program,
  );
}

/** `--help` wins over other errors on the line. */
function helpFirst(argv: readonly string[]): readonly string[] {
  const words = wordsBeforeDashes(argv);
  if (!words.includes('--help') && !words.includes('-h')) return argv;
  return [...commandPathIn(words), '--help'];
}

/** Every command with its arguments and options, without running one. */
export function commandLine(context: CommandContext): Program {
  const program = programWithOptions(context.shell);
  declareSending(program, context);
  declareReporting(program, context);
  declareInbox(program, context);
  declareContacts(program, context);
  declareSetUp(program, context);
  declareHelp(program, context);
  program.hook('preAction', refuseListOptions);
  return program;
}

function declareHelp(program: Program, { shell }: CommandContext): void {
  program
    .command('help')
    .description(`explain a command, or one of: ${Object.keys(TOPICS).join(', ')}`)
    .argument('[topic]')
    .action(async (topic) => {
      if (topic === undefined) {
        program.outputHelp();
        return;
      }
      const command = program.commands.find((candidate) => candidate.name() === topic);
      if (command !== undefined) command.outputHelp();
      else if (isTopic(topic)) shell.stdout.write(TOPICS[topic]);
      else {
        const topics = [...program.commands.map((one) => one.name()), ...Object.keys(TOPICS)];
        const { noHelpOn } = await import('./command-line/usage-problem.ts');
        program.error(noHelpOn(topic, topics));
      }
    });
}

/** The options for reading a list: each flag with the name under which Commander stores its value. */
const LIST_OPTIONS = {
  '--set': 'set',
  '--map': 'map',
  '--save-map': 'saveMap',
  '--use-map': 'useMap',
  '--leave-out': 'leaveOut',
  '--include': 'include',
  '--sheet': 'sheet',
  '--teams': 'teams',
  '--same-team': 'sameTeam',
} as const;

type Flag = keyof typeof LIST_OPTIONS;

/** `opt-out import` reads a list with one field, so the other list options do not apply to it. */
const TAKEN_BY_IMPORT: readonly Flag[] = ['--map', '--sheet'];

/**
 * Refuses list options for a command that reads no list; ignored silently, they would seem to have worked.
 *
 * @param command the chosen command, after parsing
 * @throws InviteError `usage`
 */
function refuseListOptions(program: CommandUnknownOpts, command: CommandUnknownOpts): void {
  const path = pathOf(command);
  const takesList = command.registeredArguments.some((argument) => argument.name() === 'file');
  const readsList = takesList && command.args.length > 0;
  const given = (Object.keys(LIST_OPTIONS) as readonly Flag[]).filter(
    (flag) => program.getOptionValueSource(LIST_OPTIONS[flag]) === 'cli',
  );
  const taken = path === 'opt-out import' ? TAKEN_BY_IMPORT : given;
  const refused = given.filter((flag) => !readsList || !taken.includes(flag));
  if (refused.length === 0) return;
  const flags = refused.join(', ');
  const is = refused.length === 1 ? 'needs' : 'need';
  throw new InviteError({
    code: 'usage',
    message: readsList
      ? `${flags} ${is} a list of players, and ${path} reads numbers alone.`
      : `${flags} ${is} a list, and ${path} reads none${takesList ? ' without the name of its file' : ''}.`,
    fix: `${takesList && !readsList ? 'Add the name of the file, or leave' : 'Leave'} out ${flags}. Add --help to see what ${path} takes.`,
  });
}
