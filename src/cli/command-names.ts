/** The commands, as they are typed. */
export const COMMAND_NAMES = [
  'check',
  'preview',
  'send',
  'init',
  'doctor',
  'config',
  'help',
] as const;

/** The words of a command line that can be options or commands: a `--` ends them. */
export function wordsBeforeDashes(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

export function commandIn(words: readonly string[]): string | null {
  return words.find((word) => COMMAND_NAMES.some((name) => name === word)) ?? null;
}
