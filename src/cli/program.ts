import { Argument, Command } from '@commander-js/extra-typings';
import { CommanderError } from 'commander';
import { InviteError } from '../domain/problem.ts';
import { commandPathIn, wordsBeforeDashes } from './command-names.ts';
import type { ExitCode } from './exit-code.ts';
import {
  example,
  PREVIEW_PAGE,
  REHEARSED,
  REPORT_BACK,
  SEND_KEYS,
  STATUS_END,
  TEST_WAY,
  TRY,
  WHERE_COMPLETION_GOES,
  WHERE_NEXT,
} from './help-texts.ts';
import { isTopic, TOPICS } from './help-topics.ts';
import {
  addLeaveOut,
  addMap,
  addSet,
  mapName,
  pageFile,
  reportFile,
  rowNumber,
  seasonName,
} from './option-parsers.ts';
import type { Shell } from './shell.ts';
import { usageProblem } from './usage-problem.ts';
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

  program
    .command('test')
    .description('send one message at a time to one of your own phones, and say how it looks')
    .argument('<file>', 'a CSV, Excel or JSON file')
    .option('--row <number>', 'the message of this row', rowNumber)
    .option('--player <name>', 'players whose name contains this')
    .option('--to <number>', 'which of the numbers in TEST_NUMBERS')
    .option('--rehearse', 'play it all through; nothing leaves this computer', false)
    .addHelpText('before', example('test samples/payload.json --rehearse'))
    .addHelpText('after', TEST_WAY)
    .action(async (file, _options, command) => {
      const { test } = await import('./commands/test.ts');
      done(await test(shell, file, command.optsWithGlobals()));
    });

  program
    .command('status')
    .description('what became of the messages: asks Twilio, and shows whom to ring')
    .argument('[file]', 'a list: its messages alone, and which of it were never sent')
    .option('--rehearse', 'the messages of rehearsals', false)
    .option('-w, --watch', 'ask again until all is final, or Ctrl-C', false)
    .addHelpText('before', example('status samples/players.csv --rehearse'))
    .addHelpText('after', STATUS_END)
    .action(async (file, _options, command) => {
      const { status } = await import('./commands/status.ts');
      done(await status(shell, file, command.optsWithGlobals()));
    });

  program
    .command('history')
    .description('all that ever happened, or all that happened with one number')
    .argument('[number...]', 'a phone number, as people write it')
    .option('--rehearse', 'what happened in rehearsals', false)
    .addHelpText('before', example('history "07700 900123"'))
    .action(async (words, _options, command) => {
      const { history } = await import('./commands/history.ts');
      done(await history(shell, words, command.optsWithGlobals()));
    });

  program
    .command('report')
    .description('tell what became of each row of a list, or of all messages of the season')
    .argument('[file]', 'a CSV, Excel or JSON file; - for standard input')
    .option('-o, --output <file>', 'write the CSV to this file', reportFile)
    .option('--chase', 'only the people to ring, team by team', false)
    .option('--html <file>', 'write a page for the committee, without names', pageFile)
    .option('--with-numbers', 'put the people to ring on that page', false)
    .option('--rehearse', 'report on the rehearsals', false)
    .addHelpText('before', example('report samples/players.csv --rehearse'))
    .addHelpText('after', REPORT_BACK)
    .action(async (file, _options, command) => {
      const { report } = await import('./commands/report.ts');
      done(await report(shell, file, command.optsWithGlobals()));
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
    .command('reply')
    .description('answer a parent who wrote in the last 24 hours: shown, asked, then sent')
    .argument('<number>', 'a phone number, as people write it')
    .argument('<text>', 'the answer, in quotation marks')
    .option('--rehearse', 'answer what was written in a rehearsal', false)
    .addHelpText('before', example('reply "07700 900123" "We train on Tuesdays."'))
    .action(async (number, text, _options, command) => {
      const { reply } = await import('./commands/reply.ts');
      done(await reply(shell, number, text, command.optsWithGlobals()));
    });

  program
    .command('forget')
    .description('erase names and numbers for good; what prevents a second send stays, as a hash')
    .argument('[number...]', 'a phone number, as people write it')
    .option('--season <season>', 'everybody of a season in place of one number', seasonName)
    .option('-n, --dry-run', 'tell what would go and what stays, and erase nothing', false)
    .addHelpText('before', example('forget "07700 900123"'))
    .action(async (words, { season }, command) => {
      if (words.length > 0 === (season !== undefined)) {
        command.error('give either a number or --season, and one of them');
      }
      const { forget } = await import('./commands/forget.ts');
      done(await forget(shell, words, command.optsWithGlobals()));
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
    .addHelpText('before', example('doctor'))
    .action(async (_options, command) => {
      const { doctor } = await import('./commands/doctor.ts');
      done(await doctor(shell, command.optsWithGlobals()));
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
    .command('completion')
    .description('print a script that lets your shell complete commands, options and files')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('before', example('completion bash'))
    .addHelpText('after', WHERE_COMPLETION_GOES)
    .action(async (which) => {
      const { completion } = await import('./commands/completion.ts');
      done(completion(shell, which, program));
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
