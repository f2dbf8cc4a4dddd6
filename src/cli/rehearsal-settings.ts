import type { SettingValues } from '../adapters/settings/find-settings.ts';
import {
  malformedSettings,
  SHAPED_SETTINGS,
  type ShapedSetting,
} from '../adapters/settings/setting-shapes.ts';
import { EVERY_RUN } from '../adapters/settings/settings.ts';
import type { FaultPlan } from '../adapters/simulator/fault-setting.ts';
import { InviteError, type SettingFault } from '../domain/problem.ts';

/** Every setting that one command or another reads in a rehearsal, beside REHEARSAL_FAULT. */
export const REHEARSED = [
  ...EVERY_RUN,
  'TEST_NUMBERS',
  'API_KEY',
  'PUBLIC_URL',
] as const satisfies readonly ShapedSetting[];

/** Every setting that cannot be right, whichever command reads it. */
export async function everyMalformed(values: SettingValues): Promise<readonly SettingFault[]> {
  return (await rehearsalSettings(values, SHAPED_SETTINGS)).malformed;
}

/**
 * What goes wrong on purpose in a rehearsal, and every setting that cannot be right: REHEARSAL_FAULT, for
 * which the plan is null then, and the named ones.
 */
export async function rehearsalSettings(
  values: SettingValues,
  names: readonly ShapedSetting[],
): Promise<{ readonly plan: FaultPlan | null; readonly malformed: readonly SettingFault[] }> {
  const { readFaultSetting } = await import('../adapters/simulator/fault-setting.ts');
  const malformed = malformedSettings(values, names);
  try {
    return { plan: readFaultSetting(values['REHEARSAL_FAULT']), malformed };
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    if (problem?.code !== 'settings_malformed') throw error;
    return { plan: null, malformed: [...malformed, ...problem.faults] };
  }
}
