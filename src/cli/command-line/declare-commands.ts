import { Argument } from '@commander-js/extra-typings';
import {
  example,
  REPORT_BACK,
  STATUS_END,
  REHEARSED_OPT_OUTS,
  SERVE_KEY,
  WHERE_COMPLETION_GOES,
} from '../../text/help-texts.ts';
import { LIST_FILE } from './declare-sending.ts';
import {
  pageFile,
  oneLine,
  reportFile,
  seasonName,
  portNumber,
  serviceUrl,
} from './option-parsers.ts';
import type { CommandContext, Program } from './options.ts';

const PHONE = 'a phone number, as people write it';
const PHONE_OR_USER_ID = `${PHONE}, or a WhatsApp user id, as opt-out list has it`;

/** The commands about what was sent: `status`, `history`, `report`. */
export function declareReporting(program: Program, { shell, done }: CommandContext): void {
  program
    .command('status')
    .description('what became of the messages: asks Twilio, and shows whom to ring')
    .argument('[file]', 'a list: its messages alone, and which of it were never sent')
    .option('--rehearse', 'the messages of rehearsals', false)
    .option('-w, --watch', 'ask again until all is final, or Ctrl-C', false)
    .option('--all', 'list every message, not only those that need you', false)
    .addHelpText('before', example('status samples/players.csv --rehearse'))
    .addHelpText('after', STATUS_END)
    .action(async (file, _options, command) => {
      const { status } = await import('../commands/status/command.ts');
      done(await status(shell, file, command.optsWithGlobals()));
    });

  program
    .command('history')
    .description('all that ever happened, or all that happened with one number')
    .argument('[number...]', PHONE)
    .option('--rehearse', 'what happened in rehearsals', false)
    .option('--export <folder>', 'write what is kept of the number to a new folder')
    .option('--player <name>', 'with --export: only what is about this child')
    .addHelpText('before', example('history "07700 900123"'))
    .action(async (words, { export: folder, player }, command) => {
      if (folder !== undefined && words.length === 0) command.error('--export needs a number');
      if (folder === undefined && player !== undefined) command.error('--player is for --export');
      const { history } = await import('../commands/history/command.ts');
      done(await history(shell, words, command.optsWithGlobals()));
    });

  program
    .command('report')
    .description('tell what became of each row of a list, or of all messages of the season')
    .argument('[file]', LIST_FILE)
    .option('-o, --output <file>', 'write the CSV to this file', reportFile)
    .option('--chase', 'only the people to ring, team by team', false)
    .option('--html <file>', 'write a page for the committee, without names', pageFile)
    .option('--with-numbers', 'put the people to ring on that page', false)
    .option('--rehearse', 'report on the rehearsals', false)
    .addHelpText('before', example('report samples/players.csv --rehearse'))
    .addHelpText('after', REPORT_BACK)
    .action(async (file, _options, command) => {
      const { report } = await import('../commands/report/command.ts');
      done(await report(shell, file, command.optsWithGlobals()));
    });
}

/** The commands about parents: `opt-out`, `reply`, `forget`. */
export function declareContacts(program: Program, { shell, done }: CommandContext): void {
  const optOut = program
    .command('opt-out')
    .description('people who must not be written to: add, remove, list or import them')
    .helpCommand(false)
    .addHelpText('before', example('opt-out add "07700 900123"'));
  optOut
    .command('add')
    .description('send nothing to this number any more, or confirm that a reply meant that')
    .argument('<number...>', PHONE_OR_USER_ID)
    .option(
      '--player <name>',
      "only this player's messages: the number gets those of others",
      oneLine,
    )
    .option('--why <reason>', 'the reason, kept with the opt-out', oneLine)
    .option('--message <sid>', 'the reply, shown by status, that this number wrote')
    .option('--rehearse', REHEARSED_OPT_OUTS, false)
    .action(async (words, _options, command) => {
      const { optOutAdd } = await import('../commands/opt-out/command.ts');
      done(await optOutAdd(shell, words, command.optsWithGlobals()));
    });
  optOut
    .command('remove')
    .description('let messages go to this number again; asks for a yes at a terminal')
    .argument('<number...>', `${PHONE_OR_USER_ID}, or the SID of a reply, as status has it`)
    .option('--player <name>', 'the opt-out for this player', oneLine)
    .option('--rehearse', REHEARSED_OPT_OUTS, false)
    .action(async (words, _options, command) => {
      const { optOutRemove } = await import('../commands/opt-out/command.ts');
      done(await optOutRemove(shell, words, command.optsWithGlobals()));
    });
  optOut
    .command('list')
    .description('who must not be written to, since when, by whose word and why')
    .option('-o, --output <file>', 'write them to this CSV file', reportFile)
    .option('--rehearse', REHEARSED_OPT_OUTS, false)
    .action(async (_options, command) => {
      const { optOutList } = await import('../commands/opt-out/command.ts');
      done(await optOutList(shell, command.optsWithGlobals()));
    });
  optOut
    .command('import')
    .description('add all numbers of a file: one a line, or a column of a list')
    .argument('<file>', 'a text, CSV, Excel or JSON file; - for standard input')
    .option('--rehearse', REHEARSED_OPT_OUTS, false)
    .option('-n, --dry-run', 'tell what would be added and change nothing', false)
    .action(async (file, _options, command) => {
      const { optOutImport } = await import('../commands/opt-out/command.ts');
      done(await optOutImport(shell, file, command.optsWithGlobals()));
    });

  program
    .command('reply')
    .description('answer a parent who wrote in the last 24 hours: shown, asked, then sent')
    .argument('<number>', PHONE)
    .argument('<text>', 'the answer, in quotation marks')
    .option('--rehearse', 'answer what was written in a rehearsal', false)
    .addHelpText('before', example('reply "07700 900123" "We train on Tuesdays."'))
    .action(async (number, text, _options, command) => {
      const { reply } = await import('../commands/reply/command.ts');
      done(await reply(shell, number, text, command.optsWithGlobals()));
    });

  program
    .command('forget')
    .description('erase names and numbers for good; what prevents a second send stays, as a code')
    .argument('[number...]', PHONE)
    .option('--season <season>', 'everybody of a season in place of one number', seasonName)
    .option('-n, --dry-run', 'tell what would go and what stays, and erase nothing', false)
    .addHelpText('before', example('forget "07700 900123"'))
    .action(async (words, { season }, command) => {
      if (words.length > 0 === (season !== undefined)) {
        command.error('give either a number or --season, and one of them');
      }
      const { forget } = await import('../commands/forget/command.ts');
      done(await forget(shell, words, command.optsWithGlobals()));
    });
}

/** The commands for settings and services: `init`, `doctor`, `serve`, `config`, `completion`. */
export function declareSetUp(program: Program, { shell, done }: CommandContext): void {
  program
    .command('init')
    .description('ask for the settings, check each with Twilio, and keep them')
    .addHelpText('before', example('init'))
    .action(async (_options, command) => {
      const { init } = await import('../commands/init/command.ts');
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
        const { doctorService } = await import('../commands/doctor/command.ts');
        done(await doctorService(shell, service, command.optsWithGlobals()));
        return;
      }
      const { doctor } = await import('../commands/doctor/command.ts');
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
      const { serve } = await import('../commands/serve/command.ts');
      done(await serve(shell, command.optsWithGlobals()));
    });

  program
    .command('config')
    .description('every setting, its value and where it comes from, and the kept maps')
    .addHelpText('before', example('config'))
    .action(async (_options, command) => {
      const { config } = await import('../commands/config/command.ts');
      done(await config(shell, command.optsWithGlobals()));
    });

  program
    .command('menu')
    .description('choose from a short menu what to do: try, set up, check, send, answer')
    .argument('[list]', 'the list to begin with')
    .addHelpText('before', example('menu'))
    .action(async (list, _options, command) => {
      const { menu } = await import('../commands/menu/command.ts');
      done(await menu(shell, list ?? null, command.optsWithGlobals()));
    });

  program
    .command('completion')
    .description('print a script that lets your shell complete commands, options and files')
    .addArgument(
      new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish', 'powershell'] as const),
    )
    .addHelpText('before', example('completion bash'))
    .addHelpText('after', WHERE_COMPLETION_GOES)
    .action(async (which) => {
      const { completion } = await import('../commands/completion/command.ts');
      done(completion(shell, which, program));
    });
}
