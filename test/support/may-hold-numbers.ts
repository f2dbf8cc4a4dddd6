import { commandIn, wordsBeforeDashes } from '../../src/cli/command-line/command-names.ts';

/**
 * Where a phone number may stand whole. What is not said here may not: no log, no fault, no page for the
 * committee, and nothing else that the tool keeps.
 */
const READS_A_LIST = ['check', 'preview', 'send', 'test', 'report'] as const;
/** Each is about one person, and shows who it is before it does anything. */
const ABOUT_A_PERSON = ['reply', 'init'] as const;
/** Numbers whole where a person looks, and their last two digits where the output is kept. */
const AT_A_TERMINAL = ['history', 'opt-out', 'forget'] as const;
/** The documents that promise a number, so that a script can tell people apart. */
const IN_JSON = ['status', 'history', 'opt-out', 'forget'] as const;
/** Its pages have examples. */
const HELP = ['--help', '-h', 'help'] as const;

const KEPT = /^(?:(?:ledger|rehearsal)\.db|settings\.env)/u;

/** Whether a command line may put a number into its output, standard error too. */
export function outputMayHoldNumbers(args: readonly string[], isTerminal: boolean): boolean {
  const words = wordsBeforeDashes(args);
  const command = commandIn(words) ?? '';
  const isOneOf = (names: readonly string[]): boolean => names.includes(command);
  return (
    words.some((word) => HELP.some((help) => help === word)) ||
    isOneOf(READS_A_LIST) ||
    isOneOf(ABOUT_A_PERSON) ||
    (isTerminal && isOneOf(AT_A_TERMINAL)) ||
    (words.includes('--json') && isOneOf(IN_JSON))
  );
}

/** Whether a file of the tool's own folder may: the ledgers are about people, the settings hold the club's own. */
export function fileMayHoldNumbers(name: string): boolean {
  return KEPT.test(name);
}
