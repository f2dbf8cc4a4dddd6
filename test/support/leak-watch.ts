import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach } from '@jest/globals';
import { parse } from 'dotenv';
import { commandIn, wordsBeforeDashes } from '../../src/cli/command-line/command-names.ts';
import { withoutIds } from './normalised-text.ts';

/** A run of the tool: its environment, output and files. */
export type WatchedRun = {
  readonly env: { readonly [name: string]: string | undefined };
  /** Everything it wrote to standard output and standard error. */
  readonly outputs: () => string;
  readonly mayHoldNumbers: boolean;
  /** The tool's own folder. */
  readonly home?: string | undefined;
  /** Its working folder, with the lists that the test wrote. */
  readonly folder?: string;
};

const SECRETS = ['TWILIO_AUTH_TOKEN', 'TWILIO_API_SECRET', 'API_KEY', 'LEDGER_KEY'];
/** Shorter values can occur in a text by chance. */
const SHORTEST_SECRET = 8;
/** The only files that may hold secrets. */
const SETTINGS = /^(?:settings\.env|\.env)/u;
/** Node's compile cache, which holds the example numbers of help texts. */
const COMPILED = join('cache', 'code');
/** The senders that tests use, and the manager in the example that `doctor` shows. */
const CLUBS_OWN = /7700900(?:999|998|001)$/u;
const NUMBER = /(?<![\d.])(?:\+|00)?(?:44[\s-]?|0)7\d{3}[\s-]?\d{6}(?!\d)/gu;
/** Consecutive digests, whose digits can look like a number. */
const DIGESTS = /[\da-f]{32,}/gu;

const watched = new Set<WatchedRun>();
afterEach(() => {
  const runs = [...watched];
  watched.clear();
  const leaks = new Set(runs.flatMap(leaksOf));
  if (leaks.size > 0) throw new Error(`Private data leaked: ${[...leaks].join('; ')}.`);
});

/** Fails the test at its end if the run wrote a secret or a phone number where none may be. */
export function watchForLeaks(run: WatchedRun): void {
  watched.add(run);
}

/** The places of leaked secrets and numbers, without the values themselves. */
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

/** The secrets in plain text, and as basic authentication encodes them. */
function secretsIn(values: WatchedRun['env']): readonly string[] {
  const account = values['TWILIO_API_KEY'] ?? values['TWILIO_ACCOUNT_SID'] ?? '';
  // A key of the service may follow its holder's name, which is not secret.
  return SECRETS.flatMap((name) => (values[name] ?? '').split(','))
    .map((secret) => secret.split(':').at(-1)?.trim() ?? '')
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, Buffer.from(`${account}:${secret}`).toString('base64')]);
}

/** Empty if the file has been removed meanwhile: a run that is ending may still tidy up. */
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

/*
 * Where a complete phone number may appear. It may appear nowhere else: not in a log, a fault report, a page
 * for the committee or any other file that the tool writes.
 */

/** Commands that read a list. */
const READS_A_LIST = ['check', 'preview', 'send', 'test', 'report'] as const;
/** Commands about one person, who is shown first. */
const ABOUT_A_PERSON = ['reply', 'init'] as const;
/** Commands that show complete numbers at a terminal, and the last two digits elsewhere. */
const AT_A_TERMINAL = ['inbox', 'status', 'history', 'opt-out', 'forget', 'menu'] as const;
/** Commands whose JSON documents contain numbers, so that scripts can identify people. */
const IN_JSON = ['inbox', 'status', 'history', 'opt-out', 'forget'] as const;
/** Help contains example numbers. */
const HELP = ['--help', '-h', 'help'] as const;

const KEPT = /^(?:(?:ledger|rehearsal)\.db|settings\.env)/u;

/** Whether the output of a command line, standard error included, may contain a number. */
export function outputMayHoldNumbers(args: readonly string[], isTerminal: boolean): boolean {
  const words = wordsBeforeDashes(args);
  const command = commandIn(words) ?? '';
  const isOneOf = (names: readonly string[]): boolean => names.includes(command);
  return (
    words.some((word) => HELP.some((help) => help === word)) ||
    isOneOf(READS_A_LIST) ||
    isOneOf(ABOUT_A_PERSON) ||
    (isTerminal && isOneOf(AT_A_TERMINAL)) ||
    // A rehearsal asks its questions without a terminal, too.
    (words.includes('--rehearse') && isOneOf(['inbox'])) ||
    (words.includes('--json') && isOneOf(IN_JSON))
  );
}

/** Whether a file in the tool's folder may contain a number: the ledgers and the settings. */
function fileMayHoldNumbers(name: string): boolean {
  return KEPT.test(name);
}
