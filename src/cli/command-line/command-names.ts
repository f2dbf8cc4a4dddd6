/** Every command, as it is typed. */
export const COMMAND_NAMES = [
  'check',
  'preview',
  'send',
  'test',
  'status',
  'history',
  'report',
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

/** The subcommands of `opt-out`. */
const OPT_OUT_ACTIONS = ['add', 'remove', 'list', 'import'] as const;

/** The arguments before `--`: those that can be options or commands. */
export function wordsBeforeDashes(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

/** The command among the arguments, or null if there is none. */
export function commandIn(words: readonly string[]): string | null {
  return words.find((word) => COMMAND_NAMES.some((name) => name === word)) ?? null;
}

/** The command with its subcommand, as `['opt-out', 'add']`; empty if there is none. */
export function commandPathIn(words: readonly string[]): readonly string[] {
  const command = commandIn(words);
  if (command === null) return [];
  const action = words.find((word) => OPT_OUT_ACTIONS.some((name) => name === word));
  return command === 'opt-out' && action !== undefined ? [command, action] : [command];
}
