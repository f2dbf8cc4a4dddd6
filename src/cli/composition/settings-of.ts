import { homeFolder } from '../../adapters/files/home-folder.ts';
import { readSettings } from '../../adapters/settings/find-settings.ts';
import { EVERY_RUN } from '../../adapters/settings/run-settings.ts';
import {
  parseSettings,
  type Settings,
  faultsIn,
  SHAPED_SETTINGS,
} from '../../adapters/settings/settings.ts';
import type { FaultPlan } from '../../adapters/simulator/faults/faults.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { ShapedSetting, SettingFault } from '../../domain/set-up/setting.ts';
import type { Shell } from '../shell.ts';

/**
 * Reads and parses the settings. A command calls this once and passes them on.
 *
 * @throws InviteError `settings_unreadable`
 */
export function settingsOf(shell: Shell): Settings {
  return parseSettings(readSettings(shell.env, shell.workingFolder, homeFolder(shell)));
}

/** Every setting that a command reads in a rehearsal, except REHEARSAL_FAULT. */
export const REHEARSAL_SETTINGS = [
  ...EVERY_RUN,
  'TEST_NUMBERS',
  'API_KEY',
  'PUBLIC_URL',
] as const satisfies readonly ShapedSetting[];

/** The malformed settings, whichever command uses them. */
export async function malformedSettings(settings: Settings): Promise<readonly SettingFault[]> {
  return (await readRehearsalSettings(settings, SHAPED_SETTINGS)).malformed;
}

/**
 * Parses REHEARSAL_FAULT, the faults that the simulator produces, and checks it and the named settings.
 *
 * @returns the parsed plan, null if REHEARSAL_FAULT is malformed; and every malformed setting
 */
export async function readRehearsalSettings(
  settings: Settings,
  names: readonly ShapedSetting[],
): Promise<{ readonly plan: FaultPlan | null; readonly malformed: readonly SettingFault[] }> {
  const { readFaultSetting } = await import('../../adapters/simulator/faults/faults.ts');
  const malformed = faultsIn(settings, names);
  try {
    return { plan: readFaultSetting(settings.rehearsalFault), malformed };
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    if (problem?.code !== 'settings_malformed') throw error;
    return { plan: null, malformed: [...malformed, ...problem.faults] };
  }
}
