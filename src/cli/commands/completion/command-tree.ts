import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** A command, and the words and options that a shell may offer after it. */
export type CommandNode = {
  /** The words of the command: empty for the tool itself, `opt-out add` for a subcommand. */
  readonly path: string;
  /** Subcommands, or the values of the argument. */
  readonly words: readonly Offered[];
  readonly options: readonly OfferedOption[];
  readonly takesFile: boolean;
};

type Offered = { readonly word: string; readonly description: string };

export type OfferedOption = {
  readonly long: string;
  /** Without its dash; null where the option has no short form. */
  readonly short: string | null;
  readonly description: string;
  readonly value: 'none' | 'file' | 'other';
};

/** Every command as it is declared, the tool itself first. */
export function commandTree(
  program: CommandUnknownOpts,
  topics: readonly string[],
): readonly CommandNode[] {
  const below = (command: CommandUnknownOpts, path: string): readonly CommandNode[] => [
    nodeOf(command, path, topics),
    ...command.commands.flatMap((one) => below(one, `${path} ${one.name()}`.trim())),
  ];
  return below(program, '');
}

function nodeOf(command: CommandUnknownOpts, path: string, topics: readonly string[]): CommandNode {
  const argument = command.registeredArguments[0];
  const commands = command.commands.map((one) => ({
    word: one.name(),
    description: one.description(),
  }));
  const values = [
    ...(argument?.argChoices ?? []),
    ...(argument?.name() === 'topic'
      ? [...(command.parent?.commands.map((one) => one.name()) ?? []), ...topics]
      : []),
  ].map((word) => ({ word, description: '' }));
  return {
    path,
    words: [...commands, ...values],
    options: optionsOf(command),
    takesFile: argument?.name() === 'file',
  };
}

/** The options of a command and of its parents, which may all follow it. */
function optionsOf(command: CommandUnknownOpts): readonly OfferedOption[] {
  const help: OfferedOption = {
    long: '--help',
    short: 'h',
    description: 'display help for command',
    value: 'none',
  };
  const declared: OfferedOption[] = [];
  for (let one: CommandUnknownOpts | null = command; one !== null; one = one.parent) {
    for (const { long, short, description, flags } of one.options) {
      if (long === undefined || long === null) continue;
      const value = /<(?<what>[^>]+)>/u.exec(flags)?.groups?.['what'];
      declared.push({
        long,
        short: short?.replace('-', '') ?? null,
        description,
        value: value === undefined ? 'none' : value === 'file' ? 'file' : 'other',
      });
    }
  }
  return [...declared, help];
}

/** `"opt-out/add"`: the command so far and the next word, as the scripts compare them. */
export function stepTo({ path }: CommandNode): string {
  const at = path.lastIndexOf(' ');
  return at === -1 ? `"/${path}"` : `"${path.slice(0, at)}/${path.slice(at + 1)}"`;
}

/** The flags of the options that take such values, each once. */
export function flagsOf(
  options: readonly OfferedOption[],
  values: readonly OfferedOption['value'][],
): readonly string[] {
  const flags = options
    .filter(({ value }) => values.includes(value))
    .flatMap(({ long, short }) => [long, ...(short === null ? [] : [`-${short}`])]);
  return [...new Set(flags)];
}
