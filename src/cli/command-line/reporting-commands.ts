import { example, REPORT_BACK, STATUS_END } from '../../text/help-texts.ts';
import { pageFile, reportFile } from './option-parsers.ts';
import type { Declared, Program } from './global-options.ts';

/** What became of it, and what is said to parents and of them. */
export function declareAfterwards(program: Program, { shell, done }: Declared): void {
  program
    .command('status')
    .description('what became of the messages: asks Twilio, and shows whom to ring')
    .argument('[file]', 'a list: its messages alone, and which of it were never sent')
    .option('--rehearse', 'the messages of rehearsals', false)
    .option('-w, --watch', 'ask again until all is final, or Ctrl-C', false)
    .addHelpText('before', example('status samples/players.csv --rehearse'))
    .addHelpText('after', STATUS_END)
    .action(async (file, _options, command) => {
      const { status } = await import('../commands/status/command.ts');
      done(await status(shell, file, command.optsWithGlobals()));
    });

  program
    .command('history')
    .description('all that ever happened, or all that happened with one number')
    .argument('[number...]', 'a phone number, as people write it')
    .option('--rehearse', 'what happened in rehearsals', false)
    .addHelpText('before', example('history "07700 900123"'))
    .action(async (words, _options, command) => {
      const { history } = await import('../commands/history/command.ts');
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
      const { report } = await import('../commands/report/command.ts');
      done(await report(shell, file, command.optsWithGlobals()));
    });
}
