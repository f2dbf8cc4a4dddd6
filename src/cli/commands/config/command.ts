import { keptMaps, type KeptMap } from '../../../adapters/files/column-maps.ts';
import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { findSettings } from '../../../adapters/settings/find-settings.ts';
import { NEW_SENDER_LIMIT } from '../../../domain/policy/people-counted.ts';
import { DEFAULT_SEND_HOURS } from '../../../domain/policy/send-hours.ts';
import { printable } from '../../../text/format.ts';
import type { ListOptions } from '../../command-line/options.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import { SETTINGS, type Setting } from './settings-shown.ts';

type ShownSetting = {
  readonly name: string;
  /** Null where it is not set. */
  readonly value: string | null;
  readonly origin: 'environment' | '.env' | 'settings file' | 'default' | 'not set';
};

/** Shows every setting with its source, and the kept column maps. Uses no network and changes nothing. */
export async function config(
  shell: Shell,
  options: Pick<ListOptions, 'json' | 'color'>,
): Promise<ExitCode> {
  const home = homeFolder(shell);
  const settings = shownSettings(shell, home);
  const maps = keptMaps(home);
  if (options.json) {
    writeDocument(shell.stdout, { command: 'config', settings, maps: maps.map(mapJson) });
  } else {
    const colours = await coloursFor(shell.stdout, shell, options.color);
    shell.stdout.write(configPage(settings, maps, colours));
  }
  return 0;
}

function shownSettings(shell: Shell, home: string): readonly ShownSetting[] {
  const found = findSettings(shell.env, shell.workingFolder, home);
  const defaults: { readonly [name: string]: string | undefined } = {
    SEND_HOURS: DEFAULT_SEND_HOURS,
    DAILY_LIMIT: String(NEW_SENDER_LIMIT),
    OPERATOR: shell.loginName(),
    URMSTON_INVITE_HOME: home,
  };
  return SETTINGS.map(({ name, show, onlyInEnvironment }: Setting): ShownSetting => {
    const setting = found.get(name);
    const isUsed =
      setting !== undefined && (!onlyInEnvironment || setting.source === 'environment');
    if (isUsed) return { name, value: show(setting.value), origin: setting.source };
    const value = defaults[name];
    return value === undefined
      ? { name, value: null, origin: 'not set' }
      : { name, value, origin: 'default' };
  });
}

function configPage(
  settings: readonly ShownSetting[],
  maps: readonly KeptMap[],
  colours: Colours,
): string {
  const width = Math.max(...settings.map(({ name }) => name.length));
  const lines = settings.map(({ name, value, origin }) =>
    value === null
      ? `${name.padEnd(width)}  ${colours.dim('not set')}`
      : `${name.padEnd(width)}  ${printable(value)}  ${colours.dim(`(${origin})`)}`,
  );
  const kept = maps.map((map) => `  ${map.name}: ${printable(contentOf(map))}`);
  return [
    ...lines,
    '',
    ...(kept.length === 0
      ? ['No column map is kept.']
      : [colours.bold('Kept column maps, for --use-map:'), ...kept]),
    '',
  ].join('\n');
}

/** Parts that hold nothing are left out. */
function mapJson({ name, fields, set, rows, answers }: KeptMap): object {
  const decisions = rows.map(({ heading, value, isLeftOut }) => ({
    heading,
    value,
    left_out: isLeftOut,
  }));
  const others = Object.entries({ set, rows: decisions, answers }).filter(
    ([, part]) => Object.keys(part).length > 0,
  );
  return { name, fields, ...Object.fromEntries(others) };
}

/** `parent_tel="Mobile"; for all rows age_group="u9s"; left out: Status="On loan"`. */
function contentOf({ fields, set, rows }: KeptMap): string {
  const pairsOf = (isLeftOut: boolean): readonly (readonly [string, string])[] =>
    rows.filter((row) => row.isLeftOut === isLeftOut).map(({ heading, value }) => [heading, value]);
  return [
    pairsText('', Object.entries(fields)),
    pairsText('for all rows ', Object.entries(set)),
    pairsText('left out: ', pairsOf(true)),
    pairsText('not left out: ', pairsOf(false)),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function pairsText(what: string, pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return '';
  return `${what}${pairs.map(([name, value]) => `${name}="${value}"`).join(', ')}`;
}
