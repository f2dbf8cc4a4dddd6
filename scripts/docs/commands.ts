import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { commandLine } from '../../src/cli/program.ts';
import { realShell } from '../../src/cli/real-shell.ts';
import { code, plain, sentence, table } from './markdown.ts';

const NAME = 'urmston-invite';

const program: CommandUnknownOpts = commandLine({ shell: realShell(), done: () => {} });

/** The names of the commands. */
export const COMMANDS: readonly string[] = program.commands.map((command) => command.name());

/** A table of all commands. */
export function commandList(): string {
  return table(
    ['command', 'does'],
    program.commands.map((command) => [
      code([command.name(), ...argumentsOf(command)].join(' ')),
      plain(command.description()),
    ]),
  );
}

/** The usage, arguments and options of a command and of each of its subcommands. */
export function commandReference([name = '']: readonly string[]): string {
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) throw new Error(`there is no command "${name}"`);
  return [reference(command), ...subcommands(command)].join('\n\n');
}

function subcommands(command: CommandUnknownOpts): readonly string[] {
  return command.commands.flatMap((one) => [
    `**${code(pathOf(one).join(' '))}**\n\n${reference(one)}`,
    ...subcommands(one),
  ]);
}

/** A table of the options that every command has. */
export function globalOptions(): string {
  return optionTable(program);
}

function reference(command: CommandUnknownOpts): string {
  const usage = [NAME, ...pathOf(command), ...argumentsOf(command)];
  // A command with options of its own does something without a subcommand, too.
  const below = command.options.length > 0 ? '[command]' : '<command>';
  const given = command.commands.length > 0 ? [...usage, below] : usage;
  const rows = command.registeredArguments
    .filter(({ description }) => description !== '')
    .map((argument) => [
      code(bracketed(argument)),
      described(argument.description, argument.argChoices),
    ]);
  return [
    sentence(plain(command.description())),
    `\`\`\`\n${given.join(' ')}${command.options.length > 0 ? ' [options]' : ''}\n\`\`\``,
    ...(rows.length > 0 ? [table(['argument', 'is'], rows)] : []),
    ...(command.options.length > 0 ? [optionTable(command)] : []),
  ].join('\n\n');
}

function optionTable(command: CommandUnknownOpts): string {
  return table(
    ['option', 'does'],
    command.options.map(({ flags, description, argChoices, defaultValue }) => [
      code(flags),
      described(description, argChoices) +
        (typeof defaultValue === 'string' || typeof defaultValue === 'number'
          ? `; ${code(String(defaultValue))} if left out`
          : ''),
    ]),
  );
}

function described(description: string, choices: readonly string[] | undefined): string {
  const known = choices === undefined || choices.length < 2;
  return plain(description) + (known ? '' : `: ${choices.map(code).join(', ')}`);
}

function argumentsOf(command: CommandUnknownOpts): readonly string[] {
  return command.registeredArguments.map(bracketed);
}

function bracketed(argument: CommandUnknownOpts['registeredArguments'][number]): string {
  const name = argument.name() + (argument.variadic ? '...' : '');
  return argument.required ? `<${name}>` : `[${name}]`;
}

function pathOf(command: CommandUnknownOpts): readonly string[] {
  const { parent } = command;
  return parent === null || parent === program
    ? [command.name()]
    : [...pathOf(parent), command.name()];
}
