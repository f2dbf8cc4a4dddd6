import { join, resolve } from 'node:path';

type Environment = {
  readonly env: { readonly [name: string]: string | undefined };
  readonly platform: string;
  /** The user's home directory. */
  readonly userFolder: string;
};

/** The folder for all files that the tool keeps, by the platform's convention. */
export function homeFolder({ env, platform, userFolder }: Environment): string {
  const chosen = env['URMSTON_INVITE_HOME'];
  // Relative to the home directory: relative to the working folder there would be several ledgers.
  if (chosen !== undefined && chosen !== '') return resolve(userFolder, chosen);
  if (platform === 'darwin') {
    return join(userFolder, 'Library', 'Application Support', 'urmston-invite');
  }
  if (platform === 'win32') {
    // Not the roaming folder, which Windows copies between computers: there must be one ledger.
    return join(env['LOCALAPPDATA'] || join(userFolder, 'AppData', 'Local'), 'urmston-invite');
  }
  // The XDG specification says to ignore relative paths.
  const state = env['XDG_STATE_HOME'];
  const base = state?.startsWith('/') === true ? state : join(userFolder, '.local', 'state');
  return join(base, 'urmston-invite');
}

export const liveLedgerFile = (home: string): string => join(home, 'ledger.db');
export const rehearsalLedgerFile = (home: string): string => join(home, 'rehearsal.db');
export const templateCacheFile = (home: string): string => join(home, 'cache', 'template.json');
export const mapsFolder = (home: string): string => join(home, 'maps');
export const settingsFile = (home: string): string => join(home, 'settings.env');
