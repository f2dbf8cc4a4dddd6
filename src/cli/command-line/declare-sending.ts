import { Option } from '@commander-js/extra-typings';
import { example, PREVIEW_PAGE, SEND_KEYS, TEST_WAY } from '../../text/help-texts.ts';
import { messageCount, oneLine, pageFile, rowNumber } from './option-parsers.ts';
import type { CommandContext, Program } from './options.ts';

export const LIST_FILE = 'a CSV, Excel or JSON file; - for standard input';
const TEAM = new Option('--team <name>', 'only this team, with or without its age group').argParser(
  oneLine,
);
const ROW = new Option('--row <number>', 'only the message of this row').argParser(rowNumber);
const PLAYER = new Option('--player <name>', 'only players whose name contains this').argParser(
  oneLine,
);
const REHEARSE = 'play it all through; nothing leaves this computer';

/** The commands that read a list and send it: `check`, `preview`, `send`, `test`. */
export function declareSending(program: Program, { shell, done }: CommandContext): void {
  program
    .command('check')
    .description('read a list and tell everything that is wrong with it; sends nothing')
    .argument('<file>', LIST_FILE)
    .addOption(TEAM)
    .addOption(ROW)
    .addOption(PLAYER)
    .option('--first <number>', 'only the first messages, this many', messageCount)
    .addHelpText('before', example('check samples/players.csv'))
    .action(async (file, _options, command) => {
      const { check } = await import('../commands/check/command.ts');
      done(await check(shell, file, command.optsWithGlobals()));
    });

  program
    .command('preview')
    .description(
      'show every message as a parent will see it, with the text last fetched or the built-in one; sends nothing',
    )
    .argument('<file>', LIST_FILE)
    .addOption(TEAM)
    .addOption(ROW)
    .addOption(PLAYER)
    .option('--first <number>', 'only the first messages, this many', messageCount)
    .option('--html <file>', 'write a page to look at, search and print', pageFile)
    .addHelpText('before', example('preview samples/players.csv --player Hartley'))
    .addHelpText('after', PREVIEW_PAGE)
    .action(async (file, _options, command) => {
      const { preview } = await import('../commands/preview/command.ts');
      done(await preview(shell, file, command.optsWithGlobals()));
    });

  program
    .command('send')
    .description('show each message, ask, and send what you say yes to')
    .argument('<file>', 'a CSV, Excel or JSON file')
    .addOption(TEAM)
    .addOption(ROW)
    .addOption(PLAYER)
    .option('--first <number>', 'ask about the first ones that wait, this many', messageCount)
    .option('--rehearse', REHEARSE, false)
    .addOption(
      new Option('--via <way>', 'aws: hand over what you approve to a worker there').choices([
        'aws',
      ] as const),
    )
    .option('-n, --dry-run', 'show the messages and stop, as preview does', false)
    .addHelpText('before', example('send samples/players.csv --rehearse'))
    .addHelpText('after', SEND_KEYS)
    .action(async (file, { dryRun }, command) => {
      if (dryRun) {
        const { preview } = await import('../commands/preview/command.ts');
        done(await preview(shell, file, command.optsWithGlobals()));
        return;
      }
      const { send } = await import('../commands/send/command.ts');
      done(await send(shell, file, command.optsWithGlobals()));
    });

  program
    .command('test')
    .description('send one message at a time to one of your own phones, and say how it looks')
    .argument('<file>', 'a CSV, Excel or JSON file')
    .addOption(TEAM)
    .addOption(ROW)
    .addOption(PLAYER)
    .option('--first <number>', 'only the first messages, this many', messageCount)
    .option('--to <number>', 'which of the numbers in TEST_NUMBERS')
    .option('--rehearse', REHEARSE, false)
    .addHelpText('before', example('test samples/payload.json --rehearse'))
    .addHelpText('after', TEST_WAY)
    .action(async (file, _options, command) => {
      const { test } = await import('../commands/test/command.ts');
      done(await test(shell, file, command.optsWithGlobals()));
    });
}
