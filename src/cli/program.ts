import { Command } from '@commander-js/extra-typings';
import { CommanderError } from 'commander';
import { InviteError, type StopProblem } from '../domain/problem.ts';
import { commandPathIn, wordsBeforeDashes } from './command-names.ts';
import type { ExitCode } from './exit-code.ts';
import { PREVIEW_PAGE, SEND_KEYS, SERVE_KEY, TRY, WHERE_NEXT } from './help-pages.ts';
import { isTopic, TOPICS } from './help-topics.ts';
import {
  addLeaveOut,
  addMap,
  addSet,
  mapName,
  pageFile,
  portNumber,
  rowNumber,
  serviceUrl,
} from './option-parsers.ts';
import type { Shell } from './shell.ts';
import { VERSION } from './version.ts';

/**
 * The whole command line on one page. What a command does stands in its own file, loaded when it is
 * chosen.
 *
 * @throws InviteError `usage`, and whatever the command throws
 */
export async function runProgram(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = commandLine(shell, (code) => {
    exitCode = code;
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

/** Commander's message as a sentence, its suggestion as a part of the fix. */
function usageProblem({ code, message }: CommanderError): StopProblem {
  const [what = '', suggestion] = message.replace(/^error: /u, '').split('\n');
  const sentence = code === 'commander.help' ? 'no command is given' : what.replace(/\.$/u, '');
  const fix = 'Run urmston-invite help to see the commands, or add --help to one of them.';
  return {
    code: 'usage',
    message: `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`,
    fix: suggestion === undefined ? fix : `${suggestion.replace(/^\(|\)$/gu, '')} ${fix}`,
  };
}

function commandLine(shell: Shell, done: (exitCode: ExitCode) => void) {
  const program = new Command('urmston-invite')
    .exitOverride()
    .configureOutput({ writeOut: shell.stdout.write, writeErr: () => {} })
    .configureHelp({
      helpWidth: 80,
      showGlobalOptions: true,
      optionDescription: ({ description }) => description,
    })
    .helpCommand(false)
    .addHelpText('before', TRY)
    .addHelpText('after', WHERE_NEXT)
    .usage('<command> [file] [options]')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--json', 'print one JSON document on standard output', false)
    .option('-q, --quiet', 'leave out the advice', false)
    .option('-v, --verbose', 'tell more on standard error', false)
    .option('--no-color', 'print without colours')
    .option('--set <field=value>', 'one value for all rows (repeatable)', addSet, {})
    .option('--map <field="Heading">', 'which column has a field (repeatable)', addMap, {})
    .option('--save-map <name>', 'keep the mapping under this name', mapName)
    .option('--use-map <name>', 'take the mapping kept under this name', mapName)
    .option('--leave-out <Heading=value>', 'leave these rows out (repeatable)', addLeaveOut, [])
    .option('--sheet <name>', 'which sheet of a workbook is the list');

  program
    .command('check')
    .description('read a list and tell everything that is wrong with it; sends nothing')
    .argument('<file>', 'a CSV, Excel or JSON file; - for standard input')
    .addHelpText('before', example('check samples/players.csv'))
    .action(async (file, _options, command) => {
      const { check } = await import('./commands/check.ts');
      done(await check(shell, file, command.optsWithGlobals()));
    });

  program
    .command('preview')
    .description(
      'show every message as a parent will see it, with the text last fetched or the built-in one; sends nothing',
    )
    .argument('<file>', 'a CSV, Excel or JSON file; - for standard input')
    .option('--row <number>', 'only the message of this row', rowNumber)
    .option('--player <name>', 'only players whose name contains this')
    .option('--html <file>', 'write a page to look at, search and print', pageFile)
    .addHelpText('before', example('preview samples/players.csv --player Smith'))
    .addHelpText('after', PREVIEW_PAGE)
    .action(async (file, _options, command) => {
      const { preview } = await import('./commands/preview.ts');
      done(await preview(shell, file, command.optsWithGlobals()));
    });

  program
    .command('send')
    .description('show each message, ask, and send what you say yes to')
    .argument('<file>', 'a CSV, Excel or JSON file')
    .option('--rehearse', 'play it all through; nothing leaves this computer', false)
    .option('-n, --dry-run', 'show the messages and stop, as preview does', false)
    .addHelpText('before', example('send samples/players.csv --rehearse'))
    .addHelpText('after', SEND_KEYS)
    .action(async (file, { dryRun }, command) => {
      if (dryRun) {
        const { preview } = await import('./commands/preview.ts');
        done(await preview(shell, file, command.optsWithGlobals()));
        return;
      }
      const { send } = await import('./commands/send.ts');
      done(await send(shell, file, command.optsWithGlobals()));
    });

  const optOut = program
    .command('opt-out')
    .description('people who must not be written to: add, remove, list or import them')
    .helpCommand(false)
    .addHelpText('before', example('opt-out add "07700 900123"'));
  optOut
    .command('add')
    .description('send nothing to this number any more, or confirm that a reply meant that')
    .argument('<number...>', 'a phone number, as people write it')
    .option('--rehearse', REHEARSED, false)
    .action(async (words, _options, command) => {
      const { optOutAdd } = await import('./commands/opt-out.ts');
      done(await optOutAdd(shell, words, command.optsWithGlobals()));
    });
  optOut
    .command('remove')
    .description('let messages go to this number again; asks for a yes at a terminal')
    .argument('<number...>', 'a phone number, as people write it')
    .option('--rehearse', REHEARSED, false)
    .action(async (words, _options, command) => {
      const { optOutRemove } = await import('./commands/opt-out.ts');
      done(await optOutRemove(shell, words, command.optsWithGlobals()));
    });
  optOut
    .command('list')
    .description('who must not be written to, since when and by whose word')
    .option('--rehearse', REHEARSED, false)
    .action(async (_options, command) => {
      const { optOutList } = await import('./commands/opt-out.ts');
      done(await optOutList(shell, command.optsWithGlobals()));
    });
  optOut
    .command('import')
    .description('add all numbers of a file: one a line, or a column of a list')
    .argument('<file>', 'a text, CSV, Excel or JSON file; - for standard input')
    .option('--rehearse', REHEARSED, false)
    .option('-n, --dry-run', 'tell what would be added and change nothing', false)
    .action(async (file, _options, command) => {
      const { optOutImport } = await import('./commands/opt-out-import.ts');
      done(await optOutImport(shell, file, command.optsWithGlobals()));
    });

  program
    .command('init')
    .description('ask for the settings, check each with Twilio, and keep them')
    .addHelpText('before', example('init'))
    .action(async (_options, command) => {
      const { init } = await import('./commands/init.ts');
      done(await init(shell, command.optsWithGlobals()));
    });

  program
    .command('doctor')
    .description('look at everything a send rests on, and tell what is wrong; sends nothing')
    .option('--rehearse', 'look at the built-in simulator in place of Twilio', false)
    .option('--service <url>', 'try a running service instead', serviceUrl)
    .addHelpText('before', example('doctor'))
    .action(async ({ service }, command) => {
      if (service !== undefined) {
        const { doctorService } = await import('./commands/doctor-service.ts');
        done(await doctorService(shell, service, command.optsWithGlobals()));
        return;
      }
      const { doctor } = await import('./commands/doctor.ts');
      done(await doctor(shell, command.optsWithGlobals()));
    });

  program
    .command('serve')
    .description('answer POST /trigger and Twilio on this computer, until it is stopped')
    .option('--rehearse', 'the built-in simulator in place of Twilio', false)
    .option('--port <number>', 'where to listen', portNumber, 8787)
    .option('--host <address>', 'on which address of this computer', '127.0.0.1')
    .addHelpText('before', example('serve --rehearse'))
    .addHelpText('after', SERVE_KEY)
    .action(async (_options, command) => {
      const { serve } = await import('./commands/serve.ts');
      done(await serve(shell, command.optsWithGlobals()));
    });

  program
    .command('config')
    .description('every setting, its value and where it comes from, and the kept maps')
    .addHelpText('before', example('config'))
    .action(async (_options, command) => {
      const { config } = await import('./commands/config.ts');
      done(await config(shell, command.optsWithGlobals()));
    });

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

  return program;
}

function example(line: string): string {
  return `  $ urmston-invite ${line}\n`;
}

const REHEARSED = "the rehearsals' own opt-outs";
