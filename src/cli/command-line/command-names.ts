/** Every command, as it is typed. */
export const COMMAND_NAMES = [
  'check',
  'preview',
  'send',
  'test',
  'status',
  'history',
  'report',
  'inbox',
  'opt-out',
  'reply',
  'forget',
  'init',
  'doctor',
  'serve',
  'config',
  'menu',
  'completion',
  'help',
] as const;

/** The subcommands, by the command that has them. */
const SUBCOMMANDS: { readonly [path: string]: readonly string[] } = {
  'opt-out': ['add', 'remove', 'list', 'import'],
  inbox: ['answers'],
  'inbox answers': ['add', 'edit', 'list', 'remove'],
};

/** The arguments before `--`: those that can be options or commands. */
export function wordsBeforeDashes(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

/** The command among the arguments, or null if there is none. */
export function commandIn(words: readonly string[]): string | null {
  return words.find((word) => COMMAND_NAMES.some((name) => name === word)) ?? null;
}

/** The command with its subcommands, as `['opt-out', 'add']`; empty if there is none. */
export function commandPathIn(words: readonly string[]): readonly string[] {
  const command = commandIn(words);
  const path = command === null ? [] : [command];
  for (;;) {
    const next = words.find((word) => SUBCOMMANDS[path.join(' ')]?.includes(word) === true);
    if (next === undefined) return path;
    path.push(next);
  }
}
