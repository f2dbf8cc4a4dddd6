import { homeFolder } from '../../adapters/files/home-folder.ts';
import { readSettings } from '../../adapters/settings/find-settings.ts';
import {
  parseSettings,
  type Settings,
  faultsIn,
  SHAPED_SETTINGS,
} from '../../adapters/settings/settings.ts';
import type { Shell } from '../shell.ts';
import { EVERY_RUN } from '../../adapters/settings/run-settings.ts';
import type { ShapedSetting, SettingFault } from '../../domain/set-up/setting.ts';
import type { FaultPlan } from '../../adapters/simulator/faults/faults.ts';
import { InviteError } from '../../domain/problem/problem.ts';

/**
 * The settings of this computer. A command asks for them once and hands them on.
 *
 * @throws InviteError `settings_unreadable`
 */
export function settingsOf(shell: Shell): Settings {
  return parseSettings(readSettings(shell.env, shell.workingFolder, homeFolder(shell)));
}

/** Every setting that one command or another reads in a rehearsal, beside REHEARSAL_FAULT. */
export const REHEARSED = [
  ...EVERY_RUN,
  'TEST_NUMBERS',
  'API_KEY',
  'PUBLIC_URL',
] as const satisfies readonly ShapedSetting[];

/** Every setting that cannot be right, whichever command reads it. */
export async function everyMalformed(settings: Settings): Promise<readonly SettingFault[]> {
  return (await rehearsalSettings(settings, SHAPED_SETTINGS)).malformed;
}

/**
 * What goes wrong on purpose in a rehearsal, and every setting that cannot be right: REHEARSAL_FAULT, for
 * which the plan is null then, and the named ones.
 */
export async function rehearsalSettings(
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
