import { Command } from '@commander-js/extra-typings';
import type { ExitCode } from '../exit-codes/exit-code.ts';
import { TRY, WHERE_NEXT } from '../../text/help-texts.ts';
import { addLeaveOut, addMap, addSet, mapName } from './option-parsers.ts';
import type { Shell } from '../shell.ts';
import { VERSION } from '../../text/version.ts';

/** The command line with the options that every command takes. */
export type Program = ReturnType<typeof programWithOptions>;

/** What a command needs when it is chosen: the world, and where its exit code goes. */
export type Declared = {
  readonly shell: Shell;
  readonly done: (exitCode: ExitCode) => void;
};

export function programWithOptions(shell: Shell) {
  return new Command('urmston-invite')
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
}
