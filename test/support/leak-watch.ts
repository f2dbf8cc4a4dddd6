import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach } from '@jest/globals';
import { parse } from 'dotenv';
import { withoutIds } from './normalised-text.ts';
import { commandIn, wordsBeforeDashes } from '../../src/cli/command-line/command-names.ts';

/** What one run of the tool was given, and what it left behind. */
export type WatchedRun = {
  readonly env: { readonly [name: string]: string | undefined };
  /** Everything it wrote, wherever to. */
  readonly outputs: () => string;
  readonly mayHoldNumbers: boolean;
  /** The tool's own folder. */
  readonly home?: string | undefined;
  /** The folder it ran in, in which the test's own lists lie. */
  readonly folder?: string;
};

const SECRETS = ['TWILIO_AUTH_TOKEN', 'TWILIO_API_SECRET', 'API_KEY', 'LEDGER_KEY'];
/** What is shorter stands in a text by chance. */
const SHORTEST_SECRET = 8;
/** These hold the secrets, and nothing else does. */
const SETTINGS = /^(?:settings\.env|\.env)/u;
/** Node's own cache of compiled code, in which the examples of help texts stand. */
const COMPILED = join('cache', 'code');
/** The senders of all tests, one that is none, and the manager in the text that `doctor` shows. */
const CLUBS_OWN = /7700900(?:999|998|001)$/u;
const NUMBER = /(?<![\d.])(?:\+|00)?(?:44[\s-]?|0)7\d{3}[\s-]?\d{6}(?!\d)/gu;
/** Of digests, one behind the other: the digits in them are chance, as those of ids are. */
const DIGESTS = /[\da-f]{32,}/gu;

const watched = new Set<WatchedRun>();
afterEach(() => {
  const runs = [...watched];
  watched.clear();
  const leaks = new Set(runs.flatMap(leaksOf));
  if (leaks.size > 0) throw new Error(`What nobody may read is in ${[...leaks].join(', in ')}.`);
});

/** Looks, when the test has ended, whether a secret or a number stands where it must not. */
export function watchForLeaks(run: WatchedRun): void {
  watched.add(run);
}

/** The places at which something is that must not be there; never what it is. */
export function leaksOf({
  env,
  outputs,
  mayHoldNumbers,
  home,
  folder,
}: WatchedRun): readonly string[] {
  const kept = home === undefined ? [] : filesIn(home);
  const around = folder === undefined ? [] : filesIn(folder);
  const files = [...kept, ...around].map((file) => ({ file, text: textIn(file) }));
  const [settings, others] = [true, false].map((wanted) =>
    files.filter(({ file }) => SETTINGS.test(basename(file)) === wanted),
  ) as [typeof files, typeof files];
  const secrets = [env, ...settings.map(({ text }) => parse(text))].flatMap(secretsIn);
  const hasSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  return [
    ...(hasSecret(outputs()) ? ['the output, a secret'] : []),
    ...(!mayHoldNumbers && hasNumber(outputs()) ? ['the output, a number'] : []),
    ...others.filter(({ text }) => hasSecret(text)).map(({ file }) => `${file}, a secret`),
    ...others
      .filter(({ file, text }) => kept.includes(file) && !mayHold(file) && hasNumber(text))
      .map(({ file }) => `${file}, a number`),
  ];
}

function mayHold(file: string): boolean {
  return fileMayHoldNumbers(basename(file)) || file.includes(COMPILED);
}

function hasNumber(text: string): boolean {
  return (withoutIds(text).replaceAll(DIGESTS, '#').match(NUMBER) ?? []).some(
    (number) => !CLUBS_OWN.test(number.replaceAll(/\D/gu, '')),
  );
}

/** As they are, and as HTTP sends them. */
function secretsIn(values: WatchedRun['env']): readonly string[] {
  const account = values['TWILIO_API_KEY'] ?? values['TWILIO_ACCOUNT_SID'] ?? '';
  // A key of the service may stand behind its holder's name, which is no secret.
  return SECRETS.flatMap((name) => (values[name] ?? '').split(','))
    .map((secret) => secret.split(':').at(-1)?.trim() ?? '')
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, Buffer.from(`${account}:${secret}`).toString('base64')]);
}

/** Nothing where the file has gone meanwhile: a run that a test ends may still tidy up. */
function textIn(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function filesIn(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

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
function fileMayHoldNumbers(name: string): boolean {
  return KEPT.test(name);
}
