/** The commands, as they are typed. */
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
  'completion',
  'help',
] as const;

/** What `opt-out` does, as it is typed. */
const OPT_OUT_ACTIONS = ['add', 'remove', 'list', 'import'] as const;

/** The words of a command line that can be options or commands: a `--` ends them. */
export function wordsBeforeDashes(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

export function commandIn(words: readonly string[]): string | null {
  return words.find((word) => COMMAND_NAMES.some((name) => name === word)) ?? null;
}

/** The command on a line with what comes below it, as `opt-out add`. */
export function commandPathIn(words: readonly string[]): readonly string[] {
  const command = commandIn(words);
  if (command === null) return [];
  const action = words.find((word) => OPT_OUT_ACTIONS.some((name) => name === word));
  return command === 'opt-out' && action !== undefined ? [command, action] : [command];
}
