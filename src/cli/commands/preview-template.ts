import { homeFolder } from '../../adapters/home-folder.ts';
import { previewTemplateSid, readSettings } from '../../adapters/settings.ts';
import type { TemplateSid } from '../../domain/template.ts';
import type { Shell } from '../shell.ts';

/** The id a preview shows: the template in the settings, or none, for which the built-in copy stands. */
export async function templateForPreview(shell: Shell): Promise<TemplateSid | undefined> {
  const values = readSettings(shell.env, shell.workingFolder, homeFolder(shell));
  return previewTemplateSid(values) ?? undefined;
}
