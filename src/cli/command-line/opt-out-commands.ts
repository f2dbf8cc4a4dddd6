import { example, REHEARSED } from '../../text/help-texts.ts';
import { seasonName } from './option-parsers.ts';
import type { Declared, Program } from './global-options.ts';

/** People: who must not be written to, who wrote, and who is to be forgotten. */
export function declarePeople(program: Program, { shell, done }: Declared): void {
  const optOut = program
    .command('opt-out')
    .description('people who must not be written to: add, remove, list or import them')
    .helpCommand(false)
    .addHelpText('before', example('opt-out add "07700 900123"'));
  optOut
    .command('add')
    .description('send nothing to this number any more, or confirm that a reply meant that')
    .argument(
      '<number...>',
      'a phone number, as people write it, or a WhatsApp user id, as opt-out list has it',
    )
    .option('--rehearse', REHEARSED, false)
    .action(async (words, _options, command) => {
      const { optOutAdd } = await import('../commands/opt-out/command.ts');
      done(await optOutAdd(shell, words, command.optsWithGlobals()));
    });
  optOut
    .command('remove')
    .description('let messages go to this number again; asks for a yes at a terminal')
    .argument(
      '<number...>',
      'a phone number, as people write it, or a WhatsApp user id, as opt-out list has it',
    )
    .option('--rehearse', REHEARSED, false)
    .action(async (words, _options, command) => {
      const { optOutRemove } = await import('../commands/opt-out/command.ts');
      done(await optOutRemove(shell, words, command.optsWithGlobals()));
    });
  optOut
    .command('list')
    .description('who must not be written to, since when and by whose word')
    .option('--rehearse', REHEARSED, false)
    .action(async (_options, command) => {
      const { optOutList } = await import('../commands/opt-out/command.ts');
      done(await optOutList(shell, command.optsWithGlobals()));
    });
  optOut
    .command('import')
    .description('add all numbers of a file: one a line, or a column of a list')
    .argument('<file>', 'a text, CSV, Excel or JSON file; - for standard input')
    .option('--rehearse', REHEARSED, false)
    .option('-n, --dry-run', 'tell what would be added and change nothing', false)
    .action(async (file, _options, command) => {
      const { optOutImport } = await import('../commands/opt-out/import.ts');
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
      const { reply } = await import('../commands/reply/command.ts');
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
      const { forget } = await import('../commands/forget/command.ts');
      done(await forget(shell, words, command.optsWithGlobals()));
    });
}
