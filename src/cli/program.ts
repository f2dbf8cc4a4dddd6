import { CommanderError } from 'commander';
import { InviteError, type StopProblem } from '../domain/problem/problem.ts';
import {
  declareAfterwards,
  declarePeople,
  declareSending,
  declareSetUp,
} from './command-line/declare-commands.ts';
import { programWithOptions, type Declared, type Program } from './command-line/options.ts';
import { commandPathIn, wordsBeforeDashes } from './command-line/command-names.ts';
import type { ExitCode } from './exit-codes/exit-code.ts';
import { isTopic, TOPICS } from './command-line/help-topics.ts';
import type { Shell } from './shell.ts';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/**
 * The whole command line, declared in `command-line/`. What a command does stands in its own file in
 * `commands/`, loaded when it is chosen.
 *
 * @throws InviteError `usage`, and whatever the command throws
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
    throw new InviteError(usageProblem(error));
  }
}

/** Whoever asks for help gets it, whatever else on the line is wrong. */
function helpFirst(argv: readonly string[]): readonly string[] {
  const words = wordsBeforeDashes(argv);
  if (!words.includes('--help') && !words.includes('-h')) return argv;
  return [...commandPathIn(words), '--help'];
}

/** Every command with its arguments and options, declared but not run. */
export function commandLine(declared: Declared): Program {
  const program = programWithOptions(declared.shell);
  declareSending(program, declared);
  declareAfterwards(program, declared);
  declarePeople(program, declared);
  declareSetUp(program, declared);
  declareHelp(program, declared);
  program.hook('preAction', refuseListOptions);
  return program;
}

function declareHelp(program: Program, { shell }: Declared): void {
  program
    .command('help')
    .description(`explain a command, or one of: ${Object.keys(TOPICS).join(', ')}`)
    .argument('[topic]')
    .action((topic) => {
      if (topic === undefined) {
        program.outputHelp();
        return;
      }
      const command = program.commands.find((one) => one.name() === topic);
      if (command !== undefined) command.outputHelp();
      else if (isTopic(topic)) shell.stdout.write(TOPICS[topic]);
      else program.error(`there is no help on '${topic}'`);
    });
}

/** The options that say how a list is read, each by its flag and the name its value is kept under. */
const LIST_OPTIONS = {
  '--set': 'set',
  '--map': 'map',
  '--save-map': 'saveMap',
  '--use-map': 'useMap',
  '--leave-out': 'leaveOut',
  '--sheet': 'sheet',
} as const;

type Flag = keyof typeof LIST_OPTIONS;

/** A list of numbers alone has one field, so that nothing else can be said of it. */
const TAKEN_BY_IMPORT: readonly Flag[] = ['--map', '--sheet'];

/**
 * Refuses an option about a list where no list is read: without effect it would be taken for understood.
 *
 * @param command the command that was chosen, its line parsed
 * @throws InviteError `usage`
 */
function refuseListOptions(program: CommandUnknownOpts, command: CommandUnknownOpts): void {
  const path = pathOf(program, command);
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

/** The words that chose it, as `opt-out add`. */
function pathOf(program: CommandUnknownOpts, command: CommandUnknownOpts): string {
  const { parent } = command;
  const above = parent === null || parent === program ? '' : `${parent.name()} `;
  return `${above}${command.name()}`;
}

/** Commander's message as a sentence, its suggestion as a part of the fix. */
function usageProblem({ code, message }: CommanderError): StopProblem {
  const [what = '', suggestion] = message.replace(/^error: /u, '').split('\n');
  const sentence = code === 'commander.help' ? 'no command is given' : what.replace(/\.$/u, '');
  const help = 'Run urmston-invite help to see the commands, or add --help to one of them.';
  const fix = code === 'commander.excessArguments' ? `${QUOTES} ${help}` : help;
  return {
    code: 'usage',
    message: `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`,
    fix: suggestion === undefined ? fix : `${suggestion.replace(/^\(|\)$/gu, '')} ${fix}`,
  };
}

/** A shell takes a space for the end of a word. */
const QUOTES = 'Put quotation marks around a number, a text or a file with a space in it.';
