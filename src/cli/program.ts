import { CommanderError } from 'commander';
import { InviteError } from '../domain/problem/problem.ts';
import { declareAfterwards } from './command-line/reporting-commands.ts';
import { programWithOptions, type Declared, type Program } from './command-line/global-options.ts';
import { refuseListOptions } from './command-line/list-options.ts';
import { declarePeople } from './command-line/opt-out-commands.ts';
import { declareSending } from './command-line/sending-commands.ts';
import { declareSetUp } from './command-line/set-up-commands.ts';
import { commandPathIn, wordsBeforeDashes } from './command-line/command-names.ts';
import type { ExitCode } from './exit-codes/exit-code.ts';
import { isTopic, TOPICS } from './command-line/help-topics.ts';
import type { Shell } from './shell.ts';
import { usageProblem } from './command-line/usage-problem.ts';

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
