import { InviteError } from '../../domain/problem/problem.ts';
import type { SettingFault, ShapedSetting } from '../../domain/set-up/setting.ts';
import type { SettingValues } from './find-settings.ts';
import { readSetting, SHAPED_SETTINGS, type SettingTypes } from './setting-shapes.ts';

/** The settings of a run, each parsed once. */
export type Settings = {
  /** Those that are set and have their shape. */
  readonly values: Partial<SettingTypes>;
  /** Those that are set and have not, in the order in which they are told. */
  readonly faults: readonly SettingFault[];
  /** REHEARSAL_FAULT as it stands: the simulator parses it, which only a rehearsal loads. */
  readonly rehearsalFault: string | undefined;
};

/** Parses all of them and refuses none: a command refuses those that it reads. */
export function parseSettings(texts: SettingValues): Settings {
  const values: { [name: string]: unknown } = {};
  const faults: SettingFault[] = [];
  for (const name of SHAPED_SETTINGS) {
    const text = texts[name];
    if (text === undefined) continue;
    const read = readSetting(name, text);
    if (read.ok) values[name] = read.value;
    else faults.push(read.fault);
  }
  return { values, faults, rehearsalFault: texts['REHEARSAL_FAULT'] };
}

/** What keeps settings from being used: the names of those that are not there, and faults. */
export type Lack = {
  readonly missing: readonly ShapedSetting[];
  readonly faults: readonly SettingFault[];
};

/**
 * What is missing of the needed settings, and malformed of all the named ones, in the order of the names.
 *
 * @param others read as well where they are set
 */
export function lackOf(
  settings: Settings,
  needed: readonly ShapedSetting[],
  others: readonly ShapedSetting[] = [],
): Lack {
  return {
    missing: needed.filter((name) => !isSet(settings, name)),
    faults: faultsIn(settings, [...needed, ...others]),
  };
}

/** Each of these settings that is set and cannot be right, in the order of the names. */
export function faultsIn(
  { faults }: Settings,
  names: readonly ShapedSetting[],
): readonly SettingFault[] {
  return names.flatMap((name) => faults.filter((fault) => fault.name === name));
}

/** Whether there is something in its place, right or wrong. */
export function isSet({ values, faults }: Settings, name: ShapedSetting): boolean {
  return values[name] !== undefined || faults.some((fault) => fault.name === name);
}

/**
 * Refuses settings that cannot be used, with all that is missing and malformed at once.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
export function refuse({ missing, faults }: Lack): never {
  throw new InviteError(
    missing.length > 0
      ? { code: 'settings_missing', names: missing, faults }
      : { code: 'settings_malformed', faults },
  );
}

/** @throws InviteError `settings_malformed`, with all of these settings that cannot be right */
export function refuseMalformed(settings: Settings, names: readonly ShapedSetting[]): void {
  refuseFaults(faultsIn(settings, names));
}

/** @throws InviteError `settings_malformed` */
export function refuseFault(fault: SettingFault): never {
  refuse({ missing: [], faults: [fault] });
}

/** @throws InviteError `settings_malformed` where there are any */
export function refuseFaults(faults: readonly SettingFault[]): void {
  if (faults.length > 0) refuse({ missing: [], faults });
}
