import { keptMaps } from '../../../adapters/files/column-maps.ts';
import { homeFolder } from '../../../adapters/files/home-folder.ts';
import type { KeptMap } from '../../../adapters/list-file/columns/map-headings.ts';
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
    writeDocument(shell.stdout, { command: 'config', settings, maps });
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
  const kept = maps.map(({ name, fields }) => {
    const pairs = Object.entries(fields).map(([field, heading]) => `${field}="${heading}"`);
    return `  ${name}: ${printable(pairs.join(', '))}`;
  });
  return [
    ...lines,
    '',
    ...(kept.length === 0
      ? ['No column map is kept.']
      : [colours.bold('Kept column maps, for --use-map:'), ...kept]),
    '',
  ].join('\n');
}
