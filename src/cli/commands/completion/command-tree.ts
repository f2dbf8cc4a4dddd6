import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** One command as a shell offers it, with what may follow it. */
export type CommandNode = {
  /** The words that lead to it: none for the tool itself, `opt-out add` for a command below one. */
  readonly path: string;
  /** What may stand next, with a line of explanation: commands, or the values of its argument. */
  readonly words: readonly Offered[];
  readonly options: readonly OfferedOption[];
  readonly takesFile: boolean;
};

type Offered = { readonly word: string; readonly description: string };

export type OfferedOption = {
  readonly long: string;
  /** Without its dash; null where there is none. */
  readonly short: string | null;
  readonly description: string;
  readonly value: 'none' | 'file' | 'other';
};

/** Every command of a command line, the tool itself first, read off its own declaration. */
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

/** Its own and those of the commands above it, as both are understood behind it. */
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

/** `"opt-out/add"`: the command that is known so far, and the word that leads on from it. */
export function stepTo({ path }: CommandNode): string {
  const at = path.lastIndexOf(' ');
  return at === -1 ? `"/${path}"` : `"${path.slice(0, at)}/${path.slice(at + 1)}"`;
}

/** The flags of the options with such values, each once. */
export function flagsOf(
  options: readonly OfferedOption[],
  values: readonly OfferedOption['value'][],
): readonly string[] {
  const flags = options
    .filter(({ value }) => values.includes(value))
    .flatMap(({ long, short }) => [long, ...(short === null ? [] : [`-${short}`])]);
  return [...new Set(flags)];
}
