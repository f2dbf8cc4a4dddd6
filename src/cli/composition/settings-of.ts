import { homeFolder } from '../../adapters/files/home-folder.ts';
import { readSettings } from '../../adapters/settings/find-settings.ts';
import { parseSettings, type Settings } from '../../adapters/settings/settings.ts';
import type { Shell } from '../shell.ts';

/**
 * The settings of this computer. A command asks for them once and hands them on.
 *
 * @throws InviteError `settings_unreadable`
 */
export function settingsOf(shell: Shell): Settings {
  return parseSettings(readSettings(shell.env, shell.workingFolder, homeFolder(shell)));
}
