import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { CommanderError } from 'commander';
import leven from 'leven';
import type { StopProblem } from '../../domain/problem/problem.ts';
import { maxEditDistance } from '../../domain/record/spelling.ts';
import { listed } from '../../text/format.ts';
import { SETTINGS } from '../commands/config/settings-shown.ts';
import { pathOf } from './command-path.ts';

const HELP = 'Run urmston-invite help to see the commands, or add --help to one of them.';

/** Excess arguments are often one value with a space in it, which the shell has split. */
const QUOTES = 'Put quotation marks around a number, a text or a file with a space in it.';

/**
 * Commander's message as a sentence, with its suggestion (`Did you mean …?`) as part of the fix. The value of an
 * option is left out, because it may be a secret.
 *
 * @param command the command of the line; the program if it names none
 */
export function usageProblem(
  { code, message }: CommanderError,
  command: CommandUnknownOpts,
): StopProblem {
  const [what = '', suggestion] = message
    .replace(/^error: /u, '')
    .replaceAll(/(?<flag>--[\w-]+)=[^]*?'/gu, "$<flag>'")
    .split('\n');
  const setting = code === 'commander.unknownOption' ? settingOf(what) : null;
  if (setting !== null) {
    return {
      code: 'usage',
      message: `${sentenceOf(what)} ${setting} is a setting: other programs can read the options of a running one.`,
      fix: `Run urmston-invite init, which asks for it and keeps it in a file that only you can open. ${HELP}`,
    };
  }
  if (code === 'commander.missingArgument') {
    return {
      code: 'usage',
      message: `${pathOf(command)} needs ${neededBy(command)}: ${exampleOf(command)}`,
      fix: `Add --help to see what ${pathOf(command)} takes.`,
    };
  }
  if (code === 'commander.help') {
    const actions = command.commands.map((one) => one.name()).join(', ');
    return {
      code: 'usage',
      message: `${command.name()} needs one of these after it: ${actions}.`,
      fix: `Run urmston-invite help ${command.name()} to see what each does.`,
    };
  }
  const owners = code === 'commander.unknownOption' ? ownersOf(what, command) : [];
  if (owners.length > 0) {
    const where = `It is an option of ${listed(owners)}.`;
    return { code: 'usage', message: sentenceOf(what), fix: `${where} ${HELP}` };
  }
  const fix = code === 'commander.excessArguments' ? `${QUOTES} ${HELP}` : HELP;
  return {
    code: 'usage',
    message: sentenceOf(what),
    fix: suggestion === undefined ? fix : `${suggestion.replace(/^\(|\)$/gu, '')} ${fix}`,
  };
}

function sentenceOf(what: string): string {
  return `${what.slice(0, 1).toUpperCase()}${what.slice(1).replace(/\.$/u, '')}.`;
}

/** What may stand for each argument in an example, by its name. */
const EXAMPLES: { readonly [argument: string]: { readonly what: string; readonly typed: string } } =
  {
    file: { what: 'a list', typed: 'players.csv' },
    number: { what: 'a phone number', typed: 'NUMBER' },
    text: { what: 'a text', typed: '"We train on Tuesdays."' },
    shell: { what: 'the name of your shell', typed: 'bash' },
  };

function neededBy({ registeredArguments }: CommandUnknownOpts): string {
  return registeredArguments
    .filter(({ required }) => required)
    .map((argument) => EXAMPLES[argument.name()]?.what ?? argument.name())
    .join(' and ');
}

function exampleOf(command: CommandUnknownOpts): string {
  const typed = command.registeredArguments
    .filter(({ required }) => required)
    .map((argument) => EXAMPLES[argument.name()]?.typed ?? argument.name());
  return ['urmston-invite', pathOf(command), ...typed].join(' ');
}

/** The commands that have the option which this one has not. */
function ownersOf(message: string, command: CommandUnknownOpts): readonly string[] {
  const flag = /'(?<flag>--[\w-]+)'/u.exec(message)?.groups?.['flag'];
  let program = command;
  while (program.parent !== null) program = program.parent;
  return program.commands
    .filter((one) => one.options.some(({ long }) => long === flag))
    .map((one) => one.name());
}

/** The setting that an unknown option is named after, as `--twilio-auth-token` or `--authtoken`. */
function settingOf(message: string): string | null {
  const flag = /'--(?<flag>[\w-]+)'/u.exec(message)?.groups?.['flag'];
  const letters = flag?.replaceAll(/[-_]/gu, '').toLowerCase();
  if (letters === undefined) return null;
  const found = SETTINGS.find(({ name }) => {
    const key = name.replaceAll('_', '').toLowerCase();
    return key === letters || key === `twilio${letters}`;
  });
  return found?.name ?? null;
}

/** The sentence for a topic that there is no help on, with the nearest that there is. */
export function noHelpOn(topic: string, topics: readonly string[]): string {
  const [near] = topics
    .map((one) => ({ one, distance: leven(topic, one) }))
    .toSorted((a, b) => a.distance - b.distance);
  const isNear = near !== undefined && near.distance <= maxEditDistance(topic);
  return `there is no help on '${topic}'${isNear ? `\n(Did you mean ${near.one}?)` : ''}`;
}
