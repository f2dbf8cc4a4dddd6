import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach } from '@jest/globals';
import { parse } from 'dotenv';

/** What one run of the tool was given, and what it left behind. */
export type WatchedRun = {
  readonly env: { readonly [name: string]: string | undefined };
  /** The command line, where the tool was run by one. */
  readonly args?: readonly string[];
  /** Everything it wrote, wherever to. */
  readonly outputs: () => string;
  /** The tool's own folder. */
  readonly home: string | undefined;
};

const SECRETS = ['TWILIO_AUTH_TOKEN', 'TWILIO_API_SECRET', 'API_KEY'];
/** What is shorter stands in a text by chance. */
const SHORTEST_SECRET = 8;
/** The settings that `init` writes hold the secrets, and nothing else does. */
const SETTINGS = /^settings\.env/u;
/** People's numbers belong in the ledgers; the club's own in the settings. */
const HOLDS_NUMBERS = /^(?:(?:ledger|rehearsal)\.db|settings\.env)/u;
/** Node's own cache of compiled code, in which the examples of help texts stand. */
const COMPILED = 'code';
/** What these write goes into logs and screenshots: nobody's number stands there whole. */
const SHOWS_NO_NUMBER = new Set(['status', 'history', 'doctor', 'config', 'serve', 'completion']);
/** The senders of all tests, one that is none, and the manager in the text that `doctor` shows. */
const CLUBS_OWN = /7700900(?:999|998|001)$/u;
const NUMBER = /(?<![\d.])(?:\+|00)?(?:44[\s-]?|0)7\d{3}[\s-]?\d{6}(?!\d)/u;

const watched = new Set<WatchedRun>();
afterEach(() => {
  const runs = [...watched];
  watched.clear();
  const leaks = runs.flatMap(leaksOf);
  if (leaks.length > 0) throw new Error(`What nobody may read is in ${leaks.join(', in ')}.`);
});

/** Looks, when the test has ended, whether a secret or a number stands where it must not. */
export function watchForLeaks(run: WatchedRun): void {
  watched.add(run);
}

/** The places at which something is that must not be there; never what it is. */
export function leaksOf({ env, args = [], outputs, home }: WatchedRun): readonly string[] {
  const files = home === undefined ? [] : filesIn(home);
  const kept = files.filter((file) => SETTINGS.test(basename(file))).map(textIn);
  const secrets = [env, ...kept.map((text) => parse(text))].flatMap(secretsIn);
  const hasSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  return [
    ...(hasSecret(outputs()) ? ['the output'] : []),
    ...(hasPersonsNumber(outputs(), args) ? ['the output'] : []),
    ...files.filter((file) => {
      const name = basename(file);
      const text = textIn(file);
      return (
        (!SETTINGS.test(name) && hasSecret(text)) ||
        (!HOLDS_NUMBERS.test(name) && NUMBER.test(text))
      );
    }),
  ];
}

/** A script that asks for JSON gets whole numbers, and a help page has those kept for examples. */
function hasPersonsNumber(output: string, args: readonly string[]): boolean {
  const isTold = args.some((arg) => ['--json', '--help', '-h'].includes(arg));
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  if (isTold || !SHOWS_NO_NUMBER.has(command)) return false;
  return [...output.matchAll(new RegExp(NUMBER, 'gu'))].some(
    ([number]) => !CLUBS_OWN.test(number.replaceAll(/\D/gu, '')),
  );
}

/** As they are, and as HTTP sends them. */
function secretsIn(values: WatchedRun['env']): readonly string[] {
  const account = values['TWILIO_API_KEY'] ?? values['TWILIO_ACCOUNT_SID'] ?? '';
  // A key of the service may stand behind its holder's name, which is no secret.
  return SECRETS.flatMap((name) => (values[name] ?? '').split(','))
    .flatMap((secret) => secret.split(':').slice(-1))
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
    if (entry.isDirectory()) return entry.name === COMPILED ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
